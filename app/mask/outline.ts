import type { Rect } from '../domain/geometry.ts';
import type { Bitmap } from './bitmap.ts';
import { clipRect, wholeOf } from './bitmap.ts';

/**
 * The lines between set and unset pixels inside `rect`, as x0, y0, x1, y1, ... in pixel edges: each as long as it
 * runs straight, horizontal ones first. What lies outside the picture counts as not set; at the border of `rect`
 * itself the picture's pixels beyond it are looked at, so that parts drawn side by side meet without a seam.
 */
export function outlineSegments(bitmap: Bitmap, rect: Rect = wholeOf(bitmap)): readonly number[] {
  const box = clipRect(rect, bitmap);
  const segments: number[] = [];
  if (box.width === 0 || box.height === 0) return segments;
  addHorizontal(bitmap, box, segments);
  addVertical(bitmap, box, segments);
  return segments;
}

function addHorizontal(
  { data, width: stride, height: rows }: Bitmap,
  box: Rect,
  to: number[],
): void {
  const right = box.x + box.width;
  for (let y = box.y; y <= box.y + box.height; y++) {
    const below = y * stride;
    const above = below - stride;
    let start = -1;
    let side = 0;
    for (let x = box.x; x < right; x++) {
      const here = y < rows ? (data[below + x] ?? 0) : 0;
      const over = y > 0 ? (data[above + x] ?? 0) : 0;
      const next = here - over;
      if (next === side) continue;
      if (side !== 0) to.push(start, y, x, y);
      start = x;
      side = next;
    }
    if (side !== 0) to.push(start, y, right, y);
  }
}

/** Rows are read along; each column remembers where its line began. */
function addVertical({ data, width: stride }: Bitmap, box: Rect, to: number[]): void {
  const starts = new Int32Array(box.width + 1);
  const sides = new Int8Array(box.width + 1);
  const bottom = box.y + box.height;
  for (let y = box.y; y < bottom; y++) {
    const row = y * stride;
    let before = box.x > 0 ? (data[row + box.x - 1] ?? 0) : 0;
    for (let i = 0; i <= box.width; i++) {
      const x = box.x + i;
      const here = x < stride ? (data[row + x] ?? 0) : 0;
      const next = here - before;
      before = here;
      const side = sides[i] ?? 0;
      if (next === side) continue;
      if (side !== 0) to.push(x, starts[i] ?? 0, x, y);
      starts[i] = y;
      sides[i] = next;
    }
  }
  for (let i = 0; i <= box.width; i++) {
    if (sides[i] !== 0) to.push(box.x + i, starts[i] ?? 0, box.x + i, bottom);
  }
}
