import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { composed } from '../operations/composed.ts';
import type { Backend } from './backend.ts';

/** WebAssembly: predicts on any computer without a library. It has no gradients, so it does not train. */
export async function openWasm(fallback: string | null): Promise<Backend> {
  const require = createRequire(import.meta.url);
  setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  await tf.setBackend('wasm');
  await tf.ready();
  const version = require('@tensorflow/tfjs-backend-wasm/package.json') as { version: string };
  return {
    name: 'wasm',
    library: `WebAssembly, tfjs ${version.version}`,
    operations: composed,
    kernels: null,
    fallback,
  };
}
