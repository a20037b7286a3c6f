import type { Point, Size, Turn } from '../domain/geometry.ts';
import { uprightSize } from '../domain/geometry.ts';

/**
 * Between stored pixels, where masks live, and the upright picture that people and networks see.
 * Pixel centres map to pixel centres; source: EXIF 2.32, tag Orientation.
 */

/** Where a point of the upright picture lies in stored pixels. `size` is the stored one; edges map to edges. */
export function storedFromUpright(point: Point, { width, height }: Size, turn: Turn): Point {
  const { x, y } = point;
  switch (turn) {
    case 1:
      return { x, y };
    case 2:
      return { x: width - x, y };
    case 3:
      return { x: width - x, y: height - y };
    case 4:
      return { x, y: height - y };
    case 5:
      return { x: y, y: x };
    case 6:
      return { x: y, y: height - x };
    case 7:
      return { x: width - y, y: height - x };
    case 8:
      return { x: width - y, y: x };
  }
}

/** The inverse of `storedFromUpright`: where a point of the stored picture lies upright. `size` is the stored one. */
export function uprightFromStored(point: Point, size: Size, turn: Turn): Point {
  // A quarter turn is undone by the one the other way round, every other turn by itself.
  const back = turn === 6 ? 8 : turn === 8 ? 6 : turn;
  return storedFromUpright(point, uprightSize(size, turn), back);
}

/** The index step for one pixel right, one pixel down, and the first index, when reading stored pixels upright. */
function strides(
  { width, height }: Size,
  turn: Turn,
): { first: number; right: number; down: number } {
  const last = width * height - 1;
  switch (turn) {
    case 1:
      return { first: 0, right: 1, down: width };
    case 2:
      return { first: width - 1, right: -1, down: width };
    case 3:
      return { first: last, right: -1, down: -width };
    case 4:
      return { first: width * (height - 1), right: 1, down: -width };
    case 5:
      return { first: 0, right: width, down: 1 };
    case 6:
      return { first: width * (height - 1), right: -width, down: 1 };
    case 7:
      return { first: last, right: -width, down: -1 };
    case 8:
      return { first: width - 1, right: width, down: -1 };
  }
}

/** One byte a pixel, stored to upright. `size` is the stored one. Turn 1 answers the very same array. */
export function turnUpright(pixels: Uint8Array, size: Size, turn: Turn): Uint8Array {
  if (turn === 1) return pixels;
  const upright = uprightSize(size, turn);
  const { first, right, down } = strides(size, turn);
  const turned = new Uint8Array(pixels.length);
  let to = 0;
  for (let row = 0; row < upright.height; row++) {
    let from = first + row * down;
    for (let column = 0; column < upright.width; column++, from += right) {
      turned[to++] = pixels[from] ?? 0;
    }
  }
  return turned;
}

/** One byte a pixel, upright to stored: the inverse of `turnUpright`. `size` is the stored one. */
export function turnStored(pixels: Uint8Array, size: Size, turn: Turn): Uint8Array {
  if (turn === 1) return pixels;
  const upright = uprightSize(size, turn);
  const { first, right, down } = strides(size, turn);
  const stored = new Uint8Array(pixels.length);
  let from = 0;
  for (let row = 0; row < upright.height; row++) {
    let to = first + row * down;
    for (let column = 0; column < upright.width; column++, to += right) {
      stored[to] = pixels[from++] ?? 0;
    }
  }
  return stored;
}
