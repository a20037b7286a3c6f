import type { Annotation } from '../../../app/domain/annotation.ts';
import type { Change } from '../../../app/domain/gesture.ts';
import type { Image } from '../../../app/domain/image.ts';
import { bitmapFromRle } from '../../../app/mask/rle-bitmap.ts';
import { rleOfShape } from '../../../app/studio/editing/shapes.ts';
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
  /** Objects that it changed and did not bring or take: without them there is no way back or forth. */
  readonly changed: readonly number[];
}

/** Whether an object is seen, and whether it may be painted on: no gesture changes that. */
export interface ModelLook {
  readonly visible: boolean;
  readonly locked: boolean;
}

export const firstLook: ModelLook = { visible: true, locked: false };

/** A picture as a person remembers it. */
export interface ModelPicture {
  /** Bottom first. Those whose class is in the trash keep their places among them. */
  objects: readonly ModelObject[];
  readonly original: readonly ModelObject[];
  revision: number;
  review: Image['review'];
  done: ModelGesture[];
  undone: ModelGesture[];
  /** Of the objects that do not look as they did at first, also while they are gone. */
  readonly looks: Map<number, ModelLook>;
}

export function pixelsOf(shape: Annotation['shape']): string {
  return bitmapFromRle(rleOfShape(shape, pictureSize)).data.join('');
}

export function modelObject({ id, category, shape }: Annotation): ModelObject {
  return { id, category, kind: shape.kind, pixels: pixelsOf(shape) };
}

/** The objects of a picture that are there. */
export function seenIn(
  { objects }: ModelPicture,
  isTrashed: (category: number) => boolean,
): readonly ModelObject[] {
  return objects.filter(({ category }) => !isTrashed(category));
}

/** What `image.get` is to answer of a picture, without what follows from elsewhere. */
export function expectedOf(picture: ModelPicture, isTrashed: (category: number) => boolean) {
  const { original, revision, review, done, undone, looks } = picture;
  return {
    revision,
    review,
    canUndo: done.length > 0,
    canRedo: undone.length > 0,
    objects: seenIn(picture, isTrashed).map((object) => ({
      ...object,
      ...(looks.get(object.id) ?? firstLook),
      area: Array.from(object.pixels, Number).reduce((sum, pixel) => sum + pixel, 0),
      edited: !original.some((was) => JSON.stringify(was) === JSON.stringify(object)),
    })),
  };
}

/** What is set in any of these, as text of a picture's pixels. */
export function together(masks: readonly string[]): string {
  const length = pictureSize.width * pictureSize.height;
  return Array.from({ length }, (_, pixel) =>
    masks.some((mask) => mask[pixel] === '1') ? '1' : '0',
  ).join('');
}

export function without(pixels: string, taken: string): string {
  return Array.from(pixels, (pixel, index) => (taken[index] === '1' ? '0' : pixel)).join('');
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

/** The objects a window has, bottom first, when it follows what it is told of a step. */
export function followed(ids: readonly number[], changes: readonly Change[]): readonly number[] {
  let now = ids;
  for (const change of changes) {
    if (change.kind === 'create') now = now.toSpliced(change.seed.position, 0, change.seed.id);
    if (change.kind === 'delete') now = now.toSpliced(change.seed.position, 1);
    if (change.kind === 'order') now = change.after;
  }
  return now;
}

export function changedBy(changes: readonly Change[]): readonly number[] {
  return changes.flatMap((change) => ('annotation' in change ? [change.annotation] : []));
}
