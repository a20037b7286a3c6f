import * as v from 'valibot';
import type { Shape } from '../domain/annotation.ts';
import type { Size } from '../domain/geometry.ts';
import { checkSize } from '../mask/bitmap.ts';
import { rleFromCocoCounts } from '../mask/coco-counts.ts';
import { areaOfRle, bboxOfRle } from '../mask/rle.ts';
import { rleFromSegmentation } from '../mask/segmentation.ts';
import * as s from './shapes.ts';

/** Objects on the clipboard: of one picture, classes by name, since another project numbers them otherwise. */
export interface CopiedObjects {
  readonly size: Size;
  readonly objects: readonly CopiedObject[];
}

export interface CopiedObject {
  readonly category: string;
  readonly crowd: boolean;
  readonly shape: Shape;
}

const picture = v.object({ id: s.id, width: s.count, height: s.count });
const record = v.object({
  category_id: s.id,
  iscrowd: v.optional(v.picklist([0, 1]), 0),
  segmentation: v.union([
    v.pipe(s.polygons, v.minLength(1)),
    v.object({ size: v.tuple([s.count, s.count]), counts: v.string() }),
  ]),
});
const file = v.object({
  images: v.pipe(v.array(picture), v.length(1)),
  categories: v.array(v.object({ id: s.id, name: s.name })),
  annotations: v.pipe(v.array(record), v.minLength(1)),
});

/** As an instances file of COCO, so that other programs can read it. */
export function textOfCopied({ size, objects }: CopiedObjects): string {
  const names = [...new Set(objects.map(({ category }) => category))];
  return JSON.stringify({
    images: [{ id: 1, ...size }],
    categories: names.map((name, index) => ({ id: index + 1, name })),
    annotations: objects.map(({ category, crowd, shape }, index) => {
      const rle = rleOf(shape, size);
      const { x, y, width, height } = bboxOfRle(rle);
      return {
        id: index + 1,
        image_id: 1,
        category_id: names.indexOf(category) + 1,
        iscrowd: crowd ? 1 : 0,
        area: areaOfRle(rle),
        bbox: [x, y, width, height],
        segmentation:
          shape.kind === 'polygons'
            ? shape.polygons
            : { size: [size.height, size.width], counts: shape.rle },
      };
    }),
  });
}

/** Null for a text that is something else, or whose masks do not fit its picture. */
export function copiedFromText(text: string): CopiedObjects | null {
  try {
    const parsed = v.parse(file, JSON.parse(text));
    const { width = 0, height = 0 } = parsed.images[0] ?? {};
    const size = { width, height };
    checkSize(size);
    const names = new Map(parsed.categories.map(({ id, name }) => [id, name]));
    const objects = parsed.annotations.map((annotation): CopiedObject => {
      const { segmentation } = annotation;
      const shape: Shape = Array.isArray(segmentation)
        ? { kind: 'polygons', polygons: segmentation }
        : { kind: 'mask', rle: segmentation.counts };
      rleOf(shape, size);
      const category = names.get(annotation.category_id) ?? '';
      return { category, crowd: annotation.iscrowd === 1, shape };
    });
    return { size, objects };
  } catch {
    // Whatever else lies on the clipboard is nothing to paste here.
    return null;
  }
}

/** Throws MaskError for a mask that is damaged or does not fit. */
function rleOf(shape: Shape, { width, height }: Size) {
  return shape.kind === 'polygons'
    ? rleFromSegmentation(shape.polygons, height, width)
    : rleFromCocoCounts(shape.rle, [height, width]);
}
