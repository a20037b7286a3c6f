import type { Rect, Size } from '../domain/geometry.ts';
import { MaskError } from './mask-error.ts';
import { ignored } from './labels.ts';

/**
 * Where a picture lies inside the square that a network sees: scaled to fit, whole pixels, centred; the rest is
 * padding. Training and prediction both take it from here, or predictions would lie beside the picture.
 */
export interface Letterbox {
  /** Network pixels per picture pixel before rounding to whole pixels. */
  readonly scale: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Throws MaskError for sizes that are not whole numbers above 0. */
export function letterboxOf({ width, height }: Size, size: number): Letterbox {
  if (![width, height, size].every((side) => Number.isInteger(side) && side > 0)) {
    throw new MaskError(
      `A picture of ${width} x ${height} does not fit into ${size} pixels: sizes are whole numbers above 0.`,
    );
  }
  const scale = Math.min(size / width, size / height);
  const content = {
    width: Math.min(size, Math.max(1, Math.round(width * scale))),
    height: Math.min(size, Math.max(1, Math.round(height * scale))),
  };
  return {
    scale,
    left: Math.floor((size - content.width) / 2),
    top: Math.floor((size - content.height) / 2),
    ...content,
  };
}

/** The letterbox as a box inside the square. */
export function contentOf({ left, top, width, height }: Letterbox): Rect {
  return { x: left, y: top, width, height };
}

/**
 * A label map of a picture (`picture` is its size) brought into the square: the nearest label to the middle of each
 * network pixel, and 255 (ignore) in the padding. Answers size * size bytes.
 */
export function letterboxLabels(
  labels: Uint8Array,
  picture: Size,
  { letterbox, size }: { readonly letterbox: Letterbox; readonly size: number },
): Uint8Array {
  const { left, top, width, height } = letterbox;
  const boxed = new Uint8Array(size * size).fill(ignored);
  const columns = nearestIndices(picture.width, width);
  const rows = nearestIndices(picture.height, height);
  for (let row = 0; row < height; row++) {
    const from = rows[row]! * picture.width;
    const to = (top + row) * size + left;
    for (let column = 0; column < width; column++) {
      boxed[to + column] = labels[from + columns[column]!]!;
    }
  }
  return boxed;
}

/** Of a label map of the square, size * size bytes, what lies inside of the letterbox. */
export function contentLabels(
  labels: Uint8Array,
  size: number,
  { left, top, width, height }: Letterbox,
): Uint8Array {
  const content = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (top + row) * size + left;
    content.set(labels.subarray(from, from + width), row * width);
  }
  return content;
}

/** For each of `to` pixels, which of `from` pixels lies under its middle. */
export function nearestIndices(from: number, to: number): Uint32Array {
  return Uint32Array.from({ length: to }, (_, index) =>
    Math.min(from - 1, Math.floor(((index + 0.5) * from) / to)),
  );
}
