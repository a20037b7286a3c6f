import * as tf from '@tensorflow/tfjs';
import { StudioError } from '../../contract/errors.ts';
import type { BackendName } from '../../contract/training.ts';
import { installWords } from '../../runtime/way-on.ts';
import { composed } from '../operations/composed.ts';
import type { Backend } from './backend.ts';
import { openTensorflow } from './tensorflow.ts';
import { openWasm } from './wasm.ts';

/**
 * Opens what is wanted; `auto` prefers TensorFlow and, to predict, falls back to WebAssembly and says why.
 * Throws `unavailable` with what is missing and what to do.
 */
export async function openBackend(
  wanted: BackendName,
  purpose: 'train' | 'predict',
): Promise<Backend> {
  switch (wanted) {
    case 'tensorflow':
      return openTensorflow();
    case 'wasm':
      if (purpose === 'train') throw noGradients();
      return openWasm(null);
    case 'cpu':
      return openCpu();
    case 'auto':
      return openTensorflow().catch((error: unknown) => {
        if (purpose === 'train') throw error;
        return openWasm(error instanceof Error ? error.message : String(error));
      });
  }
}

/** Plain JavaScript: the oracle of the tests, far too slow for people. */
async function openCpu(): Promise<Backend> {
  await tf.setBackend('cpu');
  return {
    name: 'cpu',
    library: 'JavaScript',
    operations: composed,
    kernels: null,
    fallback: null,
  };
}

function noGradients(): StudioError {
  return new StudioError(
    'unavailable',
    `WebAssembly can predict but not train: it lacks the gradients. To have the TensorFlow library, which trains, ${installWords()}.`,
  );
}
