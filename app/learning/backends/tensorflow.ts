import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import * as tf from '@tensorflow/tfjs';
import { StudioError } from '../../contract/errors.ts';
import { wishedGpuEnvironment, type GpuWish } from '../../runtime/gpu-environment.ts';
import { shortageInWords } from '../../runtime/memory-shortage.ts';
import { verifyLibrary } from '../../runtime/state.ts';
import { installWords } from '../../runtime/way-on.ts';
import type { KernelBackend } from '../operations/kernels.ts';
import { tensorflowOperations } from '../operations/tensorflow.ts';
import type { Backend } from './backend.ts';

export type Purpose = 'train' | 'predict';

/** `GpuWish` of who has none. */
export const anyDevice: GpuWish = { gpu: 'auto', gpuMemoryMb: 0 };

/**
 * Loads TensorFlow, after every file of it was compared with its pinned hash, and opens the device that is wished.
 * Throws `unavailable` with what is missing.
 */
export async function openTensorflow(
  purpose: Purpose,
  wish: GpuWish = anyDevice,
): Promise<Backend> {
  const state = await verifyLibrary();
  if (state.kind !== 'ready') throw new StudioError('unavailable', state.message);
  const isCardNamed = wish.gpu !== 'auto' && wish.gpu !== 'none';
  if (isCardNamed && state.build !== 'cuda')
    throw new StudioError('unavailable', withoutCuda(wish));
  if (state.build === 'cuda') Object.assign(process.env, await wishedGpuEnvironment(wish));
  if (purpose === 'predict') shareCores();
  const kernels = loadBinding();
  const device = kernels.isUsingGpuDevice ? 'GPU' : 'CPU';
  if (isCardNamed && !kernels.isUsingGpuDevice)
    throw new StudioError('unavailable', noDevice(wish));
  // Another backend may have been tried before.
  await tf.setBackend('tensorflow');
  return {
    name: 'tensorflow',
    library: `TensorFlow ${kernels.binding.TF_Version}, ${device}`,
    operations: tensorflowOperations(kernels),
    kernels,
    fallback: null,
  };
}

function withoutCuda({ gpu }: GpuWish): string {
  return `“${gpu}” was to compute, and the TensorFlow library here is the one for processors. To have the other, ${installWords(' --cuda')}.`;
}

function noDevice({ gpu }: GpuWish): string {
  return `TensorFlow could not open the NVIDIA card “${gpu}”: its driver is missing, too old or busy. nvidia-smi tells more.`;
}

/**
 * Predictions go through in two lanes, and each gets half of the cores: with all of them on one layer after the other,
 * cores wait for each other. Measured on two cores, the default network at 200 px: 2.9 ms a picture instead of 3.4. Heard
 * by TensorFlow when it is loaded.
 */
function shareCores(): void {
  process.env.TF_NUM_INTRAOP_THREADS ??= String(
    Math.max(1, Math.floor(availableParallelism() / 2)),
  );
}

function loadBinding(): KernelBackend {
  const require = createRequire(import.meta.url);
  giveBackRemovedFunctions(require('node:util') as Record<string, unknown>);
  try {
    const tfjs = require('@tensorflow/tfjs-node-gpu') as { backend(): KernelBackend };
    return tfjs.backend();
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new StudioError(
      'unavailable',
      shortageInWords(reason) ??
        `The TensorFlow library could not be loaded: ${reason} To repair it, ${installWords()}.`,
      { cause },
    );
  }
}

/** tfjs-node 4.22 calls functions that Node removed with version 23, or warns about in every run. */
function giveBackRemovedFunctions(util: Record<string, unknown>): void {
  util.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  util.isArray = (value: unknown) => Array.isArray(value);
}
