import { uprightSize, type Size, type Turn } from '../../app/domain/geometry.ts';
import { labelsFromProbabilities } from '../../app/mask/probability.ts';
import { letterboxOf } from '../../app/mask/letterbox.ts';
import { turnStored } from '../../app/mask/turn.ts';
import type { Labels } from './layers/label-paint.ts';

/** The probability maps of one picture, one per foreground class by ascending value, each `size` x `size` bytes. */
export interface PredictionMaps {
  readonly size: number;
  readonly maps: readonly Uint8Array[];
}

/** Fetches 8-bit grey PNGs and reads their bytes as they are: without colour management, without smoothing. */
export async function loadPredictionMaps(
  urls: readonly string[],
  { size, signal }: { readonly size: number; readonly signal: AbortSignal },
): Promise<PredictionMaps> {
  return { size, maps: await Promise.all(urls.map((url) => loadMap(url, size, signal))) };
}

async function loadMap(url: string, size: number, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`The prediction at ${url} could not be fetched.`);
  const picture = await createImageBitmap(await response.blob(), { colorSpaceConversion: 'none' });
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('This browser draws no pictures off the screen.');
  context.drawImage(picture, 0, 0);
  picture.close();
  const { data } = context.getImageData(0, 0, size, size);
  const map = new Uint8Array(size * size);
  for (let index = 0; index < map.length; index++) map[index] = data[index * 4] ?? 0;
  return map;
}

/** The label map that a prediction means at a threshold; `upright` is the picture's size after its turn. */
export function predictedLabels(
  { size, maps }: PredictionMaps,
  upright: Size,
  threshold: number,
): Uint8Array {
  const { width, height } = upright;
  return labelsFromProbabilities({
    maps,
    size,
    letterbox: letterboxOf(upright, size),
    width,
    height,
    threshold,
  });
}

/** The same in stored pixels, where masks live: networks see pictures upright. */
export function predictedStored(
  maps: PredictionMaps,
  { width, height, turn }: Size & { readonly turn: Turn },
  threshold: number,
): Labels {
  const size = { width, height };
  const upright = predictedLabels(maps, uprightSize(size, turn), threshold);
  return { size, turn, values: Uint16Array.from(turnStored(upright, size, turn)) };
}
