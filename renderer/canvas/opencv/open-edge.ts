import type { Rect, Size } from '../../../app/domain/geometry.ts';
import type { Bitmap } from '../../../app/mask/bitmap.ts';

/** So far from the edge on the small copy, in its pixels, the true edge is looked for. */
const nearPx = 2;

/** Where an edge that was found on a small copy is open to be moved, at full size. */
export interface Edge {
  /** 1 where the object is, at full size. */
  readonly found: Uint8Array;
  /** 1 where the edge is near, on the small copy; with how many of its pixels make a row. */
  readonly near: Uint8Array;
  readonly stride: number;
  /** Which column and row of the small copy each of the large one's lies in. */
  readonly columns: Uint16Array;
  readonly rows: Uint16Array;
  /** There all is certain; null for none. */
  readonly hints: { readonly keep: Bitmap; readonly drop: Bitmap } | null;
  /** Outside of it all is certain too. */
  readonly box: Rect;
}

/** `i` is the pixel's place in the whole. */
export function isOpen(
  { near, stride, columns, rows, hints, box }: Edge,
  i: number,
  x: number,
  y: number,
): boolean {
  return (
    near[rows[y]! * stride + columns[x]!] === 1 &&
    x >= box.x &&
    y >= box.y &&
    x < box.x + box.width &&
    y < box.y + box.height &&
    (hints === null || hints.keep.data[i] === hints.drop.data[i])
  );
}

/** The smallest box around what is open in a tile; null when nothing is. */
export function openBox(tile: Rect, edge: Edge, { width }: Size): Rect | null {
  let left = tile.x + tile.width;
  let right = tile.x;
  let top = tile.y + tile.height;
  let bottom = tile.y;
  for (let y = tile.y; y < tile.y + tile.height; y++) {
    for (let x = tile.x; x < tile.x + tile.width; x++) {
      if (!isOpen(edge, y * width + x, x, y)) continue;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      bottom = y + 1;
    }
  }
  return left >= right ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

/** Pixels of a small mask that have another value within `nearPx` of them, in a square. */
export function nearEdge(mask: Uint8Array, { width, height }: Size): Uint8Array {
  const near = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = mask[y * width + x]!;
      const isAtEdge =
        (x + 1 < width && mask[y * width + x + 1] !== value) ||
        (y + 1 < height && mask[(y + 1) * width + x] !== value);
      if (!isAtEdge) continue;
      const bottom = Math.min(height - 1, y + nearPx);
      const right = Math.min(width - 1, x + nearPx);
      for (let row = Math.max(0, y + 1 - nearPx); row <= bottom; row++) {
        near.fill(1, row * width + Math.max(0, x + 1 - nearPx), row * width + right + 1);
      }
    }
  }
  return near;
}

/** Which of `to` pixels each of `from` pixels lies in, both along the same side. */
export function smallIndices(from: number, to: number): Uint16Array {
  return Uint16Array.from({ length: from }, (_, i) => Math.floor(((i + 0.5) * to) / from));
}
