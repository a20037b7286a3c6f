import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { dirname, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { composed } from '../operations/composed.ts';
import { mendWasm } from '../operations/gradients/mended-kernels.ts';
import type { Backend } from './backend.ts';
import { startThreads } from './wasm-threads.ts';

/** Of fewer processors tfjs makes one thread, which is none. */
const fewestProcessors = 4;

/** WebAssembly: predicts and learns on any computer without a library, on half of its processors. */
export async function openWasm(fallback: string | null): Promise<Backend> {
  const require = createRequire(import.meta.url);
  setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  const { threads, reason } = await start();
  mendWasm();
  const version = require('@tensorflow/tfjs-backend-wasm/package.json') as { version: string };
  const computing = threads === 1 ? 'one thread' : `${String(threads)} threads`;
  return {
    name: 'wasm',
    library: `WebAssembly, tfjs ${version.version}, ${computing}`,
    operations: composed,
    kernels: null,
    fallback: reason === null ? fallback : [fallback, reason].filter(Boolean).join(' '),
  };
}

async function start(): Promise<{ readonly threads: number; readonly reason: string | null }> {
  let reason: string | null = null;
  if (cpus().length >= fewestProcessors) {
    try {
      return { threads: await startThreads(), reason };
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      reason = `On one thread, as more did not start: ${what}`;
    }
  }
  await tf.setBackend('wasm');
  await tf.ready();
  return { threads: 1, reason };
}
