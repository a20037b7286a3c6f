import * as tf from '@tensorflow/tfjs';
import type { BackendName } from '../../contract/training.ts';
import { composed } from '../operations/composed.ts';
import { mendCpu } from '../operations/gradients/mended-kernels.ts';
import type { Backend } from './backend.ts';
import { openTensorflow, type Purpose } from './tensorflow.ts';
import { openWasm } from './wasm.ts';
import { openWebgpu } from './webgpu.ts';

/**
 * Opens what is wanted; `auto` prefers TensorFlow and, to predict, falls back to WebAssembly and says why.
 * Throws `unavailable` with what is missing and what to do.
 */
export async function openBackend(wanted: BackendName, purpose: Purpose): Promise<Backend> {
  switch (wanted) {
    case 'tensorflow':
      return openTensorflow(purpose);
    case 'webgpu':
      return openWebgpu(null);
    case 'wasm':
      return openWasm(null);
    case 'cpu':
      return openCpu();
    case 'auto':
      return openTensorflow(purpose).catch((error: unknown) => {
        if (purpose === 'train') throw error;
        return openWasm(error instanceof Error ? error.message : String(error));
      });
  }
}

/** Plain JavaScript: the oracle of the tests, far too slow for people. */
async function openCpu(): Promise<Backend> {
  await tf.setBackend('cpu');
  mendCpu();
  return {
    name: 'cpu',
    library: 'JavaScript',
    operations: composed,
    kernels: null,
    fallback: null,
  };
}
