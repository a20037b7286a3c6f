import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { composed } from '../operations/composed.ts';
import { mendWasm } from '../operations/gradients/mended-kernels.ts';
import type { Backend } from './backend.ts';

/**
 * WebAssembly: predicts and learns on any computer without a library, on one processor: tfjs starts no threads in Node
 * (tensorflow/tfjs#3830).
 */
export async function openWasm(fallback: string | null): Promise<Backend> {
  const require = createRequire(import.meta.url);
  setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  await tf.setBackend('wasm');
  await tf.ready();
  mendWasm();
  const version = require('@tensorflow/tfjs-backend-wasm/package.json') as { version: string };
  return {
    name: 'wasm',
    library: `WebAssembly, tfjs ${version.version}`,
    operations: composed,
    kernels: null,
    fallback,
  };
}
