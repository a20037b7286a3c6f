import type { Size } from '../domain/geometry.ts';
import { checkSize } from './bitmap.ts';
import { MaskError } from './mask-error.ts';
import { float64Scratch, uint32Scratch } from './scratch.ts';

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

const cornerScratch = float64Scratch();
const walkScratch = float64Scratch();
const rowScratch = uint32Scratch();

/** x0, y0, ... in fifths of a pixel, with the first corner again at the end. Rounded as C does: cut off after adding a half. */
function cornersInFifths(flat: readonly number[]): Float64Array {
  if (flat.length % 2 !== 0) {
    throw new MaskError(
      `A polygon has ${flat.length} numbers; x and y come in pairs, so the count must be even.`,
    );
  }
  const corners = cornerScratch(flat.length + 2);
  for (let i = 0; i < flat.length; i++) {
    const coordinate: unknown = flat[i];
    if (typeof coordinate !== 'number' || !(Math.abs(coordinate) <= maxCoordinate)) {
      throw new MaskError(
        `A polygon's number ${i + 1} is ${typeof coordinate === 'number' ? String(coordinate) : `of type ${typeof coordinate}`}; coordinates are numbers within 200 million pixels.`,
      );
    }
    // Within 32 bits, so that this cuts off as C does.
    corners[i] = (fifths * coordinate + 0.5) | 0;
  }
  corners[flat.length] = corners[0]!;
  corners[flat.length + 1] = corners[1]!;
  return corners;
}

/** The edges that cross the middle of any column, as pycocotools walks them: up along their longer axis. */
export interface Walks {
  /** Six numbers each, since a typed array is several times as fast here as objects: */
  readonly numbers: Float64Array;
  readonly length: number;
  /** The columns that are crossed at all, and how often all together. */
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly crossings: number;
}

/** Where it begins, its slope along the longer axis, how many steps it climbs (0 when x is the longer axis), its first and last column. */
export const numbersPerWalk = 6;

/**
 * `flat` is x0, y0, x1, y1, ... in pixels, closed by itself; fewer than three corners enclose nothing.
 * Throws MaskError for an odd count, a number that is not finite or beyond 200 million, or absurdly many crossings.
 */
export function walksOf(flat: readonly number[], size: Size): Walks {
  checkSize(size);
  const { width } = size;
  const corners = cornersInFifths(flat);
  const cornersLength = flat.length + 2;
  const numbers = walkScratch((cornersLength / 2 - 1) * numbersPerWalk);
  let length = 0;
  let firstColumn = width;
  let lastColumn = -1;
  let crossings = 0;
  for (let i = 0; i + 3 < cornersLength; i += 2) {
    const x0 = corners[i]!;
    const y0 = corners[i + 1]!;
    const x1 = corners[i + 2]!;
    const y1 = corners[i + 3]!;
    // Column c is crossed between fifths 5c + 2 and 5c + 3.
    const first = Math.max(0, Math.ceil((Math.min(x0, x1) - 2) / fifths));
    const last = Math.min(width - 1, Math.floor((Math.max(x0, x1) - 3) / fifths));
    if (first > last) continue;
    const isFlat = Math.abs(x1 - x0) >= Math.abs(y1 - y0);
    const isBackwards = isFlat ? x0 > x1 : y0 > y1;
    numbers[length++] = isBackwards ? x1 : x0;
    numbers[length++] = isBackwards ? y1 : y0;
    numbers[length++] = isFlat ? (y1 - y0) / (x1 - x0) : (x1 - x0) / (y1 - y0);
    numbers[length++] = isFlat ? 0 : Math.abs(y1 - y0);
    numbers[length++] = first;
    numbers[length++] = last;
    if (first < firstColumn) firstColumn = first;
    if (last > lastColumn) lastColumn = last;
    crossings += last - first + 1;
  }
  if (crossings > maxCrossings) {
    throw new MaskError(
      `A polygon crosses the picture's columns ${crossings} times; more than ${maxCrossings} is not an outline.`,
    );
  }
  return { numbers, length, firstColumn, lastColumn, crossings };
}

/** In which row the mask flips at each crossing, walk by walk and column by column; `height` where it is below the picture. */
export function rowsOfCrossings(
  { numbers, length, crossings }: Walks,
  height: number,
): Uint32Array {
  const rows = rowScratch(crossings);
  let at = 0;
  for (let walk = 0; walk < length; walk += numbersPerWalk) {
    const xs = numbers[walk]!;
    const ys = numbers[walk + 1]!;
    const slope = numbers[walk + 2]!;
    const climb = numbers[walk + 3]!;
    const first = numbers[walk + 4]! | 0;
    const last = numbers[walk + 5]! | 0;
    // Of the two steps on either side of a column's middle the upper counts: which one that is, the slope says.
    const upper = slope >= 0 ? 2 : 3;
    for (let column = first; column <= last; column++) {
      const y =
        climb === 0
          ? (ys + slope * (fifths * column + upper - xs) + 0.5) | 0
          : ys + stepOfCrossing(xs, slope, fifths * column + 3, climb) - 1;
      rows[at++] = Math.max(0, Math.min(height, Math.floor((y + 2) / fifths)));
    }
  }
  return rows;
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
