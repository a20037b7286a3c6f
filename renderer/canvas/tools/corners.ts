import type { Polygons } from '../../../app/domain/annotation.ts';
import type { Point, Size } from '../../../app/domain/geometry.ts';
import type { Corner } from './tool.ts';

/** Arithmetic on a polygon's corners. Everything answers new lists. */

/** The corner within `reach` of a point, the nearest one; null when none is. */
export function cornerAt(polygons: Polygons, point: Point, reach: number): Corner | null {
  let nearest: Corner | null = null;
  let least = reach;
  polygons.forEach((flat, ring) => {
    for (let i = 0; i < flat.length; i += 2) {
      const distance = Math.hypot((flat[i] ?? 0) - point.x, (flat[i + 1] ?? 0) - point.y);
      if (distance <= least) {
        least = distance;
        nearest = { ring, index: i / 2 };
      }
    }
  });
  return nearest;
}

/** Where a corner would be added for a point within `reach` of a side: before the corner of this index. */
export function sideAt(polygons: Polygons, point: Point, reach: number): Corner | null {
  let nearest: Corner | null = null;
  let least = reach;
  polygons.forEach((flat, ring) => {
    const count = flat.length / 2;
    for (let index = 0; index < count; index++) {
      const distance = distanceToSide(
        point,
        pointOf(flat, index),
        pointOf(flat, (index + 1) % count),
      );
      if (distance <= least) {
        least = distance;
        nearest = { ring, index: index + 1 };
      }
    }
  });
  return nearest;
}

/** The point of a side that is nearest, within `reach`; null when none is. */
export function nearestOnSide(polygons: Polygons, point: Point, reach: number): Point | null {
  let nearest: Point | null = null;
  let least = reach;
  for (const flat of polygons) {
    const count = flat.length / 2;
    for (let index = 0; index < count; index++) {
      const foot = footOn(point, pointOf(flat, index), pointOf(flat, (index + 1) % count));
      const distance = Math.hypot(foot.x - point.x, foot.y - point.y);
      if (distance <= least) {
        least = distance;
        nearest = foot;
      }
    }
  }
  return nearest;
}

export function pointOf(flat: readonly number[], index: number): Point {
  return { x: flat[2 * index] ?? 0, y: flat[2 * index + 1] ?? 0 };
}

function distanceToSide(point: Point, from: Point, to: Point): number {
  const foot = footOn(point, from, to);
  return Math.hypot(foot.x - point.x, foot.y - point.y);
}

/** The point of a side that is nearest to another point. */
function footOn(point: Point, from: Point, to: Point): Point {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length2;
  const t = Math.min(1, Math.max(0, along));
  return { x: from.x + t * dx, y: from.y + t * dy };
}

export function withCornerMoved(
  polygons: Polygons,
  { ring, index }: Corner,
  { x, y }: Point,
): Polygons {
  return changedRing(polygons, ring, (flat) => flat.with(2 * index, x).with(2 * index + 1, y));
}

export function withCornerAdded(
  polygons: Polygons,
  { ring, index }: Corner,
  { x, y }: Point,
): Polygons {
  return changedRing(polygons, ring, (flat) => flat.toSpliced(2 * index, 0, x, y));
}

/** A ring of three corners goes as a whole; null when nothing would be left. */
export function withoutCorner(polygons: Polygons, { ring, index }: Corner): Polygons | null {
  const flat = polygons[ring] ?? [];
  if (flat.length > 6) {
    return changedRing(polygons, ring, (other) => other.toSpliced(2 * index, 2));
  }
  return polygons.length > 1 ? polygons.filter((_, other) => other !== ring) : null;
}

function changedRing(
  polygons: Polygons,
  ring: number,
  change: (flat: readonly number[]) => readonly number[],
): Polygons {
  return polygons.map((flat, index) => (index === ring ? change(flat) : flat));
}

/** Inside the picture, to a hundredth of a pixel: what COCO files hold. */
export function settled({ x, y }: Point, { width, height }: Size): Point {
  const round = (value: number): number => Math.round(value * 100) / 100;
  return {
    x: round(Math.min(width, Math.max(0, x))),
    y: round(Math.min(height, Math.max(0, y))),
  };
}

/** The corners of all rings, one after the other. */
export function everyCorner(polygons: Polygons): readonly Corner[] {
  return polygons.flatMap((flat, ring) =>
    Array.from({ length: flat.length / 2 }, (_, index) => ({ ring, index })),
  );
}
