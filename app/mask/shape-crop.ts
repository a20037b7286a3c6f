import type { Shape } from '../domain/annotation.ts';
import type { Size } from '../domain/geometry.ts';
import { wholeOf } from './bitmap.ts';
import { cocoStringFromRle, rleFromCocoCounts } from './coco-counts.ts';
import { cutoutFromBitmap, rleFromCutout } from './cutout.ts';
import { cropRle } from './placed.ts';
import { rleFromSegmentation } from './segmentation.ts';

/**
 * The shape at the same place in a picture of another size, what lies outside cut off; null when nothing is left.
 * Polygons that lie inside stay polygons. Throws MaskError for a mask that does not fit its own picture.
 */
export function shapeInPicture(shape: Shape, from: Size, to: Size): Shape | null {
  const isSame = from.width === to.width && from.height === to.height;
  if (isSame || isInside(shape, to)) {
    return shape;
  }
  const rle =
    shape.kind === 'polygons'
      ? rleFromSegmentation(shape.polygons, from.height, from.width)
      : rleFromCocoCounts(shape.rle, [from.height, from.width]);
  const part = cropRle(rle, wholeOf(to));
  const inside = part === undefined ? undefined : cutoutFromBitmap(part, wholeOf(part));
  return inside === undefined || inside.width === 0
    ? null
    : { kind: 'mask', rle: cocoStringFromRle(rleFromCutout(inside, to)) };
}

function isInside(shape: Shape, { width, height }: Size): boolean {
  return (
    shape.kind === 'polygons' &&
    shape.polygons.every((ring) =>
      ring.every((value, index) => value >= 0 && value <= (index % 2 === 0 ? width : height)),
    )
  );
}
