import type { Shape } from '../../domain/annotation.ts';
import {
  bringBackAnnotation,
  findRemoved,
  insertAnnotation,
  isFreeAnnotation,
  listAnnotations,
  listWaiting,
  removeAnnotation,
  setPosition,
  setWaitingPosition,
  untouchedOf,
  updateAnnotation,
  type AnnotationRow,
  type Edit,
  type PlaceRow,
  type Untouched,
} from '../../store/annotations.ts';
import { recountImage } from '../../store/counts.ts';
import type { StoredImage } from '../../store/images.ts';
import type { Store } from '../../store/open.ts';
import { orderOf, positionsOf, type DrawingOrder } from './drawing-order.ts';
import { factsOfShape, isSameShape, originalShape, shapeOfRow, textOfShape } from './shapes.ts';

/** An object of a picture while its gestures are applied; never changed, always replaced. */
export interface DrawnObject {
  readonly id: number;
  readonly category: number;
  readonly crowd: boolean;
  /** Read when first asked for: most gestures touch one object of many. */
  readonly shape: () => Shape;
  /** Its row, here or among what was taken away; null for one that is new. */
  readonly row: AnnotationRow | null;
}

/** A picture's objects, bottom first, and what is needed to judge changes of them. */
export interface Picture {
  readonly image: StoredImage;
  readonly objects: readonly DrawnObject[];
  /** Of these and of those in the trash with their class. */
  readonly order: DrawingOrder;
  /** The places of those in the trash. */
  readonly waiting: readonly PlaceRow[];
}

export function readPicture(store: Store, image: StoredImage): Picture {
  const rows = listAnnotations(store.sql, image.id);
  const waiting = listWaiting(store.sql, image.id);
  const objects = rows.map((row) => drawnObject(store, image, row));
  return { image, objects, order: orderOf(rows, waiting), waiting };
}

function drawnObject(store: Store, image: StoredImage, row: AnnotationRow): DrawnObject {
  return {
    id: row.id,
    category: row.category,
    crowd: row.crowd === 1,
    shape: once(() => shapeOfRow(row, image, store.originals)),
    row,
  };
}

/** The row an object of this id would come back to, null when the id is free, undefined when it cannot be used. */
export function rowToBringBack(
  store: Store,
  image: number,
  id: number,
): AnnotationRow | null | undefined {
  const removed = findRemoved(store.sql, id);
  if (removed !== undefined) return removed.image === image ? removed : undefined;
  return isFreeAnnotation(store.sql, id) ? null : undefined;
}

/** Writes what differs between two states of a picture. Runs inside a transaction. */
export function writePicture(store: Store, before: Picture, after: Picture): void {
  const { sql } = store;
  const known = new Map(before.objects.map((object) => [object.id, object]));
  const kept = new Set(after.objects.map(({ id }) => id));
  let recount = false;
  for (const { id } of before.objects) {
    if (kept.has(id)) continue;
    removeAnnotation(sql, id);
    recount = true;
  }
  const places = placesOf(before);
  const positions = positionsOf(after.order, places);
  const positionOf = new Map(after.order.map((id, index) => [id, positions[index] ?? index]));
  for (const object of after.objects) {
    const was = known.get(object.id);
    const position = positionOf.get(object.id) ?? 0;
    if (was === undefined) {
      bringIn(store, after.image, object, position);
      recount = true;
    } else if (was !== object) {
      updateAnnotation(sql, object.id, editOf(store, after.image, object, was.row));
      recount ||= was.category !== object.category;
    }
    if (places.get(object.id) !== position) setPosition(sql, object.id, position);
  }
  for (const { id, position: old } of before.waiting) {
    const position = positionOf.get(id) ?? old;
    if (position !== old) setWaitingPosition(sql, id, position);
  }
  if (recount) recountImage(sql, after.image.id);
}

/** Where each object stands in the tables. */
function placesOf({ objects, waiting }: Picture): ReadonlyMap<number, number> {
  const rows = [...objects.flatMap(({ row }) => row ?? []), ...waiting];
  return new Map(rows.map(({ id, position }) => [id, position]));
}

function bringIn(store: Store, image: StoredImage, object: DrawnObject, position: number): void {
  const { id, category, crowd, row } = object;
  if (row !== null) {
    bringBackAnnotation(store.sql, id);
    updateAnnotation(store.sql, id, editOf(store, image, object, row));
    return;
  }
  const shape = object.shape();
  insertAnnotation(store.sql, {
    id,
    image: image.id,
    category,
    crowd,
    position,
    shape: textOfShape(shape, image),
    ...factsOfShape(shape, image),
  });
}

/** What stands in the table for an object; back at what its record says, it counts as untouched again. */
function editOf(
  store: Store,
  image: StoredImage,
  { category, shape }: DrawnObject,
  row: AnnotationRow | null,
): Edit {
  const now = shape();
  if (row === null || row.original_offset === null) {
    const text = textOfShape(now, image);
    return { category, shape: text, edited: true, untouched: null, ...factsOfShape(now, image) };
  }
  const untouched: Untouched = untouchedOf(row) ?? {
    category: row.category,
    area: row.area,
    x: row.x,
    y: row.y,
    width: row.width,
    height: row.height,
  };
  const isDrawnAsWas = isSameShape(now, originalShape(row, image, store.originals), image);
  if (!isDrawnAsWas) {
    const text = textOfShape(now, image);
    return { category, shape: text, edited: true, untouched, ...factsOfShape(now, image) };
  }
  const { category: hadCategory, ...facts } = untouched;
  const edited = category !== hadCategory;
  return { category, shape: null, edited, untouched: edited ? untouched : null, ...facts };
}

function once<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: read() }).value;
}
