import type { Rect } from '../domain/geometry.ts';
import type { Patch } from '../domain/gesture.ts';
import type { Bitmap } from './bitmap.ts';
import { clipRect } from './bitmap.ts';
import { patchOfChanged } from './patch.ts';
import { cropRle } from './placed.ts';
import type { Rle } from './rle.ts';

/** Another object of the picture, as far as painting over it matters. */
export interface OverlappedObject {
  readonly annotation: number;
  readonly rle: Rle;
  readonly visible: boolean;
  readonly locked: boolean;
}

export interface TakenPixels {
  readonly annotation: number;
  readonly patch: Patch;
}

/**
 * What painting takes from other objects: those that are visible and unlocked lose the pixels that are set in
 * `painted` inside `rect`. One patch per object that loses any, in the order given. Throws MaskError for other sizes.
 */
export function patchesTaken({
  painted,
  rect,
  others,
}: {
  readonly painted: Bitmap;
  readonly rect: Rect;
  readonly others: readonly OverlappedObject[];
}): readonly TakenPixels[] {
  const box = clipRect(rect, painted);
  const taken: TakenPixels[] = [];
  for (const { annotation, rle, visible, locked } of others) {
    if (!visible || locked) continue;
    const crop = cropRle(rle, box);
    if (crop === undefined) continue;
    keepPainted(crop, painted, box);
    const patch = patchOfChanged(crop, box);
    if (patch !== undefined) taken.push({ annotation, patch });
  }
  return taken;
}

function keepPainted(crop: Bitmap, painted: Bitmap, box: Rect): void {
  for (let row = 0; row < crop.height; row++) {
    const from = (box.y + row) * painted.width + box.x;
    const to = row * crop.width;
    for (let column = 0; column < crop.width; column++) {
      crop.data[to + column]! &= painted.data[from + column]!;
    }
  }
}
