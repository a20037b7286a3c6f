import type { Size } from '../domain/geometry.ts';

/** Places in a map, row by row, ascending. */
export type OutlinePixels = Int32Array;

/**
 * Of each class from 1 to `classes`, at its number, the pixels beside another one, above, below, left or right; the picture's own
 * edge is no outline. All in one look at the map: of a large one little is outline, and what is asked of it afterwards costs
 * what the outline is long, not what the map is large.
 */
export function outlinesOf(
  labels: Uint8Array,
  classes: number,
  { width, height }: Size,
): readonly OutlinePixels[] {
  const found = Array.from({ length: classes + 1 }, growingList);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const value = labels[at]!;
      if (value === 0 || value > classes) continue;
      const isEdge =
        (x > 0 && labels[at - 1] !== value) ||
        (x + 1 < width && labels[at + 1] !== value) ||
        (y > 0 && labels[at - width] !== value) ||
        (y + 1 < height && labels[at + width] !== value);
      if (isEdge) found[value]!.add(at);
    }
  }
  return found.map((list) => list.all());
}

/** Answers of a place whether a pixel of the outline lies within `nearPx` of it, middle to middle. */
export function nearnessTo(
  outline: OutlinePixels,
  { nearPx, width, height }: Size & { readonly nearPx: number },
): (place: number) => boolean {
  const reach = Math.floor(nearPx);
  // Squares as wide as near reaches: what has none of the outline in its own and those around it is far, whatever lies elsewhere.
  const squarePx = reach + 1;
  const across = Math.ceil(width / squarePx) + 2;
  const taken = new Uint8Array(across * (Math.ceil(height / squarePx) + 2));
  const squares = new Uint8Array(taken.length);
  const squareOf = (x: number, y: number): number =>
    (Math.floor(y / squarePx) + 1) * across + Math.floor(x / squarePx) + 1;
  for (const place of outline) {
    const square = squareOf(place % width, Math.floor(place / width));
    if (taken[square] === 1) continue;
    taken[square] = 1;
    for (const row of [-across, 0, across]) squares.fill(1, square + row - 1, square + row + 2);
  }
  /** How far to the sides near reaches, so many rows away. */
  const sides = Int32Array.from({ length: reach + 1 }, (_, away) =>
    Math.floor(Math.sqrt(nearPx * nearPx - away * away)),
  );

  function isInRow(x: number, y: number, side: number): boolean {
    if (y < 0 || y >= height) return false;
    const next = outline[placeOf(outline, y * width + Math.max(0, x - side))];
    return next !== undefined && next <= y * width + Math.min(width - 1, x + side);
  }
  return (place) => {
    const x = place % width;
    const y = (place - x) / width;
    if (squares[squareOf(x, y)] === 0) return false;
    // From the own row outwards: what is near mostly lies there.
    return sides.some((side, away) => isInRow(x, y - away, side) || isInRow(x, y + away, side));
  };
}

/** Where the first that is not less stands; the length where there is none. */
function placeOf(ascending: OutlinePixels, least: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function growingList(): { add(value: number): void; all(): Int32Array } {
  let values = new Int32Array(64);
  let count = 0;
  return {
    add(value) {
      if (count === values.length) {
        const larger = new Int32Array(2 * count);
        larger.set(values);
        values = larger;
      }
      values[count++] = value;
    },
    all: () => values.subarray(0, count),
  };
}
