import type { Point, Rect, Size } from '../domain/geometry.ts';
import type { Rle } from './rle.ts';

/**
 * A mask as its toggles: ascending column-major positions (column * height + row) at which the value flips, zeros
 * first. Two equal toggles cancel. Outlines and bitmaps both arrive as toggles; runs are their differences.
 */

/** `toggles` ascend and lie in 0 .. width * height; a toggle at the very end changes nothing. */
export function rleFromToggles(toggles: Uint32Array, { width, height }: Size): Rle {
  const area = width * height;
  const counts = new Uint32Array(toggles.length + 1);
  let length = 0;
  let previous = 0;
  for (let i = 0; i < toggles.length; i++) {
    const toggle = toggles[i] ?? 0;
    if (toggle === toggles[i + 1]) {
      i++;
      continue;
    }
    if (toggle === area) break;
    counts[length++] = toggle - previous;
    previous = toggle;
  }
  counts[length++] = area - previous;
  return { width, height, counts: counts.slice(0, length) };
}

/** One byte a pixel, row by row; the pixels of this value are the mask. */
export interface ValueMap extends Size {
  readonly data: Uint8Array;
  readonly value: number;
}

/** The toggles of what lies inside `within`, as part of a mask `maskHeight` high with the part's corner at `place`. */
export function togglesOf(
  map: ValueMap,
  within: Rect,
  place: Point = within,
  maskHeight: number = map.height,
): Uint32Array {
  const next = new Uint32Array(within.width + 1);
  eachFlip(map, within, (column) => {
    next[column + 1] = (next[column + 1] ?? 0) + 1;
  });
  for (let column = 1; column < next.length; column++) {
    next[column] = (next[column] ?? 0) + (next[column - 1] ?? 0);
  }
  const toggles = new Uint32Array(next[within.width] ?? 0);
  eachFlip(map, within, (column, row) => {
    const index = next[column] ?? 0;
    next[column] = index + 1;
    toggles[index] = (place.x + column) * maskHeight + place.y + row;
  });
  return toggles;
}

/**
 * Visits each place where a pixel differs from the one above it, row by row, with outside as not set. Reading down
 * the columns would miss the cache on each pixel; rows read along, and four equal pixels are skipped at once.
 */
function eachFlip(
  { data, width: stride, value }: ValueMap,
  { x, y, width, height }: Rect,
  visit: (column: number, row: number) => void,
): void {
  if (width <= 0 || height <= 0) return;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const top = y * stride + x;
  for (let column = 0; column < width; column++) {
    if (data[top + column] === value) visit(column, 0);
  }
  for (let row = 1; row < height; row++) {
    const start = top + row * stride;
    const end = start + width;
    let i = start;
    while (i < end) {
      if (i + 4 <= end && view.getUint32(i, true) === view.getUint32(i - stride, true)) {
        i += 4;
        continue;
      }
      const stop = Math.min(i + 4, end);
      for (; i < stop; i++) {
        if ((data[i] === value) !== (data[i - stride] === value)) visit(i - start, row);
      }
    }
  }
  const bottom = top + (height - 1) * stride;
  for (let column = 0; column < width; column++) {
    if (data[bottom + column] === value) visit(column, height);
  }
}
