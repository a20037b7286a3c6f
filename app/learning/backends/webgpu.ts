import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs';
import { mendWebgpu } from '../operations/gradients/mended-kernels.ts';
import { webgpuOperations } from '../operations/webgpu.ts';
import type { Backend } from './backend.ts';
import { findGpu } from '../../runtime/webgpu-adapter.ts';
import { openDevice } from './webgpu-device.ts';

/**
 * A graphics card without CUDA: tfjs' own WebGPU kernels, run by Dawn in this process. Numbers are read asynchronously only.
 * Throws `unavailable` with what is missing and what to do.
 */
export async function openWebgpu(fallback: string | null): Promise<Backend> {
  const gpu = await findGpu();
  const kernels = await import('@tensorflow/tfjs-backend-webgpu');
  const watched = await openDevice(gpu);
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu.instance, configurable: true });
  class WatchedBackend extends kernels.WebGPUBackend {
    /** Nothing that a card gave up on, or refused to compute, is ever taken for an answer. */
    override async read(dataId: object): Promise<tf.backend_util.BackendValues> {
      try {
        const values = await super.read(dataId);
        watched.check();
        return values;
      } catch (error) {
        watched.check();
        throw error;
      }
    }
  }
  // There is one already where tfjs' own saw a `gpu` when it was loaded, or where this is not the first.
  if (tf.findBackendFactory('webgpu') as unknown) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WatchedBackend(watched.device, gpu.adapter.info));
  await tf.setBackend('webgpu');
  await tf.ready();
  mendWebgpu();
  const require = createRequire(import.meta.url);
  const { version } = require('@tensorflow/tfjs-backend-webgpu/package.json') as {
    readonly version: string;
  };
  return {
    name: 'webgpu',
    library: `WebGPU, ${gpu.interface}, ${gpu.name}${gpu.isSoftware ? ' (software)' : ''}, tfjs ${version}`,
    operations: webgpuOperations(kernels.webgpu_util),
    kernels: null,
    fallback,
  };
}
