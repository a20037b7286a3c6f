import { boundsOfBitmap, checkSize, createBitmap, type Bitmap } from './bitmap.ts';
import { fillRle } from './rle-fill.ts';
import { emptyRle, type Rle } from './rle.ts';
import { rleFromToggles, togglesOf } from './toggles.ts';

/** The code without superfluous runs, as pycocotools' `encode` makes it. */
export function rleFromBitmap(bitmap: Bitmap): Rle {
  checkSize(bitmap);
  const bounds = boundsOfBitmap(bitmap);
  if (bounds === undefined) return emptyRle(bitmap.width, bitmap.height);
  return rleFromToggles(togglesOf(bitmap, bounds), bitmap);
}

export function bitmapFromRle(rle: Rle): Bitmap {
  const bitmap = createBitmap(rle.width, rle.height);
  fillRle(bitmap.data, rle);
  return bitmap;
}
