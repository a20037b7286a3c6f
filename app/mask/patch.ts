import type { Rect } from '../domain/geometry.ts';
import type { Patch } from '../domain/gesture.ts';
import type { Bitmap } from './bitmap.ts';
import { boundsOfBitmap, checkSameSize, clipRect } from './bitmap.ts';
import { cocoStringFromRle, rleFromCocoCounts } from './coco-counts.ts';
import { checkFits, rleOfPlacedBitmap } from './placed.ts';
import type { Rle } from './rle.ts';
import { bitmapFromRle, rleFromBitmap } from './rle.ts';
import { mergeRles } from './rle-merge.ts';

/** What changed inside `rect`, in the smallest box around it; undefined when nothing did. */
export function patchBetween(before: Bitmap, after: Bitmap, rect: Rect): Patch | undefined {
  checkSameSize(before, after);
  const { x, y, width, height } = clipRect(rect, before);
  if (width === 0 || height === 0) return undefined;
  const changed: Bitmap = { width, height, data: new Uint8Array(width * height) };
  for (let row = 0; row < height; row++) {
    const from = (y + row) * before.width + x;
    const to = row * width;
    for (let column = 0; column < width; column++) {
      changed.data[to + column] = before.data[from + column]! ^ after.data[from + column]!;
    }
  }
  return patchOfChanged(changed, { x, y });
}

/** The patch that flips what is set in `changed`, whose top left corner lies at `place`; undefined when nothing is. */
export function patchOfChanged(
  changed: Bitmap,
  place: { readonly x: number; readonly y: number },
): Patch | undefined {
  const box = boundsOfBitmap(changed);
  if (box === undefined) return undefined;
  return {
    x: place.x + box.x,
    y: place.y + box.y,
    width: box.width,
    height: box.height,
    counts: cocoStringFromRle(rleFromBitmap(cropBitmap(changed, box))),
  };
}

/** Flips the patch's pixels; doing it twice changes nothing. Changes the bitmap. Throws MaskError for a patch that is damaged or does not fit. */
export function applyPatch(bitmap: Bitmap, patch: Patch): void {
  checkFits(patch, bitmap);
  const flips = bitmapFromRle(rleOfPatch(patch));
  for (let row = 0; row < patch.height; row++) {
    const to = (patch.y + row) * bitmap.width + patch.x;
    const from = row * patch.width;
    for (let column = 0; column < patch.width; column++) {
      bitmap.data[to + column]! ^= flips.data[from + column]!;
    }
  }
}

/** The same on runs, without decoding the mask. */
export function applyPatchToRle(rle: Rle, patch: Patch): Rle {
  checkFits(patch, rle);
  return mergeRles([rle, rleOfPlacedBitmap(bitmapFromRle(rleOfPatch(patch)), patch, rle)], 'xor');
}

function rleOfPatch({ counts, width, height }: Patch): Rle {
  return rleFromCocoCounts(counts, [height, width]);
}

function cropBitmap({ data, width: stride }: Bitmap, { x, y, width, height }: Rect): Bitmap {
  const cropped = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row) * stride + x;
    cropped.set(data.subarray(from, from + width), row * width);
  }
  return { width, height, data: cropped };
}
