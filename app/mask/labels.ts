import type { Size } from '../domain/geometry.ts';
import { checkSameSize, checkSize } from './bitmap.ts';
import { MaskError } from './mask-error.ts';
import { paintRle, type Rle } from './rle.ts';
import { rleFromBitmap } from './rle-bitmap.ts';

/** A label map has one byte a pixel, row by row: 0 background, 1 .. 254 classes, 255 ignore. */
export const background = 0;
export const ignored = 255;

export interface Layer {
  readonly rle: Rle;
  /** 1 .. 254. */
  readonly value: number;
}

/**
 * One map of a picture's masks: later layers lie over earlier ones, and every layer over what is ignored.
 * Throws MaskError for a mask of another size or a value that is not a class.
 */
export function composeLabels({
  width,
  height,
  layers,
  ignore,
}: Size & {
  readonly layers: readonly Layer[];
  readonly ignore: readonly Rle[];
}): Uint8Array {
  checkSize({ width, height });
  const labels = new Uint8Array(width * height);
  for (const rle of ignore) {
    checkSameSize(rle, { width, height });
    paintRle(labels, rle, ignored);
  }
  for (const { rle, value } of layers) {
    checkSameSize(rle, { width, height });
    if (!Number.isInteger(value) || value <= background || value >= ignored) {
      throw new MaskError(`Class ${value} does not fit into a mask; 1 to 254 do.`);
    }
    paintRle(labels, rle, value);
  }
  return labels;
}

/** The mask of each value that occurs, except background, by ascending value; 255 (ignore) among them. */
export function rlesFromLabels(labels: Uint8Array, size: Size): ReadonlyMap<number, Rle> {
  checkSize(size);
  if (labels.length !== size.width * size.height) {
    throw new MaskError(
      `A label map of ${labels.length} pixels is not ${size.width} x ${size.height}.`,
    );
  }
  const occurs = new Uint8Array(256);
  for (const label of labels) occurs[label] = 1;
  const rles = new Map<number, Rle>();
  for (let value = 1; value < occurs.length; value++) {
    if (occurs[value] === 0) continue;
    const data = labels.map((label) => (label === value ? 1 : 0));
    rles.set(value, rleFromBitmap({ ...size, data }));
  }
  return rles;
}
