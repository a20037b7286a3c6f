import {
  backendNames,
  type DeviceChoice,
  type TrainingChoice,
} from '../../../app/contract/training.ts';
import { keep, kept } from '../kept.ts';

/** What computes belongs to the computer and not to a recipe: kept by the browser for the next time. */

const name = 'maskwright_device';

export function keepDevice({ backend, gpu, gpuMemoryMb }: TrainingChoice): void {
  keep(name, { backend, gpu, gpuMemoryMb } satisfies DeviceChoice);
}

/** Whatever is there, something sensible comes of it. */
export function keptDevice(): DeviceChoice {
  const { backend, gpu, gpuMemoryMb } = (kept(name) ?? {}) as Partial<
    Record<keyof DeviceChoice, unknown>
  >;
  const known = backendNames.find((each) => each === backend);
  return {
    ...(known === undefined ? {} : { backend: known }),
    ...(typeof gpu === 'string' && gpu !== '' ? { gpu } : {}),
    ...(typeof gpuMemoryMb === 'number' && gpuMemoryMb >= 0 ? { gpuMemoryMb } : {}),
  };
}

export function withoutDevice({
  backend: _,
  gpu: __,
  gpuMemoryMb: ___,
  ...recipe
}: TrainingChoice): TrainingChoice {
  return recipe;
}
