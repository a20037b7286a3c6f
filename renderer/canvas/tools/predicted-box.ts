import type { Rect } from '../../../app/domain/geometry.ts';
import type { Change } from '../../../app/domain/gesture.ts';
import {
  acceptChanges,
  withdrawChanges,
  type AcceptingObject,
  type ClassRegion,
} from '../../../app/mask/accepted.ts';
import { addBitmap, clearBitmap, createBitmap } from '../../../app/mask/bitmap.ts';
import { cutoutFromBitmap, rleFromCutout } from '../../../app/mask/cutout.ts';
import { floodInto } from '../../../app/mask/fill.ts';
import { rleOfPlacedBitmap } from '../../../app/mask/placed.ts';
import { rleFromTiles } from '../../../app/mask/tile-rle.ts';
import { mergeRles } from '../../../app/mask/rle-merge.ts';
import type { Rle } from '../../../app/mask/rle.ts';
import type { Drawing } from '../drawing/drawing.ts';
import { shapeOf } from '../drawing/drawn-object.ts';
import type { Predicted } from '../predicted.ts';

export interface BoxedPrediction {
  readonly drawing: Drawing;
  readonly predicted: Predicted;
  /** Whole pixels, inside the picture, not empty. */
  readonly box: Rect;
}

/**
 * The changes that make the prediction the mask inside a box, by the rule of accepting all of it: of each class that is
 * predicted there, what its objects have in the box gives way to what is predicted in it. Which object a predicted
 * region goes to is asked of the whole region. Null when nothing is predicted in the box.
 */
export function acceptedInBox(
  boxed: BoxedPrediction,
  takeId: () => number,
): readonly Change[] | null {
  const regions = regionsIn(boxed);
  return regions.length === 0
    ? null
    : acceptChanges({ ...sceneOf(boxed), regions, within: maskOfBox(boxed), takeId });
}

/** The changes that take away, from the objects of each class, what is predicted of it inside a box. */
export function withdrawnInBox(boxed: BoxedPrediction): readonly Change[] | null {
  const regions = regionsIn(boxed);
  return regions.length === 0
    ? null
    : withdrawChanges({ ...sceneOf(boxed), regions, within: maskOfBox(boxed) });
}

/** Every predicted region that reaches into the box, whole, by class. */
function regionsIn({ drawing: { size }, predicted, box }: BoxedPrediction): readonly ClassRegion[] {
  const { width, height, values: labels, categories } = predicted;
  const parts = new Map<number, Rle[]>();
  const flooded = createBitmap(width, height);
  const done = createBitmap(width, height);
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      const at = y * width + x;
      const category = categories[(labels[at] ?? 0) - 1] ?? null;
      if (category === null || done.data[at] === 1) continue;
      const seed = { x, y };
      const { bounds } = floodInto(flooded, { labels, width, height, seed, connectivity: 8 });
      const cutout = cutoutFromBitmap(flooded, bounds);
      addBitmap(done, flooded, bounds);
      clearBitmap(flooded, bounds);
      parts.set(category, [...(parts.get(category) ?? []), rleFromCutout(cutout, size)]);
    }
  }
  return [...parts].map(([category, list]) => ({
    category,
    whole: mergeRles(list, 'union'),
    parts: list,
  }));
}

function sceneOf({ drawing: { size, objects } }: BoxedPrediction): {
  readonly width: number;
  readonly height: number;
  readonly objects: readonly AcceptingObject[];
} {
  const accepting = objects.map((object) => {
    const { id, category, crowd, locked, visible, cutout } = object;
    const [shape, mask] = [shapeOf(object, size), rleFromTiles(cutout, { x: 0, y: 0, ...size })];
    return { id, category, crowd, locked, visible, shape, mask };
  });
  return { width: size.width, height: size.height, objects: accepting };
}

function maskOfBox({ drawing: { size }, box }: BoxedPrediction): Rle {
  const bitmap = createBitmap(box.width, box.height);
  bitmap.data.fill(1);
  return rleOfPlacedBitmap(bitmap, box, size);
}
