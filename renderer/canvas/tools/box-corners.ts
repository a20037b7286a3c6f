import type { Point, Rect } from '../../../app/domain/geometry.ts';

/** From the upper left one, clockwise. */
export function cornersOf({ x, y, width, height }: Rect): readonly Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}
