import type { Polygons } from '../../../app/domain/annotation.ts';
import type { Point, Size } from '../../../app/domain/geometry.ts';
import type { DrawnObject } from '../drawing/drawn-object.ts';
import { cornerAt, nearestOnSide, pointOf } from './corners.ts';

/** How near, in CSS pixels, something must be to draw a corner onto itself. */
export const snapPx = 6;

interface Surroundings {
  readonly objects: readonly DrawnObject[];
  readonly size: Size;
  /** The object whose corner is meant: it does not draw its own. */
  readonly own: number | null;
  /** In pixels of the picture. */
  readonly reach: number;
}

/**
 * Where a corner goes that is put near other polygons or near the border of the picture: onto the nearest corner, else
 * onto the nearest side or border; the same point when nothing is within reach.
 */
export function snapped(point: Point, { objects, size, own, reach }: Surroundings): Point {
  const near = objects.flatMap((object): Polygons => {
    const { id, visible, polygons, cutout } = object;
    const isNear =
      point.x >= cutout.x - reach - 1 &&
      point.y >= cutout.y - reach - 1 &&
      point.x <= cutout.x + cutout.width + reach + 1 &&
      point.y <= cutout.y + cutout.height + reach + 1;
    return id !== own && visible && polygons !== null && isNear ? polygons : [];
  });
  const frame = frameOf(size);
  const rings = [...near, frame];
  const corner = cornerAt(rings, point, reach);
  if (corner !== null) {
    return pointOf(rings[corner.ring] ?? frame, corner.index);
  }
  return nearestOnSide(rings, point, reach) ?? point;
}

function frameOf({ width, height }: Size): readonly number[] {
  return [0, 0, width, 0, width, height, 0, height];
}
