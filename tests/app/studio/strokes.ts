import { randomUUID } from 'node:crypto';
import type { Change, Gesture } from '../../../app/domain/gesture.ts';
import type { Rect } from '../../../app/domain/geometry.ts';
import { createBitmap } from '../../../app/mask/bitmap.ts';
import { patchOfChanged } from '../../../app/mask/patch.ts';
import { cocoStringFromRle } from '../../../app/mask/coco-counts.ts';
import { emptyRle } from '../../../app/mask/rle.ts';

/** Of the pictures that tests paint on. */
export const pictureSize = { width: 40, height: 30 };

export function gestureOf(changes: readonly Change[], label = 'Brush'): Gesture {
  return { id: randomUUID(), label, changes };
}

/** Flips every pixel of a box. */
export function flipOf(annotation: number, { x, y, width, height }: Rect): Change {
  const bitmap = createBitmap(width, height);
  bitmap.data.fill(1);
  const patch = patchOfChanged(bitmap, { x, y });
  if (patch === undefined) throw new Error('an empty box flips nothing');
  return { kind: 'xor', annotation, patch };
}

/** A mask without pixels, to be painted on. */
export function emptyObject(
  id: number,
  category: number,
  position = 0,
): Extract<Change, { kind: 'create' }> {
  const { width, height } = pictureSize;
  const rle = cocoStringFromRle(emptyRle(width, height));
  return {
    kind: 'create',
    seed: { id, category, shape: { kind: 'mask', rle }, crowd: false, position },
  };
}
