import { StudioError } from '../contract/errors.ts';
import type { TrainingSettings } from '../contract/training.ts';
import { nvidiaCards, unfitness, type NvidiaCard } from './nvidia.ts';

export type GpuWish = Pick<TrainingSettings, 'gpu' | 'gpuMemoryMb'>;

/**
 * What TensorFlow reads of the environment when it opens its devices. The binding passes no options on, neither to its eager
 * context nor to its sessions (tensorflow/tfjs#671), so this is the one way to a device and a limit:
 *
 * - `CUDA_VISIBLE_DEVICES` with one card at most: with several, the binding computes on the last one, sessions on the first,
 *   and memory is taken on all.
 * - `TF_FORCE_GPU_ALLOW_GROWTH`: memory is taken as it is needed, instead of all of it at once.
 * - `TF_DEVICE_MIN_SYS_MEMORY_IN_MB`: what is left free of the memory that is free now (TensorFlow's gpu_device.cc,
 *   SingleVirtualDeviceMemoryLimit). TensorFlow knows no upper limit there, so one is turned into what it leaves.
 *
 * Throws `bad-input` where there is no such card, or its free memory is not known.
 */
export function gpuEnvironment(
  { gpu, gpuMemoryMb }: GpuWish,
  cards: readonly NvidiaCard[],
): Record<string, string> {
  const growth = { TF_FORCE_GPU_ALLOW_GROWTH: 'true' };
  if (gpu === 'none') return { ...growth, CUDA_VISIBLE_DEVICES: '-1' };
  const card = cardFor(gpu, cards);
  if (card === null) return growth;
  return { ...growth, CUDA_VISIBLE_DEVICES: card.id, ...limit(card, gpuMemoryMb) };
}

/** What a person asked for as the driver tells of it now, for `gpuEnvironment`. */
export async function wishedGpuEnvironment(wish: GpuWish): Promise<Record<string, string>> {
  return gpuEnvironment(wish, wish.gpu === 'none' ? [] : await nvidiaCards());
}

/** By index, id or a part of its name; `auto` takes the first that the library runs on, unless the environment has chosen. */
export function cardFor(gpu: string, cards: readonly NvidiaCard[]): NvidiaCard | null {
  if (gpu === 'auto') {
    const isChosenOutside = process.env.CUDA_VISIBLE_DEVICES !== undefined;
    return isChosenOutside ? null : (cards.find((card) => unfitness(card) === null) ?? null);
  }
  const wanted = gpu.toLowerCase();
  const card =
    cards.find(({ index, id }) => String(index) === gpu || id.toLowerCase() === wanted) ??
    cards.find(({ name }) => name.toLowerCase().includes(wanted));
  if (card === undefined) {
    const there = cards.map(({ index, name }) => `${String(index)} (${name})`).join(', ');
    throw new StudioError(
      'bad-input',
      `There is no NVIDIA card “${gpu}” here${there === '' ? '' : `, but ${there}`}. Choose another, or “auto”.`,
    );
  }
  const against = unfitness(card);
  if (against !== null) throw new StudioError('unavailable', against);
  return card;
}

function limit({ name, freeMb }: NvidiaCard, limitMb: number): Record<string, string> {
  if (limitMb === 0) return {};
  if (freeMb === null) {
    throw new StudioError(
      'unavailable',
      `How much memory of ${name} is free is not known, so it cannot be limited. Install nvidia-smi, or train without a limit.`,
    );
  }
  // With less free than the limit, TensorFlow's own rule of what to leave applies.
  return limitMb >= freeMb ? {} : { TF_DEVICE_MIN_SYS_MEMORY_IN_MB: String(freeMb - limitMb) };
}
