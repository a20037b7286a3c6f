import type { Patch } from '../../../app/domain/gesture.ts';
import { cocoStringFromRle, rleFromCocoCounts } from '../../../app/mask/coco-counts.ts';
import { cutoutFromRle, type Cutout } from '../../../app/mask/cutout.ts';
import { rleFromBitmap } from '../../../app/mask/rle.ts';

/** The patch that toggles these pixels; there must be some. */
export function patchFromCutout({ x, y, width, height, data }: Cutout): Patch {
  const counts = cocoStringFromRle(rleFromBitmap({ width, height, data }));
  return { x, y, width, height, counts };
}

export function cutoutFromPatch({ x, y, width, height, counts }: Patch): Cutout {
  const inBox = cutoutFromRle(rleFromCocoCounts(counts, [height, width]));
  return { ...inBox, x: inBox.x + x, y: inBox.y + y };
}
