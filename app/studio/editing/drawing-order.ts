import type { AnnotationRow, PlaceRow } from '../../store/annotations.ts';

/**
 * A picture's drawing order is that of all its objects, also of those that are in the trash with their class: each
 * waits in its place. So a class may go and come at any time, and undo and redo lead through the same orders.
 */
export type DrawingOrder = readonly number[];

/** The ids of a picture's objects, bottom first. */
export function orderOf(
  there: readonly AnnotationRow[],
  waiting: readonly PlaceRow[],
): DrawingOrder {
  const rows = waiting.length === 0 ? there : [...there, ...waiting].sort(byPlace);
  return rows.map(({ id }) => id);
}

function byPlace(a: PlaceRow, b: PlaceRow): number {
  return a.position - b.position || a.id - b.id;
}

/** Where an object comes in that is to have so many of those there below it: right beneath the next of them, else on top of all. */
export function placeAmongAll(
  order: DrawingOrder,
  there: readonly number[],
  below: number,
): number {
  const next = there[below];
  return next === undefined ? order.length : order.indexOf(next);
}

/** How many of those there lie below a place of the whole order. */
export function placeAmongThere(
  order: DrawingOrder,
  there: readonly number[],
  place: number,
): number {
  const below = new Set(order.slice(0, place));
  return there.filter((id) => below.has(id)).length;
}

/** Those named change places among themselves; those not named stay where they are. */
export function rearranged(order: DrawingOrder, named: readonly number[]): DrawingOrder {
  const known = new Set(order);
  const ids = named.filter((id) => known.has(id));
  const moved = new Set(ids);
  let next = 0;
  return order.map((id) => (moved.has(id) ? (ids[next++] ?? id) : id));
}

/** Keeps the positions there are where they ascend, and squeezes new objects in between; else numbers all anew. */
export function positionsOf(
  order: DrawingOrder,
  known: ReadonlyMap<number, number>,
): readonly number[] {
  const old = order.map((id) => known.get(id) ?? null);
  const positions: number[] = [];
  for (const [index, position] of old.entries()) {
    const below = positions.at(-1);
    const above = old.slice(index).find((next) => next !== null) ?? null;
    positions.push(position ?? between(below, above));
  }
  const ascends = positions.every(
    (position, index) => position > (positions[index - 1] ?? -Infinity),
  );
  return ascends ? positions : order.map((_, index) => index + 1);
}

function between(below: number | undefined, above: number | null): number {
  if (above === null) return (below ?? 0) + 1;
  return below === undefined ? above - 1 : (below + above) / 2;
}
