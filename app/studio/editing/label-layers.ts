import type { Category } from '../../domain/category.ts';
import { cocoStringFromRle } from '../../mask/coco-counts.ts';
import type { Rle } from '../../mask/rle.ts';
import { mergeRles } from '../../mask/rle-merge.ts';
import { listAnnotations } from '../../store/annotations.ts';
import type { StoredImage } from '../../store/images.ts';
import type { Store } from '../../store/open.ts';
import { rleOfShape, shapeOfRow } from './shapes.ts';

/** A picture's labels as training and scores see them, in stored pixels; masks are COCO's compressed strings. */
export interface LabelLayers {
  /** Bottom first: later ones lie over earlier ones. */
  readonly labels: readonly { readonly value: number; readonly rle: string }[];
  /** What is to be left out: crowds, and objects of classes that are not asked for. */
  readonly ignore: string | null;
}

/** `valueOf` numbers the classes as the run does; null for a class that the run does not know. */
export function labelLayers(
  store: Store,
  image: StoredImage,
  valueOf: (category: number) => number | null,
): LabelLayers {
  const labels: { value: number; rle: string }[] = [];
  const ignored: Rle[] = [];
  for (const row of listAnnotations(store.sql, image.id)) {
    const shape = shapeOfRow(row, image, store.originals);
    const value = valueOf(row.category);
    if (row.crowd === 1 || value === null) {
      ignored.push(rleOfShape(shape, image));
    } else {
      const rle = shape.kind === 'mask' ? shape.rle : cocoStringFromRle(rleOfShape(shape, image));
      labels.push({ value, rle });
    }
  }
  return {
    labels,
    ignore: ignored.length === 0 ? null : cocoStringFromRle(mergeRles(ignored, 'union')),
  };
}

/** The project's own numbering. */
export function valuesOf(categories: readonly Category[]): (category: number) => number | null {
  const values = new Map(categories.map(({ id, value }) => [id, value]));
  return (category) => values.get(category) ?? null;
}
