import type { Rect, Size, Turn } from '../../app/domain/geometry.ts';
import { uprightSize } from '../../app/domain/geometry.ts';
import { uprightFromStored } from '../../app/mask/turn.ts';

export function uprightRect(rect: Rect, size: Size, turn: Turn): Rect {
  const a = uprightFromStored({ x: rect.x, y: rect.y }, size, turn);
  const b = uprightFromStored({ x: rect.x + rect.width, y: rect.y + rect.height }, size, turn);
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
}

/** a, b, c, d, e, f of a canvas transform that stands stored pixels upright. */
export type Matrix = readonly [number, number, number, number, number, number];

export function uprightMatrix(size: Size, turn: Turn): Matrix {
  const origin = uprightFromStored({ x: 0, y: 0 }, size, turn);
  const right = uprightFromStored({ x: 1, y: 0 }, size, turn);
  const down = uprightFromStored({ x: 0, y: 1 }, size, turn);
  return [
    right.x - origin.x,
    right.y - origin.y,
    down.x - origin.x,
    down.y - origin.y,
    origin.x,
    origin.y,
  ];
}

/**
 * For reading a row-major array of stored pixels upright: the index of upright pixel (0, 0), and the steps for one
 * pixel right and one pixel down.
 */
export function uprightSteps(
  size: Size,
  turn: Turn,
): { readonly first: number; readonly right: number; readonly down: number } {
  const [a, b, c, d] = uprightInverse(turn);
  const upright = uprightSize(size, turn);
  const startX = a + c < 0 ? size.width - 1 : 0;
  const startY = b + d < 0 ? size.height - 1 : 0;
  return upright.width === 0
    ? { first: 0, right: 0, down: 0 }
    : {
        first: startY * size.width + startX,
        right: b * size.width + a,
        down: d * size.width + c,
      };
}

/** Stored steps (x, y) for one upright pixel right, then for one down. */
function uprightInverse(turn: Turn): readonly [number, number, number, number] {
  switch (turn) {
    case 1:
      return [1, 0, 0, 1];
    case 2:
      return [-1, 0, 0, 1];
    case 3:
      return [-1, 0, 0, -1];
    case 4:
      return [1, 0, 0, -1];
    case 5:
      return [0, 1, 1, 0];
    case 6:
      return [0, -1, 1, 0];
    case 7:
      return [0, -1, -1, 0];
    case 8:
      return [0, 1, -1, 0];
  }
}
