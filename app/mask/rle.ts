import type { Rect, Size } from '../domain/geometry.ts';
import { checkSize } from './bitmap.ts';

/**
 * COCO's run-length code: lengths of runs of zeros and ones in turn, zeros first, down each column and column by
 * column. The counts add up to width * height; runs of length 0 may occur anywhere.
 */
export interface Rle extends Size {
  readonly counts: Uint32Array;
}

/** Nothing set. */
export function emptyRle(width: number, height: number): Rle {
  checkSize({ width, height });
  return { width, height, counts: Uint32Array.of(width * height) };
}

/** Writes `value` wherever the mask is set. `data` is one byte a pixel, row by row, of the mask's size; it is changed. */
export function paintRle(data: Uint8Array, { width, height, counts }: Rle, value: number): void {
  let position = 0;
  for (let i = 1; i < counts.length; i += 2) {
    position += counts[i - 1]!;
    const end = position + counts[i]!;
    let column = Math.floor(position / height);
    let row = position - column * height;
    while (position < end) {
      const stop = Math.min(height, row + end - position);
      position += stop - row;
      const last = stop * width + column;
      for (let to = row * width + column; to < last; to += width) data[to] = value;
      column++;
      row = 0;
    }
  }
}

/** How many pixels are set. */
export function areaOfRle({ counts }: Rle): number {
  let area = 0;
  for (let i = 1; i < counts.length; i += 2) area += counts[i]!;
  return area;
}

/** The smallest box around the set pixels, all zeros when none is set: pycocotools' `toBbox`. */
export function bboxOfRle({ height, counts }: Rle): Rect {
  let left = -1;
  let right = -1;
  let top = height;
  let bottom = -1;
  let position = 0;
  /** The column at hand, and where it begins: counted on, since a division for each run costs more than all the rest. */
  let column = 0;
  let columnStart = 0;
  for (let i = 1; i < counts.length; i += 2) {
    const start = position + counts[i - 1]!;
    position = start + counts[i]!;
    if (position === start) continue;
    while (start - columnStart >= height) {
      column++;
      columnStart += height;
    }
    if (left === -1) left = column;
    if (start - columnStart < top) top = start - columnStart;
    if (position - columnStart > height) {
      top = 0;
      bottom = height - 1;
      while (position - columnStart > height) {
        column++;
        columnStart += height;
      }
    } else if (position - 1 - columnStart > bottom) {
      bottom = position - 1 - columnStart;
    }
    right = column;
  }
  if (right === -1) return { x: 0, y: 0, width: 0, height: 0 };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
