import type { Point, Rect, Size } from '../domain/geometry.ts';
import type { Bitmap } from './bitmap.ts';
import { boundsOfBitmap, createBitmap } from './bitmap.ts';
import { MaskError } from './mask-error.ts';

/** Pixels touch at their sides (4), or at corners too (8). */
export type Connectivity = 4 | 8;

export interface Flood extends Size {
  /** One number a pixel, row by row: a label map or a bitmap's data. */
  readonly labels: Uint8Array | Uint16Array;
  /** Any point inside the picture; the pixel under it is meant. */
  readonly seed: Point;
  readonly connectivity: Connectivity;
}

export interface FloodedRegion {
  readonly bitmap: Bitmap;
  readonly bounds: Rect;
  readonly areaPx2: number;
}

/** All pixels with the seed's label that hang together with it. Throws MaskError for a seed outside the picture. */
export function floodRegion(asked: Flood): FloodedRegion {
  const bitmap = createBitmap(asked.width, asked.height);
  return { bitmap, ...floodInto(bitmap, asked) };
}

/** The same into a bitmap of the picture's size in which nothing is set: for whoever asks again and again. Changes it. */
export function floodInto(
  to: Bitmap,
  { labels, width, height, seed, connectivity }: Flood,
): Omit<FloodedRegion, 'bitmap'> {
  const x = Math.floor(seed.x);
  const y = Math.floor(seed.y);
  if (!(x >= 0 && y >= 0 && x < width && y < height)) {
    throw new MaskError(`(${seed.x}, ${seed.y}) is outside the picture.`);
  }
  return flood({ labels, from: y * width + x, to, reach: connectivity === 8 ? 1 : 0 });
}

/**
 * Sets every pixel that is enclosed by set ones: those from which no way over unset pixels, side by side, leads out
 * of the picture. Changes the bitmap and answers the box of what it set, or undefined when there was no hole.
 */
export function fillHoles(bitmap: Bitmap): Rect | undefined {
  const bounds = boundsOfBitmap(bitmap);
  if (bounds === undefined) return undefined;
  // One pixel of margin on each side joins everything outside into one region.
  const width = bounds.width + 2;
  const height = bounds.height + 2;
  const framed = new Uint8Array(width * height);
  for (let row = 0; row < bounds.height; row++) {
    const from = (bounds.y + row) * bitmap.width + bounds.x;
    framed.set(bitmap.data.subarray(from, from + bounds.width), (row + 1) * width + 1);
  }
  const outside = createBitmap(width, height);
  flood({ labels: framed, from: 0, to: outside, reach: 0 });

  const holes = createBitmap(width, height);
  for (let i = 0; i < framed.length; i++) {
    if (framed[i] === 1 || outside.data[i] === 1) continue;
    holes.data[i] = 1;
    const row = Math.floor(i / width);
    bitmap.data[(bounds.y + row - 1) * bitmap.width + bounds.x + (i - row * width) - 1] = 1;
  }
  const box = boundsOfBitmap(holes);
  return box && { ...box, x: box.x + bounds.x - 1, y: box.y + bounds.y - 1 };
}

/**
 * Span by span: each span is widened to its full length once, then the spans above and below it are queued by their
 * first pixel. `reach` is how far a neighbour may lie beyond the span's ends. Answers how many pixels it set, and their box.
 */
function flood({
  labels,
  from,
  to,
  reach,
}: {
  readonly labels: Uint8Array | Uint16Array;
  readonly from: number;
  readonly to: Bitmap;
  readonly reach: 0 | 1;
}): { readonly areaPx2: number; readonly bounds: Rect } {
  const { width, height, data } = to;
  const label = labels[from];
  const queue = [from];
  let areaPx2 = 0;
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let seed = queue.pop(); seed !== undefined; seed = queue.pop()) {
    if (data[seed] === 1) continue;
    const row = Math.floor(seed / width);
    const rowStart = row * width;
    const rowEnd = rowStart + width;
    let first = seed;
    while (first > rowStart && labels[first - 1] === label) first--;
    let end = seed + 1;
    while (end < rowEnd && labels[end] === label) end++;
    data.fill(1, first, end);
    areaPx2 += end - first;
    left = Math.min(left, first - rowStart);
    right = Math.max(right, end - rowStart);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row + 1);

    const low = Math.max(first - reach, rowStart);
    const high = Math.min(end + reach, rowEnd);
    for (const next of [row - 1, row + 1]) {
      if (next < 0 || next >= height) continue;
      const shift = (next - row) * width;
      let isInside = false;
      for (let i = low + shift; i < high + shift; i++) {
        const belongs = labels[i] === label && data[i] === 0;
        if (belongs && !isInside) queue.push(i);
        isInside = belongs;
      }
    }
  }
  return { areaPx2, bounds: { x: left, y: top, width: right - left, height: bottom - top } };
}
