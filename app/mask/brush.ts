import type { Point, Rect, Size } from '../domain/geometry.ts';
import type { Bitmap } from './bitmap.ts';
import { MaskError } from './mask-error.ts';

export type BrushShape = 'round' | 'square';

export interface Stamp {
  readonly bitmap: Bitmap;
  /** In the picture's pixels: pixel (3, 5) covers x from 3 to 4 and y from 5 to 6. */
  readonly from: Point;
  readonly to: Point;
  readonly diameterPx: number;
  readonly shape: BrushShape;
  readonly value: 0 | 1;
}

/**
 * Paints everything the brush covers on its straight way, both ends included, and answers the box it may have
 * touched (width 0 when all of it is outside). Changes the bitmap.
 *
 * A pixel is covered when its middle lies nearer than half a diameter to the way: a capsule for the round brush,
 * a swept square for the square one. Both ends are first brought to where the brush has its true width: see
 * `brushCentre`. Each row of such a shape is one span, so the cost is one fill per row, at any speed of the hand.
 * Throws MaskError for coordinates that are not finite.
 */
export function stampStroke({ bitmap, value, ...path }: Stamp): Rect {
  let left = bitmap.width;
  let right = 0;
  let top = 0;
  let bottom = 0;
  strokeRows(path, bitmap, (row, first, last) => {
    if (bottom === 0) top = row;
    bottom = row + 1;
    if (first > last) return;
    bitmap.data.fill(value, row * bitmap.width + first, row * bitmap.width + last + 1);
    if (first < left) left = first;
    if (last >= right) right = last + 1;
  });
  if (left >= right) return { x: 0, y: 0, width: 0, height: 0 };
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Visits the rows of a picture that such a shape may reach, with the first and the last pixel covered; none when last < first. */
export function strokeRows(
  { from, to, diameterPx, shape }: Omit<Stamp, 'bitmap' | 'value'>,
  { width, height }: Size,
  visit: (row: number, first: number, last: number) => void,
): void {
  const diameter = brushDiameter(diameterPx);
  const radius = diameter / 2;
  const start = brushCentre(from, diameter);
  const end = brushCentre(to, diameter);
  const [upper, lower] = start.y <= end.y ? [start, end] : [end, start];
  const spanOfRow = shape === 'round' ? capsuleSpan : sweptSquareSpan;
  const firstRow = Math.max(0, Math.ceil(upper.y - radius - 0.5));
  const lastRow = Math.min(height - 1, Math.floor(lower.y + radius - 0.5));
  for (let row = firstRow; row <= lastRow; row++) {
    const span = spanOfRow(upper, lower, radius, row + 0.5);
    visit(row, Math.max(0, span.first), Math.min(width - 1, span.last));
  }
}

/** Brushes have whole diameters, 1 at least. */
export function brushDiameter(diameterPx: number): number {
  return Math.max(1, Math.round(diameterPx));
}

/**
 * Where the brush really stands for a pointer at `point`: odd diameters on the middle of the pixel under the pointer,
 * even ones on the nearest corner. So a brush covers the same shape wherever it is put, and 1 px is one pixel.
 */
export function brushCentre(point: Point, diameterPx: number): Point {
  if (!Number.isFinite(point.x) || !Number.isFinite(point.y)) {
    throw new MaskError('A brush can only be put at finite coordinates.');
  }
  return brushDiameter(diameterPx) % 2 === 1
    ? { x: clamped(Math.floor(point.x)) + 0.5, y: clamped(Math.floor(point.y)) + 0.5 }
    : { x: clamped(Math.round(point.x)), y: clamped(Math.round(point.y)) };
}

/** Far outside every picture, and small enough that the arithmetic below is exact to a pixel. */
const farAway = 2 ** 20;

function clamped(coordinate: number): number {
  return Math.max(-farAway, Math.min(farAway, coordinate));
}

interface Span {
  /** First and last pixel covered, both included; nothing when last < first. */
  readonly first: number;
  readonly last: number;
}

/** The pixels of the row with its middle at `y` that lie within `radius` of the way from `upper` down to `lower`. */
function capsuleSpan(upper: Point, lower: Point, radius: number, y: number): Span {
  const dx = lower.x - upper.x;
  const dy = lower.y - upper.y;
  const length = Math.hypot(dx, dy);
  let low = Infinity;
  let high = -Infinity;
  for (const end of [upper, lower]) {
    const reach = radius * radius - (y - end.y) * (y - end.y);
    if (reach < 0) continue;
    low = Math.min(low, end.x - Math.sqrt(reach));
    high = Math.max(high, end.x + Math.sqrt(reach));
  }
  if (dy > 0) {
    // The two straight sides, as far as this row meets them between the ends.
    const sideX = (radius * dy) / length;
    const sideY = (radius * dx) / length;
    for (const side of [1, -1]) {
      const along = (y - upper.y + side * sideY) / dy;
      if (along < 0 || along > 1) continue;
      const x = upper.x + along * dx + side * sideX;
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
  }
  return pixelsBetween(low, high);
}

/** The same for a square that keeps its sides upright. */
function sweptSquareSpan(upper: Point, lower: Point, radius: number, y: number): Span {
  const dy = lower.y - upper.y;
  const slope = dy === 0 ? 0 : (lower.x - upper.x) / dy;
  const xFrom = dy === 0 ? upper.x : upper.x + slope * Math.max(0, y - radius - upper.y);
  const xTo = dy === 0 ? lower.x : upper.x + slope * Math.min(dy, y + radius - upper.y);
  return pixelsBetween(Math.min(xFrom, xTo) - radius, Math.max(xFrom, xTo) + radius);
}

/** A middle on the very edge is outside, also after rounding, so that a stroke is the same in both directions. */
const rounding = 1e-9;

function pixelsBetween(low: number, high: number): Span {
  return {
    first: Math.ceil(low - 0.5 + rounding),
    last: Math.floor(high - 0.5 - rounding),
  };
}
