import type { Bitmap } from './bitmap.ts';
import { MaskError } from './mask-error.ts';
import { bitmapFromPolygon } from './polygon-fill.ts';
import { rleFromPolygon } from './polygon.ts';
import { rleFromCocoCounts } from './coco-counts.ts';
import { mergeRles } from './rle-merge.ts';
import { type Rle } from './rle.ts';
import { bitmapFromRle } from './rle-bitmap.ts';

/** A COCO annotation's `segmentation`: polygons, or run lengths of the whole picture (`size` is height, width). */
export type Segmentation =
  | readonly (readonly number[])[]
  | { readonly size: readonly [number, number]; readonly counts: readonly number[] | string };

/**
 * What pycocotools' annToRLE makes of a `segmentation` in a picture of this size.
 * Throws MaskError, with a sentence, for everything that is neither polygons nor run lengths of that size.
 */
export function rleFromSegmentation(segmentation: unknown, height: number, width: number): Rle {
  if (Array.isArray(segmentation)) return rleFromPolygons(segmentation, height, width);
  if (!isRecord(segmentation) || !('counts' in segmentation)) {
    throw new MaskError('The segmentation is neither a list of polygons nor run lengths.');
  }
  const { size, counts } = segmentation;
  if (!Array.isArray(size) || size.length !== 2 || size[0] !== height || size[1] !== width) {
    throw new MaskError(
      `The run lengths are not of the picture's size, [${height}, ${width}] (height, width)${isPair(size) ? `, but of [${size[0]}, ${size[1]}]` : ''}.`,
    );
  }
  if (typeof counts !== 'string' && !Array.isArray(counts)) {
    throw new MaskError('The run lengths are neither a list nor a string.');
  }
  return rleFromCocoCounts(counts as readonly number[] | string, [height, width]);
}

/** The same as a bitmap: pycocotools' annToMask. */
export function bitmapFromSegmentation(
  segmentation: unknown,
  height: number,
  width: number,
): Bitmap {
  // One polygon is what most files hold of an object, and by far the fastest to draw by itself.
  return isOnePolygon(segmentation)
    ? bitmapFromPolygon(segmentation[0], height, width)
    : bitmapFromRle(rleFromSegmentation(segmentation, height, width));
}

/**
 * Whether pycocotools takes the lists for boxes (x, y, width, height) instead of polygons: it does when the first has
 * four numbers. A file that means a line of two points gets a box; who imports it should say so.
 */
export function isListOfBoxes(segmentation: unknown): boolean {
  return (
    Array.isArray(segmentation) && Array.isArray(segmentation[0]) && segmentation[0].length === 4
  );
}

function isOnePolygon(segmentation: unknown): segmentation is readonly [readonly number[]] {
  return (
    Array.isArray(segmentation) &&
    segmentation.length === 1 &&
    Array.isArray(segmentation[0]) &&
    segmentation[0].length >= 6
  );
}

function rleFromPolygons(lists: readonly unknown[], height: number, width: number): Rle {
  if (lists.length === 0) throw new MaskError('The segmentation is an empty list.');
  const isBoxes = isListOfBoxes(lists);
  const rles = lists.map((list, index) => {
    if (!Array.isArray(list)) {
      throw new MaskError(`Polygon ${index + 1} is not a list of numbers.`);
    }
    const flat = list as readonly number[];
    if (isBoxes) return rleFromPolygon(cornersOfBox(flat), height, width);
    if (index === 0 && flat.length < 6) {
      throw new MaskError(`A polygon has ${flat.length} numbers; three corners need 6.`);
    }
    return rleFromPolygon(flat, height, width);
  });
  return mergeRles(rles, 'union');
}

function cornersOfBox(box: readonly number[]): readonly number[] {
  if (box.length !== 4) {
    throw new MaskError(
      `The first list has 4 numbers, which makes it a box, but another has ${box.length}.`,
    );
  }
  const [x = NaN, y = NaN, width = NaN, height = NaN] = box;
  return [x, y, x, y + height, x + width, y + height, x + width, y];
}

function isPair(value: unknown): value is readonly [number, number] {
  return (
    Array.isArray(value) && value.length === 2 && value.every((side) => typeof side === 'number')
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
