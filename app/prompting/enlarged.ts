import type { Size } from '../domain/geometry.ts';
import { createBitmap, type Bitmap } from '../mask/bitmap.ts';

/** A number a pixel, row by row: above nought is mask. */
export interface Logits extends Size {
  readonly values: Float32Array;
}

/** Which two neighbours a pixel is made of, and how much of the second. */
interface Blend {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  readonly share: Float32Array;
}

/** Bilinear, pixel centres between pixel centres, the border repeated: as the published networks do it inside. */
export function enlarged({ values, width, height }: Logits, size: Size): Logits {
  const enlargedValues = new Float32Array(size.width * size.height);
  const columns = blend(width, size.width);
  const rows = blend(height, size.height);
  const line = new Float32Array(width);
  for (let row = 0; row < size.height; row++) {
    mixRows(line, { values, width }, rows, row);
    const to = row * size.width;
    for (let column = 0; column < size.width; column++) {
      enlargedValues[to + column] = mixed(line, columns, column);
    }
  }
  return { ...size, values: enlargedValues };
}

/**
 * The same, keeping of each pixel only whether it is above nought: the picture may have 100 million of them. Only where a
 * neighbour is above nought can a pixel be, so the rest is not worked out.
 */
export function maskAtSize(logits: Logits, size: Size): Bitmap {
  const { values, width, height } = logits;
  const mask = createBitmap(size.width, size.height);
  const { left, top, right, bottom } = aboveNought(logits);
  const columns = blend(width, size.width);
  const rows = blend(height, size.height);
  const fromColumn = columns.second.findIndex((column) => column >= left);
  const toColumn = columns.first.findLastIndex((column) => column <= right);
  const line = new Float32Array(width);
  for (let row = 0; row < size.height; row++) {
    if ((rows.second[row] ?? 0) < top || (rows.first[row] ?? 0) > bottom) continue;
    mixRows(line, { values, width }, rows, row);
    const to = row * size.width;
    for (let column = fromColumn; column <= toColumn; column++) {
      if (mixed(line, columns, column) > 0) mask.data[to + column] = 1;
    }
  }
  return mask;
}

/** The outermost columns and rows with something above nought; the other way round when there is none. */
function aboveNought({ values, width, height }: Logits): {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
} {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if ((values[row * width + column] ?? 0) <= 0) continue;
      left = Math.min(left, column);
      right = Math.max(right, column);
      top = Math.min(top, row);
      bottom = row;
    }
  }
  return { left, top, right, bottom };
}

/** The upper left part of it. */
export function cropped({ values, width }: Logits, size: Size): Logits {
  const kept = new Float32Array(size.width * size.height);
  for (let row = 0; row < size.height; row++) {
    kept.set(values.subarray(row * width, row * width + size.width), row * size.width);
  }
  return { ...size, values: kept };
}

function mixRows(
  line: Float32Array,
  { values, width }: { readonly values: Float32Array; readonly width: number },
  rows: Blend,
  row: number,
): void {
  const upper = (rows.first[row] ?? 0) * width;
  const lower = (rows.second[row] ?? 0) * width;
  const share = rows.share[row] ?? 0;
  for (let column = 0; column < width; column++) {
    const above = values[upper + column] ?? 0;
    line[column] = above + ((values[lower + column] ?? 0) - above) * share;
  }
}

function mixed(line: Float32Array, { first, second, share }: Blend, at: number): number {
  const before = line[first[at] ?? 0] ?? 0;
  return before + ((line[second[at] ?? 0] ?? 0) - before) * (share[at] ?? 0);
}

function blend(from: number, to: number): Blend {
  const first = new Uint32Array(to);
  const second = new Uint32Array(to);
  const share = new Float32Array(to);
  for (let at = 0; at < to; at++) {
    const place = Math.max(0, ((at + 0.5) * from) / to - 0.5);
    const before = Math.min(from - 1, Math.floor(place));
    first[at] = before;
    second[at] = Math.min(from - 1, before + 1);
    share[at] = Math.min(1, place - before);
  }
  return { first, second, share };
}
