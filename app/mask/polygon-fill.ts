import type { Rect } from '../domain/geometry.ts';
import type { Bitmap } from './bitmap.ts';
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
