import type { Point, Rect, Size } from '../domain/geometry.ts';
import type { Bitmap } from './bitmap.ts';
import { changedStretches } from './scan.ts';
import type { Rle } from './rle.ts';
import { uint32Scratch } from './scratch.ts';

/**
 * A mask as its toggles: ascending column-major positions (column * height + row) at which the value flips, zeros
 * first. Two equal toggles cancel. Outlines and bitmaps both arrive as toggles; runs are their differences.
 */

const runs = uint32Scratch();

/** The first `length` of `toggles` ascend and lie in 0 .. width * height; a toggle at the very end changes nothing. */
export function rleFromToggles(
  toggles: Uint32Array,
  { width, height }: Size,
  length = toggles.length,
): Rle {
  const area = width * height;
  const counts = runs(length + 1);
  let count = 0;
  let previous = 0;
  let i = 0;
  while (i < length) {
    const toggle = toggles[i++]!;
    if (i < length && toggles[i] === toggle) {
      i++;
      continue;
    }
    if (toggle === area) break;
    counts[count++] = toggle - previous;
    previous = toggle;
  }
  counts[count++] = area - previous;
  return { width, height, counts: counts.slice(0, count) };
}

/**
 * The mask with its value flipped from each second of `toggles` to the next; they ascend, none twice. Runs before the
 * first and after the last are copied: a stroke on a mask of a million runs costs little more than what lies under it.
 */
export function rleFlippedAt({ width, height, counts: old }: Rle, toggles: Uint32Array): Rle {
  const area = width * height;
  const last = old.length - 1;
  // Superfluous runs are not taken over.
  const isPlain = !old.includes(0, 1);
  const counts = flipped(old.length + toggles.length);
  let length = 0;
  let previous = 0;
  /** The next toggle that the mask has, and whose end it is. */
  let position = old[0]!;
  let index = 0;
  if (isPlain) {
    const first = toggles[0] ?? area;
    while (index < last && position < first) position += old[++index]!;
    counts.set(old.subarray(0, index));
    length = index;
    previous = position - old[index]!;
  }
  let next = 0;
  for (;;) {
    const toggle = next < toggles.length ? toggles[next]! : area;
    let at = toggle;
    if (index < last && position <= toggle) {
      at = position;
      position += old[++index]!;
    } else {
      next++;
    }
    if (at === area) break;
    if (length > 0 && at === previous) {
      previous -= counts[--length]!;
      continue;
    }
    counts[length++] = at - previous;
    previous = at;
    if (isPlain && next >= toggles.length && index < last) {
      counts[length++] = position - previous;
      counts.set(old.subarray(index + 1), length);
      length += last - index;
      return { width, height, counts: counts.slice(0, length) };
    }
  }
  counts[length++] = area - previous;
  return { width, height, counts: counts.slice(0, length) };
}

const flipped = uint32Scratch();

/** The toggles of what lies inside `within`, as part of a mask `maskHeight` high with the part's corner at `place`. */
export function togglesOf(
  bitmap: Bitmap,
  within: Rect,
  place: Point = within,
  maskHeight: number = bitmap.height,
): Uint32Array {
  const stretches = changedStretches(bitmap, within);
  const next = new Uint32Array(within.width + 1);
  eachFlip(bitmap, within, stretches, (column) => {
    next[column + 1]!++;
  });
  for (let column = 1; column < next.length; column++) {
    next[column]! += next[column - 1]!;
  }
  const toggles = new Uint32Array(next[within.width]!);
  eachFlip(bitmap, within, stretches, (column, row) => {
    const index = next[column]!;
    next[column] = index + 1;
    toggles[index] = (place.x + column) * maskHeight + place.y + row;
  });
  return toggles;
}

/** Visits each place where a pixel differs from the one above it, row by row; outside is not set. */
function eachFlip(
  { data, width: stride }: Bitmap,
  { x, y, width, height }: Rect,
  stretches: readonly number[],
  visit: (column: number, row: number) => void,
): void {
  if (width <= 0 || height <= 0) return;
  const top = y * stride + x;
  const bottom = top + (height - 1) * stride;
  for (let column = 0; column < width; column++) {
    if (data[top + column] === 1) visit(column, 0);
  }
  for (let at = 0; at < stretches.length; at += 2) {
    const start = stretches[at]!;
    const end = stretches[at + 1]!;
    const row = Math.floor(start / stride);
    const left = row * stride + x;
    for (let i = start; i < end; i++) {
      if (data[i] !== data[i - stride]) visit(i - left, row - y);
    }
  }
  for (let column = 0; column < width; column++) {
    if (data[bottom + column] === 1) visit(column, height);
  }
}
