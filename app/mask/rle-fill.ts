import { takeOverDown } from './fill-down.ts';
import type { Rle } from './rle.ts';

/**
 * Sets the pixels of a mask in `data`, which is changed: one byte a pixel, row by row, all 0 before. Runs go down the
 * columns while memory goes along the rows, so writing them one by one misses the cache on every pixel. Here each run
 * only flips the pixel where it begins in a column and the one after its end; all in between is filled down afterwards.
 */
export function fillRle(data: Uint8Array, { width, height, counts }: Rle): void {
  let left = width;
  let right = -1;
  let top = height;
  let bottom = 0;
  let position = 0;
  /** The column at hand, and where it begins: counted on, which is faster than a division for each run. */
  let column = 0;
  let columnStart = 0;
  for (let i = 1; i < counts.length; i += 2) {
    position += counts[i - 1]!;
    const end = position + counts[i]!;
    if (position === end) continue;
    while (position - columnStart >= height) {
      column++;
      columnStart += height;
    }
    let row = position - columnStart;
    if (column < left) left = column;
    for (;;) {
      if (row < top) top = row;
      data[row * width + column]! ^= 1;
      const stop = row + end - position;
      if (stop < height) {
        data[stop * width + column]! ^= 1;
        if (stop >= bottom) bottom = stop + 1;
        position = end;
        break;
      }
      bottom = height;
      position += height - row;
      if (position === end) break;
      column++;
      columnStart += height;
      row = 0;
    }
    right = column;
  }
  takeOverDown(data, { width, left, right: right + 1, top, bottom });
}
