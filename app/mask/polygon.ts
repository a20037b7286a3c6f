import { checkSize } from './bitmap.ts';
import { MaskError } from './mask-error.ts';
import type { Rle } from './rle.ts';
import { float64Scratch, uint32Scratch } from './scratch.ts';
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

const cornerScratch = float64Scratch();
const walkScratch = float64Scratch();
const columnScratch = uint32Scratch();
const toggleScratch = uint32Scratch();

/**
 * `flat` is x0, y0, x1, y1, ... in pixels, closed by itself; fewer than three corners enclose nothing.
 * Throws MaskError for an odd count, a number that is not finite or beyond 200 million, or absurdly many crossings.
 */
export function rleFromPolygon(flat: readonly number[], height: number, width: number): Rle {
  const size = { width, height };
  checkSize(size);
  const walks = walksOf(cornersInFifths(flat), flat.length + 2, width);
  const nextOfColumn = countCrossings(walks);
  const toggles = toggleScratch(walks.crossings);
  addCrossings(walks, { height, toggles, nextOfColumn });
  sortColumns(toggles, nextOfColumn, Math.max(0, walks.lastColumn - walks.firstColumn + 1));
  return rleFromToggles(toggles, size, walks.crossings);
}

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
interface Walks {
  /** Six numbers each, since a typed array is several times as fast here as objects: */
  readonly numbers: Float64Array;
  readonly length: number;
  /** The columns that are crossed at all, and how often all together. */
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly crossings: number;
}

/** Where it begins, its slope along the longer axis, how many steps it climbs (0 when x is the longer axis), its first and last column. */
const numbersPerWalk = 6;

/** `corners` are those of the first `cornersLength` numbers. */
function walksOf(corners: Float64Array, cornersLength: number, width: number): Walks {
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

/** For each crossed column, and one more: how many crossings lie in the columns before it. */
function countCrossings({ numbers, length, firstColumn, lastColumn }: Walks): Uint32Array {
  const columns = Math.max(1, lastColumn - firstColumn + 2);
  const starts = columnScratch(columns);
  starts.fill(0, 0, columns);
  for (let walk = 0; walk < length; walk += numbersPerWalk) {
    const first = (numbers[walk + 4]! - firstColumn) | 0;
    const last = (numbers[walk + 5]! - firstColumn) | 0;
    for (let column = first; column <= last; column++) {
      starts[column + 1]!++;
    }
  }
  for (let i = 1; i < columns; i++) starts[i]! += starts[i - 1]!;
  return starts;
}

interface CrossingList {
  readonly height: number;
  readonly toggles: Uint32Array;
  /** Where the next toggle of each crossed column goes. */
  readonly nextOfColumn: Uint32Array;
}

/** Writes all toggles into their columns; `nextOfColumn` then says where each column ends. */
function addCrossings(
  { numbers, length, firstColumn }: Walks,
  { height, toggles, nextOfColumn }: CrossingList,
): void {
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
      const row = Math.max(0, Math.min(height, Math.floor((y + 2) / fifths)));
      const next = nextOfColumn[column - firstColumn]!;
      nextOfColumn[column - firstColumn] = next + 1;
      toggles[next] = column * height + row;
    }
  }
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

/** Insertion beats the built-in sort on columns as short as this. */
const shortColumn = 32;

/** Sorts each column's toggles; `ends` says where each ends. Columns hold two or four, so this is nearly free. */
function sortColumns(toggles: Uint32Array, ends: Uint32Array, columns: number): void {
  let start = 0;
  for (let column = 0; column < columns; column++) {
    const end = ends[column]!;
    if (end - start > shortColumn) toggles.subarray(start, end).sort();
    else sortByInsertion(toggles, start, end);
    start = end;
  }
}

function sortByInsertion(toggles: Uint32Array, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const toggle = toggles[i]!;
    let to = i;
    for (; to > start; to--) {
      const before = toggles[to - 1]!;
      if (before <= toggle) break;
      toggles[to] = before;
    }
    toggles[to] = toggle;
  }
}
