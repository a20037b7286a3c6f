import { createBitmap, type Bitmap } from './bitmap.ts';
import { componentsOf, type Component } from './components.ts';
import { bitmapFromRle } from './rle-bitmap.ts';

/** The largest of the parts that hang together at sides or corners; of two of one size the upper. A new bitmap. */
export function largestPart(bitmap: Bitmap): Bitmap {
  let largest: Component | undefined;
  for (const part of componentsOf(bitmap)) {
    if (largest === undefined || part.areaPx2 > largest.areaPx2) largest = part;
  }
  return largest === undefined
    ? createBitmap(bitmap.width, bitmap.height)
    : bitmapFromRle(largest.rle);
}
