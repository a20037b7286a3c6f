import type { Polygons } from '../domain/annotation.ts';
import type { Bitmap } from './bitmap.ts';
import { simplifyRing } from './simplify.ts';

/**
 * The outer outlines of a mask as polygons in pixel edges, one per part (parts touch at sides or corners), holes left
 * out. Corners may lie up to `tolerancePx` off; with 0 the polygons cover exactly the mask and its holes.
 */
export function polygonsFromBitmap(bitmap: Bitmap, tolerancePx = 0): Polygons {
  return outerRings(bitmap)
    .map((ring) => simplifyRing(ring, tolerancePx))
    .filter((ring) => ring.length >= 6);
}

/**
 * Steps along pixel edges with set pixels on the right hand: right, down, left, up. For each, where the pixels ahead
 * of a corner lie from it, left and right of the way.
 */
const directions = [
  { stepX: 1, stepY: 0, leftX: 0, leftY: -1, rightX: 0, rightY: 0 },
  { stepX: 0, stepY: 1, leftX: 0, leftY: 0, rightX: -1, rightY: 0 },
  { stepX: -1, stepY: 0, leftX: -1, leftY: 0, rightX: -1, rightY: -1 },
  { stepX: 0, stepY: -1, leftX: -1, leftY: -1, rightX: 0, rightY: -1 },
] as const;
type Direction = 0 | 1 | 2 | 3;

/** Each ring as x0, y0, ... at its corners only, clockwise on the screen. */
function outerRings(bitmap: Bitmap): readonly (readonly number[])[] {
  const { width, height, data } = bitmap;
  /** Pixels whose upper edge some ring, outer or inner, has gone along. */
  const traced = new Uint8Array(data.length);
  const rings: (readonly number[])[] = [];
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const i = row + x;
      if (data[i] !== 1 || traced[i] === 1 || (y > 0 && data[i - width] === 1)) continue;
      const ring = traceRing(bitmap, x, y, traced);
      if (isClockwise(ring)) rings.push(ring);
    }
  }
  return rings;
}

/** Follows the edge that begins along the top of pixel (x, y), marking the upper edges it passes. */
function traceRing(bitmap: Bitmap, x: number, y: number, traced: Uint8Array): readonly number[] {
  const ring: number[] = [];
  let atX = x;
  let atY = y;
  let direction: Direction = 0;
  do {
    if (direction === 0) traced[atY * bitmap.width + atX] = 1;
    atX += directions[direction].stepX;
    atY += directions[direction].stepY;
    const next = turnAt(bitmap, atX, atY, direction);
    if (next !== direction) ring.push(atX, atY);
    direction = next;
  } while (atX !== x || atY !== y || direction !== 0);
  return ring;
}

/** At a corner: left where two parts meet at their corners, which joins them, else on along the set pixels. */
function turnAt(bitmap: Bitmap, x: number, y: number, direction: Direction): Direction {
  const { leftX, leftY, rightX, rightY } = directions[direction];
  if (isSet(bitmap, x + leftX, y + leftY)) return ((direction + 3) % 4) as Direction;
  if (isSet(bitmap, x + rightX, y + rightY)) return direction;
  return ((direction + 1) % 4) as Direction;
}

function isSet({ width, height, data }: Bitmap, x: number, y: number): boolean {
  return x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] === 1;
}

function isClockwise(ring: readonly number[]): boolean {
  let twiceArea = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    twiceArea += ring[i]! * ring[j + 1]! - ring[j]! * ring[i + 1]!;
  }
  return twiceArea > 0;
}
