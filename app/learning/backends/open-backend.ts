import * as tf from '@tensorflow/tfjs';
import { StudioError } from '../../contract/errors.ts';
import type { BackendOffer } from '../../contract/methods.ts';
import type { BackendName } from '../../contract/training.ts';
import { backendOffers, isMeant, slownessInWords } from '../../runtime/backends.ts';
import type { GpuWish } from '../../runtime/gpu-environment.ts';
import { currentState } from '../../runtime/state.ts';
import { readManifest } from '../../runtime/manifest.ts';
import { composed } from '../operations/composed.ts';
import { mendCpu } from '../operations/gradients/mended-kernels.ts';
import type { Backend } from './backend.ts';
import { anyDevice, openTensorflow, type Purpose } from './tensorflow.ts';
import { openWasm } from './wasm.ts';
import { openWebgpu } from './webgpu.ts';

/**
 * Opens what is wanted. `auto` tries one after the other, GPUs first and WebAssembly last, and says of each that it leaves
 * out why (app/runtime/backends.ts). Throws `unavailable` with what is missing and what to do.
 */
export async function openBackend(
  wanted: BackendName,
  purpose: Purpose,
  wish: GpuWish = anyDevice,
): Promise<Backend> {
  switch (wanted) {
    case 'tensorflow':
      return openTensorflow(purpose, wish);
    case 'webgpu':
      return openWebgpu(null);
    case 'wasm':
      return slow(await openWasm(null));
    case 'cpu':
      return openCpu();
    case 'auto':
      return openFirst(await backendOffers({ backend: 'auto', gpu: wish.gpu }), purpose, wish);
  }
}

async function openFirst(
  offers: readonly BackendOffer[],
  purpose: Purpose,
  wish: GpuWish,
): Promise<Backend> {
  const leftOut: string[] = [];
  for (const offer of offers.filter((each) => isMeant(each, wish.gpu))) {
    if (!offer.usable) {
      leftOut.push(reasonOf(offer, offer.reason));
      continue;
    }
    try {
      const backend = await openOffer(offer, purpose, wish);
      if (backend.fallback !== null) leftOut.push(backend.fallback);
      const fallback = leftOut.length === 0 ? null : leftOut.join(' ');
      return backend.name === 'wasm' ? slow({ ...backend, fallback }) : { ...backend, fallback };
    } catch (error) {
      leftOut.push(reasonOf(offer, error instanceof Error ? error.message : String(error)));
    }
  }
  throw new StudioError('unavailable', leftOut.join(' '));
}

function reasonOf({ title }: BackendOffer, reason: string): string {
  return `Not ${title}: ${reason}`;
}

async function openOffer(
  { device }: BackendOffer,
  purpose: Purpose,
  wish: GpuWish,
): Promise<Backend> {
  switch (device) {
    case 'cuda': {
      const backend = await openTensorflow(purpose, wish);
      if (backend.kernels?.isUsingGpuDevice !== true) {
        throw new StudioError(
          'unavailable',
          'TensorFlow found no card that it can use, though the driver names one. nvidia-smi tells more.',
        );
      }
      return backend;
    }
    case 'webgpu':
      return openWebgpu(null);
    case 'processor':
      return openTensorflow(purpose, wish);
    case 'wasm':
      return openWasm(null);
  }
}

/** With what a person should know who waits for it. */
function slow(backend: Backend): Backend {
  const library = currentState(readManifest());
  const slowness = slownessInWords(library);
  return {
    ...backend,
    slowness: library.kind === 'ready' ? slowness : `${slowness} ${library.message}`,
  };
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
