import { numbersPerWalk, rowsOfCrossings, walksOf, type Walks } from './polygon-walks.ts';
import type { Rle } from './rle.ts';
import { uint32Scratch } from './scratch.ts';
import { rleFromToggles } from './toggles.ts';

const columnScratch = uint32Scratch();
const toggleScratch = uint32Scratch();

/**
 * `flat` is x0, y0, x1, y1, ... in pixels, closed by itself; fewer than three corners enclose nothing.
 * Throws MaskError as walksOf.
 */
export function rleFromPolygon(flat: readonly number[], height: number, width: number): Rle {
  const size = { width, height };
  const walks = walksOf(flat, size);
  const nextOfColumn = countCrossings(walks);
  const toggles = toggleScratch(walks.crossings);
  addCrossings(walks, { height, toggles, nextOfColumn });
  sortColumns(toggles, nextOfColumn, Math.max(0, walks.lastColumn - walks.firstColumn + 1));
  return rleFromToggles(toggles, size, walks.crossings);
}

/** For each crossed column, and one more: how many crossings lie in the columns before it. */
function countCrossings({ numbers, length, firstColumn, lastColumn }: Walks): Uint32Array {
  const columns = Math.max(1, lastColumn - firstColumn + 2);
  const starts = columnScratch(columns);
  starts.fill(0, 0, columns);
  // First by how much each column is crossed more often than the one before it: two steps a walk instead of one a column.
  for (let walk = 0; walk < length; walk += numbersPerWalk) {
    starts[numbers[walk + 4]! - firstColumn]!++;
    starts[numbers[walk + 5]! - firstColumn + 1]!--;
  }
  let before = 0;
  let crossings = 0;
  for (let i = 0; i < columns; i++) {
    crossings += starts[i]! | 0;
    starts[i] = before;
    before += crossings;
  }
  return starts;
}

interface CrossingList {
  readonly height: number;
  readonly toggles: Uint32Array;
  /** Where the next toggle of each crossed column goes. */
  readonly nextOfColumn: Uint32Array;
}

/** Writes all toggles into their columns; `nextOfColumn` then says where each column ends. */
function addCrossings(walks: Walks, { height, toggles, nextOfColumn }: CrossingList): void {
  const { numbers, length, firstColumn } = walks;
  const rows = rowsOfCrossings(walks, height);
  let at = 0;
  for (let walk = 0; walk < length; walk += numbersPerWalk) {
    const first = numbers[walk + 4]! | 0;
    const last = numbers[walk + 5]! | 0;
    for (let column = first; column <= last; column++) {
      const next = nextOfColumn[column - firstColumn]!;
      nextOfColumn[column - firstColumn] = next + 1;
      toggles[next] = column * height + rows[at++]!;
    }
  }
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
