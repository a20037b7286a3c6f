import type { Size } from '../domain/geometry.ts';
import { checkSize } from './bitmap.ts';
import { MaskError } from './mask-error.ts';
import type { Rle } from './rle.ts';
import { rleFromToggles } from './toggles.ts';

/**
 * Polygons become pixels exactly as pycocotools' rleFrPoly makes them: corners are rounded to fifths of a pixel, each
 * edge is walked in whole fifths, and where the walk crosses the middle of a pixel column (between fifths 2 and 3)
 * the mask flips below the crossing. pycocotools stores each step of the walk; here each crossing is computed, so
 * that the cost is one step per column and edge and a corner a hundred million pixels away costs nothing.
 */
const fifths = 5;
/** Beyond this pycocotools overflows its 32-bit integers and answers nonsense. */
const maxCoordinate = 2e8;
/** A polygon that crosses columns more often than this (64 MB of crossings) is not an outline of anything. */
const maxCrossings = 2 ** 24;

/**
 * `flat` is x0, y0, x1, y1, ... in pixels, closed by itself; fewer than three corners enclose nothing.
 * Throws MaskError for an odd count, a number that is not finite or beyond 200 million, or absurdly many crossings.
 */
export function rleFromPolygon(flat: readonly number[], height: number, width: number): Rle {
  const size = { width, height };
  checkSize(size);
  const corners = cornersInFifths(flat);
  const toggles = new Uint32Array(countCrossings(corners, width));
  let length = 0;
  eachEdge(corners, (x0, y0, x1, y1) => {
    length = addCrossings({ x0, y0, x1, y1 }, size, toggles, length);
  });
  return rleFromToggles(toggles.sort(), size);
}

/** x0, y0, ... in fifths of a pixel, with the first corner again at the end. Rounding is towards zero after adding a half, as in C. */
function cornersInFifths(flat: readonly number[]): Float64Array {
  if (flat.length % 2 !== 0) {
    throw new MaskError(
      `A polygon has ${String(flat.length)} numbers; x and y come in pairs, so the count must be even.`,
    );
  }
  const corners = new Float64Array(flat.length + 2);
  for (let i = 0; i < flat.length; i++) {
    const coordinate: unknown = flat[i];
    if (typeof coordinate !== 'number' || !(Math.abs(coordinate) <= maxCoordinate)) {
      throw new MaskError(
        `A polygon's number ${String(i + 1)} is ${typeof coordinate === 'number' ? String(coordinate) : `of type ${typeof coordinate}`}; coordinates are numbers within 200 million pixels.`,
      );
    }
    corners[i] = Math.trunc(fifths * coordinate + 0.5);
  }
  corners[flat.length] = corners[0] ?? 0;
  corners[flat.length + 1] = corners[1] ?? 0;
  return corners;
}

interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

function eachEdge(
  corners: Float64Array,
  visit: (x0: number, y0: number, x1: number, y1: number) => void,
): void {
  for (let i = 0; i + 3 < corners.length; i += 2) {
    visit(corners[i] ?? 0, corners[i + 1] ?? 0, corners[i + 2] ?? 0, corners[i + 3] ?? 0);
  }
}

/** The first and last column whose middle an edge crosses between these two fifths. */
function firstColumn(x0: number, x1: number): number {
  return Math.max(0, Math.ceil((Math.min(x0, x1) - 2) / fifths));
}

function lastColumn(x0: number, x1: number, width: number): number {
  return Math.min(width - 1, Math.floor((Math.max(x0, x1) - 3) / fifths));
}

function countCrossings(corners: Float64Array, width: number): number {
  let crossings = 0;
  eachEdge(corners, (x0, _y0, x1) => {
    crossings += Math.max(0, lastColumn(x0, x1, width) - firstColumn(x0, x1) + 1);
  });
  if (crossings > maxCrossings) {
    throw new MaskError(
      `A polygon crosses the picture's columns ${String(crossings)} times; more than ${String(maxCrossings)} is not an outline.`,
    );
  }
  return crossings;
}

/** Writes one edge's toggles from `length` on and answers the new length. */
function addCrossings(edge: Edge, size: Size, toggles: Uint32Array, length: number): number {
  const { x0, y0, x1, y1 } = edge;
  const first = firstColumn(x0, x1);
  const last = lastColumn(x0, x1, size.width);
  if (first > last) return length;
  const isFlat = Math.abs(x1 - x0) >= Math.abs(y1 - y0);
  // pycocotools walks each edge in ascending order of its longer axis, whatever its direction.
  const isFlipped = isFlat ? x0 > x1 : y0 > y1;
  const xs = isFlipped ? x1 : x0;
  const ys = isFlipped ? y1 : y0;
  const xe = isFlipped ? x0 : x1;
  const ye = isFlipped ? y0 : y1;
  const slope = isFlat ? (ye - ys) / (xe - xs) : (xe - xs) / (ye - ys);
  let end = length;
  for (let column = first; column <= last; column++) {
    const before = fifths * column + 2;
    const y = isFlat
      ? lowerOfPair(ys, slope, before - xs)
      : ys + stepOfCrossing(xs, slope, before + 1, ye - ys) - 1;
    const row = Math.floor((y + 2) / fifths);
    toggles[end++] = column * size.height + Math.max(0, Math.min(size.height, row));
  }
  return end;
}

/** Of the two steps on either side of a column's middle, the smaller y. */
function lowerOfPair(ys: number, slope: number, step: number): number {
  const y = Math.trunc(ys + slope * step + 0.5);
  const nextY = Math.trunc(ys + slope * (step + 1) + 0.5);
  return Math.min(y, nextY);
}

/** The first step of a steep edge that lies beyond the boundary below fifth `x`: found by division, settled by the walk's own rounding. */
function stepOfCrossing(xs: number, slope: number, x: number, steps: number): number {
  const hasCrossed = (step: number): boolean =>
    slope > 0 ? xs + slope * step + 0.5 >= x : xs + slope * step + 0.5 < x;
  let step = Math.max(1, Math.min(steps, Math.ceil((x - 0.5 - xs) / slope)));
  while (step > 1 && hasCrossed(step - 1)) step--;
  while (step < steps && !hasCrossed(step)) step++;
  return step;
}
