import type { Size } from '../domain/geometry.ts';
import type { Bitmap } from './bitmap.ts';
import { createBitmap } from './bitmap.ts';
import { nearestIndices } from './letterbox.ts';
import type { Rle } from './rle.ts';

/**
 * A mask at another size, for thumbnails: each pixel takes what lies under its middle. Straight from the runs: only
 * the columns that are drawn are looked at, and the full bitmap never exists.
 */
export function resampleRle(rle: Rle, size: Size): Bitmap {
  const bitmap = createBitmap(size.width, size.height);
  const columns = nearestIndices(rle.width, size.width);
  const rowFrom = firstRowAtOrBelow(rle.height, size.height);
  let index = 0;
  let start = 0;
  let end = rle.counts[0]!;
  for (let x = 0; x < size.width; x++) {
    const top = columns[x]! * rle.height;
    const bottom = top + rle.height;
    // Several target columns can show one source column, so the walk goes back when it overshot.
    while (start > top && index > 0) {
      end = start;
      start -= rle.counts[--index]!;
    }
    while (end <= top && index + 1 < rle.counts.length) {
      start = end;
      end += rle.counts[++index]!;
    }
    for (;;) {
      if ((index & 1) === 1) {
        const first = rowFrom[Math.max(start - top, 0)]!;
        const last = rowFrom[Math.min(end, bottom) - top]!;
        for (let y = first; y < last; y++) bitmap.data[y * size.width + x] = 1;
      }
      if (end >= bottom || index + 1 >= rle.counts.length) break;
      start = end;
      end += rle.counts[++index]!;
    }
  }
  return bitmap;
}

/** For each source row 0 .. from: the first target row whose middle lies in it or below. */
function firstRowAtOrBelow(from: number, to: number): Uint32Array {
  const sources = nearestIndices(from, to);
  const rows = new Uint32Array(from + 1);
  let target = 0;
  for (let row = 0; row <= from; row++) {
    while (target < to && sources[target]! < row) target++;
    rows[row] = target;
  }
  return rows;
}
