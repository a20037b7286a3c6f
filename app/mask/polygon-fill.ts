import type { Rect } from '../domain/geometry.ts';
import { createBitmap, type Bitmap } from './bitmap.ts';
import { takeOverDown } from './fill-down.ts';
import { numbersPerWalk, rowsOfCrossings, walksOf } from './polygon-walks.ts';
import { rleFromPolygon } from './polygon.ts';
import { bboxOfRle, paintRle } from './rle.ts';

/**
 * Paints the inside of a polygon (x0, y0, x1, y1, ... in pixels), exactly the pixels that an import of it would set.
 * Changes the bitmap and answers the box it painted, of width 0 when that is nothing. Throws MaskError as rleFromPolygon.
 */
export function fillPolygon(bitmap: Bitmap, polygon: readonly number[], value: 0 | 1): Rect {
  const rle = rleFromPolygon(polygon, bitmap.height, bitmap.width);
  paintRle(bitmap.data, rle, value);
  return bboxOfRle(rle);
}

/** The mask of one polygon, straight from its crossings: runs would only have to be turned back. MaskError as rleFromPolygon. */
export function bitmapFromPolygon(flat: readonly number[], height: number, width: number): Bitmap {
  const walks = walksOf(flat, { width, height });
  const rows = rowsOfCrossings(walks, height);
  const bitmap = createBitmap(width, height);
  const { data } = bitmap;
  const { numbers, length, firstColumn, lastColumn } = walks;
  let top = height;
  let bottom = 0;
  let at = 0;
  for (let walk = 0; walk < length; walk += numbersPerWalk) {
    const last = numbers[walk + 5]! | 0;
    for (let column = numbers[walk + 4]! | 0; column <= last; column++) {
      const row = rows[at++]!;
      if (row >= bottom) bottom = row + 1;
      if (row === height) continue;
      if (row < top) top = row;
      data[row * width + column]! ^= 1;
    }
  }
  takeOverDown(data, {
    width,
    left: firstColumn,
    right: lastColumn + 1,
    top,
    bottom: Math.min(bottom, height),
  });
  return bitmap;
}
