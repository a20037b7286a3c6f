import type { Annotation } from '../../../app/domain/annotation.ts';
import type { Change } from '../../../app/domain/gesture.ts';
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

/** What `image.get` is to answer of a picture, without what follows from elsewhere. */
export function expectedOf(picture: ModelPicture) {
  const { objects, original, revision, review, done, undone, looks } = picture;
  return {
    revision,
    review,
    canUndo: done.length > 0,
    canRedo: undone.length > 0,
    objects: objects.map((object) => ({
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

/** The objects after a step back or forth: those of the gesture as they were, all others as they are. */
export function stepped(
  { objects }: ModelPicture,
  gesture: ModelGesture,
  target: ModelGesture['before'],
): ModelPicture['objects'] {
  const from = target === gesture.before ? gesture.after : gesture.before;
  const targetIds = target.map(({ id }) => id);
  const fromIds = from.map(({ id }) => id);
  const changed = new Map(target.map((object) => [object.id, object]));
  const touched = new Set(touchedBy(gesture).map(({ id }) => id));
  let next = objects
    .filter(({ id }) => !fromIds.includes(id) || targetIds.includes(id))
    .map((object) => (touched.has(object.id) ? (changed.get(object.id) ?? object) : object));
  for (const object of target) {
    if (fromIds.includes(object.id)) continue;
    next = next.toSpliced(Math.min(targetIds.indexOf(object.id), next.length), 0, object);
  }
  const isOrder = touched.size === 0 && gesture.changed.length === 0;
  if (!isOrder) return next;
  const byId = new Map(next.map((object) => [object.id, object]));
  const order = targetIds.filter((id) => byId.has(id));
  let place = 0;
  return next.map((object) =>
    targetIds.includes(object.id) ? (byId.get(order[place++]!) ?? object) : object,
  );
}

export function changedBy(changes: readonly Change[]): readonly number[] {
  return changes.flatMap((change) => ('annotation' in change ? [change.annotation] : []));
}
