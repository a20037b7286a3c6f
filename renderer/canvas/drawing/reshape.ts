import type { Rect } from '../../../app/domain/geometry.ts';
import type { Change } from '../../../app/domain/gesture.ts';
import {
  areaOfBitmap,
  createBitmap,
  joinRects,
  subtractBitmap,
  clipRect,
  wholeOf,
  type Bitmap,
} from '../../../app/mask/bitmap.ts';
import { cutoutFromBitmap, type Cutout } from '../../../app/mask/cutout.ts';
import type { Drawing } from './drawing.ts';
import type { DrawnObject } from './drawn-object.ts';
import { patchFromCutout } from './patches.ts';
import type { Aim, Stroke } from './stroke.ts';

interface Painter {
  readonly drawing: Drawing;
  begin(aim: Aim): Stroke;
}

/**
 * The changes that give an object other pixels. What it gains is painted as a brush would: it may take from others.
 * What it loses is erased from it alone.
 */
export function reshaped(painter: Painter, object: DrawnObject, after: Cutout): readonly Change[] {
  const box = joinRects(object.cutout, after);
  if (box.width === 0) {
    return [];
  }
  const gained = bitmapOf(after, box);
  const lost = bitmapOf(object.cutout, box);
  subtractBitmap(gained, lost);
  subtractBitmap(lost, bitmapOf(after, box));
  const painted = covered(painter, { kind: 'add', object: object.id }, gained, box);
  if (after.width === 0) {
    // An object without a pixel left is gone: the stroke that erases it knows how.
    return covered(painter, { kind: 'remove', objects: [object.id] }, lost, box);
  }
  // Where other objects keep all that it would gain, it stays as it is rather than losing everything.
  const gainsAny = painted.some(
    (change) => change.kind === 'xor' && change.annotation === object.id,
  );
  if (!gainsAny && areaOfBitmap(lost) === object.areaPx2) {
    return [];
  }
  return [...painted, ...erased(object, lost, box, painted)];
}

/** The object after `change` of its pixels, which sees `marginPx` around it, as far as the picture goes. */
export function changedCutout(
  { drawing }: Painter,
  { cutout }: DrawnObject,
  marginPx: number,
  change: (bitmap: Bitmap) => Bitmap,
): Cutout {
  if (cutout.width === 0) {
    return cutout;
  }
  const around = {
    x: cutout.x - marginPx,
    y: cutout.y - marginPx,
    width: cutout.width + 2 * marginPx,
    height: cutout.height + 2 * marginPx,
  };
  const box = clipRect(around, drawing.size);
  const bitmap = change(bitmapOf(cutout, box));
  const part = cutoutFromBitmap(bitmap, wholeOf(bitmap));
  return { ...part, x: part.x + box.x, y: part.y + box.y };
}

/** What is taken from the object alone, after `painted`. */
function erased(
  { id: annotation, polygons }: DrawnObject,
  lost: Bitmap,
  box: Rect,
  painted: readonly Change[],
): readonly Change[] {
  const part = cutoutFromBitmap(lost, wholeOf(lost));
  if (part.width === 0) {
    return [];
  }
  const patch = patchFromCutout({ ...part, x: part.x + box.x, y: part.y + box.y });
  const xor: Change = { kind: 'xor', annotation, patch };
  const isMaskNow = painted.some(
    (change) => change.kind === 'rasterise' && change.annotation === annotation,
  );
  return polygons === null || isMaskNow
    ? [xor]
    : [{ kind: 'rasterise', annotation, polygons }, xor];
}

/** The pixels of a cutout as a bitmap of a box; what lies outside the box is left out. */
export function bitmapOf(cutout: Cutout, box: Rect): Bitmap {
  const bitmap = createBitmap(box.width, box.height);
  const { x, y, width, height } = clipRect(
    { ...cutout, x: cutout.x - box.x, y: cutout.y - box.y },
    bitmap,
  );
  const left = x + box.x - cutout.x;
  const top = y + box.y - cutout.y;
  for (let row = 0; row < height; row++) {
    const from = (top + row) * cutout.width + left;
    bitmap.data.set(cutout.data.subarray(from, from + width), (y + row) * box.width + x);
  }
  return bitmap;
}

function covered(painter: Painter, aim: Aim, bitmap: Bitmap, box: Rect): readonly Change[] {
  return covering(painter, aim, bitmap, box).finish();
}

/** A stroke under way that covers these pixels of a box. */
export function covering(painter: Painter, aim: Aim, bitmap: Bitmap, box: Rect): Stroke {
  const stroke = painter.begin(aim);
  for (let row = 0; row < box.height; row++) {
    const line = bitmap.data.subarray(row * box.width, (row + 1) * box.width);
    stroke.cover.data.set(line, (box.y + row) * stroke.cover.width + box.x);
  }
  stroke.grown(box);
  return stroke;
}
