import type { Annotation } from '../../../app/domain/annotation.ts';
import type { Image } from '../../../app/domain/image.ts';
import { bitmapFromRle } from '../../../app/mask/rle.ts';
import { rleOfShape } from '../../../app/studio/shapes.ts';
import { pictureSize } from './strokes.ts';

/** What an object is, by plain means: its pixels as text. */
export interface ModelObject {
  readonly id: number;
  readonly category: number;
  readonly kind: 'polygons' | 'mask';
  readonly pixels: string;
}

/** A gesture by what stood before and after it: nothing here knows how changes are inverted. */
export interface ModelGesture {
  readonly id: string;
  readonly before: readonly ModelObject[];
  readonly after: readonly ModelObject[];
  readonly reviewBefore: Image['review'];
}

/** A picture as a person remembers it. */
export interface ModelPicture {
  objects: readonly ModelObject[];
  readonly original: readonly ModelObject[];
  revision: number;
  review: Image['review'];
  done: ModelGesture[];
  undone: ModelGesture[];
}

export function pixelsOf(shape: Annotation['shape']): string {
  return bitmapFromRle(rleOfShape(shape, pictureSize)).data.join('');
}

export function modelObject({ id, category, shape }: Annotation): ModelObject {
  return { id, category, kind: shape.kind, pixels: pixelsOf(shape) };
}

/** What `image.get` is to answer of a picture, without what follows from elsewhere. */
export function expectedOf(picture: ModelPicture) {
  const { objects, original, revision, review, done, undone } = picture;
  return {
    revision,
    review,
    canUndo: done.length > 0,
    canRedo: undone.length > 0,
    objects: objects.map((object) => ({
      ...object,
      area: Array.from(object.pixels, Number).reduce((sum, pixel) => sum + pixel, 0),
      edited: !original.some((was) => JSON.stringify(was) === JSON.stringify(object)),
    })),
  };
}

/** The touched objects of a gesture: those that are not the same on both sides. */
export function touchedBy({ before, after }: ModelGesture): readonly ModelObject[] {
  const same = (a: ModelObject, others: readonly ModelObject[]) =>
    others.some((b) => JSON.stringify(a) === JSON.stringify(b));
  return [
    ...before.filter((object) => !same(object, after)),
    ...after.filter((object) => !same(object, before)),
  ];
}
