import type { Rect } from '../domain/geometry.ts';
import type { Patch } from '../domain/gesture.ts';
import { boundsOfBitmap, checkSameSize, clipRect, type Bitmap } from './bitmap.ts';
import { cocoStringFromRle, rleFromCocoCounts } from './coco-counts.ts';
import { checkFits } from './placed.ts';
import type { Rle } from './rle.ts';
import { bitmapFromRle, rleFromBitmap } from './rle-bitmap.ts';
import { rleFlippedAt } from './toggles.ts';

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

/** The same on runs, without decoding the mask: what lies before and after the patch is taken over as it is. */
export function applyPatchToRle(rle: Rle, patch: Patch): Rle {
  checkFits(patch, rle);
  return rleFlippedAt(rle, togglesOfPatch(patch, rle.height));
}

/** Where the patch begins and ends to flip, in a mask so high; ascending, none twice. */
function togglesOfPatch(patch: Patch, maskHeight: number): Uint32Array {
  const { counts, height } = rleOfPatch(patch);
  // A run has two of them, and two more for each further column it reaches into.
  const toggles = new Uint32Array(counts.length + 1 + 2 * patch.width);
  let length = 0;
  let position = 0;
  for (let i = 1; i < counts.length; i += 2) {
    position += counts[i - 1]!;
    const end = position + counts[i]!;
    while (position < end) {
      const column = Math.floor(position / height);
      const top = (patch.x + column) * maskHeight + patch.y - column * height;
      const stop = Math.min(end, (column + 1) * height);
      // As high as the mask, one column goes on where the last one ended.
      if (length > 0 && toggles[length - 1] === top + position) length--;
      else toggles[length++] = top + position;
      toggles[length++] = top + stop;
      position = stop;
    }
  }
  return toggles.subarray(0, length);
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
