import type { Rect } from '../domain/geometry.ts';
import type { Bitmap } from './bitmap.ts';
import { clipRect, wholeOf } from './bitmap.ts';
import { changedStretches } from './scan.ts';

/**
 * The lines between set and unset pixels inside `rect`, as x0, y0, x1, y1, ... in pixel edges: each as long as it
 * runs straight, horizontal ones first. What lies outside the picture counts as not set; at the border of `rect`
 * itself the picture's pixels beyond it are looked at, so that parts drawn side by side meet without a seam.
 */
export function outlineSegments(bitmap: Bitmap, rect: Rect = wholeOf(bitmap)): readonly number[] {
  const box = clipRect(rect, bitmap);
  if (box.width === 0 || box.height === 0) return [];
  const segments: number[] = [];
  addHorizontal(bitmap, box, segments);
  addVertical(bitmap, box, segments);
  return segments;
}

function addHorizontal(bitmap: Bitmap, box: Rect, segments: number[]): void {
  const { width: stride } = bitmap;
  const left = box.x;
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  addHorizontalBetween(bitmap, { y: box.y, from: left, to: right }, segments);
  const stretches = changedStretches(bitmap, box);
  for (let at = 0; at < stretches.length;) {
    const start = stretches[at]!;
    let end = stretches[at + 1]!;
    const y = Math.floor(start / stride);
    // Stretches that touch are one, or a straight line would be cut where they meet.
    for (at += 2; stretches[at] === end && end < y * stride + right; at += 2) {
      end = stretches[at + 1]!;
    }
    const row = { y, from: start - y * stride, to: end - y * stride };
    addHorizontalBetween(bitmap, row, segments);
  }
  addHorizontalBetween(bitmap, { y: bottom, from: left, to: right }, segments);
}

/** The lines along the upper edge of row `y`, from column `from` to before `to`. */
function addHorizontalBetween(
  { data, width: stride, height }: Bitmap,
  { y, from, to }: { readonly y: number; readonly from: number; readonly to: number },
  segments: number[],
): void {
  const below = y * stride;
  const above = below - stride;
  let start = from;
  let side = 0;
  for (let x = from; x < to; x++) {
    const here = y < height ? data[below + x]! : 0;
    const over = y > 0 ? data[above + x]! : 0;
    const next = here - over;
    if (next === side) continue;
    if (side !== 0) segments.push(start, y, x, y);
    start = x;
    side = next;
  }
  if (side !== 0) segments.push(start, y, to, y);
}

/** Each column's left edge remembers on which side it is set and since which row; only where rows differ can it change. */
function addVertical(bitmap: Bitmap, box: Rect, segments: number[]): void {
  const { data, width: stride } = bitmap;
  const since = new Int32Array(box.width + 1);
  const sides = new Int8Array(box.width + 1);
  const update = (x: number, y: number): void => {
    const row = y * stride;
    const here = x < stride ? data[row + x]! : 0;
    const before = x > 0 ? data[row + x - 1]! : 0;
    const next = here - before;
    const at = x - box.x;
    const side = sides[at]!;
    if (next === side) return;
    if (side !== 0) segments.push(x, since[at]!, x, y);
    since[at] = y;
    sides[at] = next;
  };
  for (let x = box.x; x <= box.x + box.width; x++) update(x, box.y);
  const around = clipRect({ ...box, x: box.x - 1, width: box.width + 2 }, bitmap);
  const stretches = changedStretches(bitmap, around);
  for (let at = 0; at < stretches.length; at += 2) {
    const start = stretches[at]!;
    const y = Math.floor(start / stride);
    const first = Math.max(box.x, start - y * stride);
    const last = Math.min(box.x + box.width, stretches[at + 1]! - y * stride);
    for (let x = first; x <= last; x++) update(x, y);
  }
  const bottom = box.y + box.height;
  for (let x = box.x; x <= box.x + box.width; x++) {
    const at = x - box.x;
    if (sides[at] !== 0) segments.push(x, since[at]!, x, bottom);
  }
}
