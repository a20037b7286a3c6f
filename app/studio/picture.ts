import type { Shape } from '../domain/annotation.ts';
import {
  bringBackAnnotation,
  findRemoved,
  insertAnnotation,
  isFreeAnnotation,
  listAnnotations,
  removeAnnotation,
  setPosition,
  untouchedOf,
  updateAnnotation,
  type AnnotationRow,
  type Edit,
  type Untouched,
} from '../store/annotations.ts';
import { recountImage } from '../store/counts.ts';
import type { StoredImage } from '../store/images.ts';
import type { Store } from '../store/open.ts';
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
}

export function readPicture(store: Store, image: StoredImage): Picture {
  const rows = listAnnotations(store.sql, image.id);
  return { image, objects: rows.map((row) => drawnObject(store, image, row)) };
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
  const positions = positionsOf(after.objects, known);
  for (const [index, object] of after.objects.entries()) {
    const was = known.get(object.id);
    const position = positions[index] ?? index;
    if (was === undefined) {
      bringIn(store, after.image, object, position);
      recount = true;
    } else if (was !== object) {
      updateAnnotation(sql, object.id, editOf(store, after.image, object, was.row));
      recount ||= was.category !== object.category;
    }
    if (was?.row?.position !== position) setPosition(sql, object.id, position);
  }
  if (recount) recountImage(sql, after.image.id);
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

/** Keeps the positions there are where they ascend, and squeezes new objects in between; else numbers all anew. */
function positionsOf(
  objects: readonly DrawnObject[],
  known: ReadonlyMap<number, DrawnObject>,
): readonly number[] {
  const old = objects.map(({ id }) => known.get(id)?.row?.position ?? null);
  const positions: number[] = [];
  for (const [index, position] of old.entries()) {
    const below = positions.at(-1);
    const above = old.slice(index).find((next) => next !== null) ?? null;
    positions.push(position ?? between(below, above));
  }
  const ascends = positions.every(
    (position, index) => position > (positions[index - 1] ?? -Infinity),
  );
  return ascends ? positions : objects.map((_, index) => index + 1);
}

function between(below: number | undefined, above: number | null): number {
  if (above === null) return (below ?? 0) + 1;
  return below === undefined ? above - 1 : (below + above) / 2;
}

function once<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: read() }).value;
}
