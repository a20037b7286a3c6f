import type { Point, Size } from '../domain/geometry.ts';
import type { Cutout } from './cutout.ts';
import { dealtOut, partsOf, type Parts } from './numbered-parts.ts';
import { eachPixelOnLine } from './pixel-line.ts';

/** An object in pieces: no pixel is in two of them, and none is lost. */
export interface Split {
  /** What stays the object. */
  readonly kept: Cutout;
  /** What becomes objects of their own, from the topmost down; none when nothing was cut apart. */
  readonly apart: readonly Cutout[];
}

/** The largest of the parts that hang together at sides or corners stays; of two of one size the upper. */
export function splitParts(object: Cutout): Split {
  const parts = partsOf(object, object.data);
  let largest = 1;
  parts.areas.forEach((_, i) => {
    if (isLarger(i + 1, largest, parts)) largest = i + 1;
  });
  return splitBy(object, parts.numbers, (part) => (part === largest ? 0 : part));
}

/**
 * Cuts an object along a line through the picture. Of each part that the line cuts into pieces the largest piece stays
 * the object's, and parts that it leaves whole do. The pixels under the line go to the nearest piece, of two as near to
 * the larger one: so there is no gap.
 */
export function splitAlong(object: Cutout, line: readonly Point[]): Split {
  const { under, rest } = withoutLine(object, line);
  if (under.length === 0) {
    return { kept: object, apart: [] };
  }
  const parts = partsOf(object, object.data);
  const pieces = partsOf(object, rest);
  const largest = largestPieces(parts, pieces);
  closeGap(object, under, pieces);
  return splitBy(object, pieces.numbers, (piece) =>
    piece === 0 || largest.has(piece) ? 0 : piece,
  );
}

/** How much of the object lies under the line, in pixels. */
export function areaUnderLine(object: Cutout, line: readonly Point[]): number {
  const under = new Set<number>();
  eachPixelUnder(object, line, (index) => under.add(index));
  return under.size;
}

/** Pixels are numbered within the object's box. */
function withoutLine(
  object: Cutout,
  line: readonly Point[],
): { readonly rest: Uint8Array; readonly under: readonly number[] } {
  const rest = object.data.slice();
  const under: number[] = [];
  eachPixelUnder(object, line, (index) => {
    if (rest[index] === 1) under.push(index);
    rest[index] = 0;
  });
  return { rest, under };
}

/** Pixels of the object, some more than once. */
function eachPixelUnder(
  { x, y, width, height, data }: Cutout,
  line: readonly Point[],
  visit: (index: number) => void,
): void {
  eachPixelOnLine(line, (column, row) => {
    const isInside = column >= x && row >= y && column < x + width && row < y + height;
    const index = (row - y) * width + column - x;
    if (isInside && data[index] === 1) visit(index);
  });
}

/** Of each part of an object the largest of its pieces. */
function largestPieces(parts: Parts, pieces: Parts): ReadonlySet<number> {
  const largest = new Map<number, number>();
  for (let i = 0; i < pieces.numbers.length; i++) {
    const piece = pieces.numbers[i]!;
    if (piece === 0) continue;
    const part = parts.numbers[i]!;
    const best = largest.get(part);
    if (best === undefined || isLarger(piece, best, pieces)) largest.set(part, piece);
  }
  return new Set(largest.values());
}

function isLarger(piece: number, other: number, { areas }: Parts): boolean {
  const more = areas[piece - 1]! - areas[other - 1]!;
  return more > 0 || (more === 0 && piece < other);
}

/** Gives the pixels under the line to the pieces, ring by ring. Changes `pieces.numbers`. */
function closeGap({ width, height }: Size, under: readonly number[], pieces: Parts): void {
  const { numbers } = pieces;
  let open = under;
  while (open.length > 0) {
    const found = open.map((index) => bestNeighbour(index));
    open.forEach((index, i) => (numbers[index] = found[i]!));
    const left = open.filter((_, i) => found[i] === 0);
    // A part that lies under the line as a whole is no piece of its own.
    if (left.length === open.length) break;
    open = left;
  }

  function bestNeighbour(index: number): number {
    const column = index % width;
    const row = Math.floor(index / width);
    let best = 0;
    for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
        const piece = numbers[y * width + x]!;
        if (piece !== 0 && (best === 0 || isLarger(piece, best, pieces))) best = piece;
      }
    }
    return best;
  }
}

/** `target` says where a pixel goes by its number: 0 stays. */
function splitBy(object: Cutout, numbers: Int32Array, target: (number: number) => number): Split {
  const [kept, ...apart] = dealtOut(object, numbers, target);
  return apart.length === 0 || kept === undefined ? { kept: object, apart: [] } : { kept, apart };
}
