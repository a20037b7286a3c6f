import type { Point } from '../domain/geometry.ts';

/**
 * Visits every pixel that a line of straight pieces runs through, in order: from each to the next over a side, so that
 * nothing slips through between two of them by a corner. Pixels may be visited twice.
 */
export function eachPixelOnLine(
  line: readonly Point[],
  visit: (x: number, y: number) => void,
): void {
  const [first] = line;
  if (first === undefined) return;
  visit(Math.floor(first.x), Math.floor(first.y));
  for (let i = 1; i < line.length; i++) alongPiece(line[i - 1]!, line[i]!, visit);
}

/**
 * Without the first pixel. `nextX` and `nextY` are the shares of the way at which it comes into the next column and row.
 * Source: Amanatides, Woo, "A fast voxel traversal algorithm for ray tracing" (1987).
 */
function alongPiece(from: Point, to: Point, visit: (x: number, y: number) => void): void {
  let x = Math.floor(from.x);
  let y = Math.floor(from.y);
  const lastX = Math.floor(to.x);
  const lastY = Math.floor(to.y);
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const [stepX, stepY] = [Math.sign(lastX - x), Math.sign(lastY - y)];
  const [perX, perY] = [Math.abs(1 / dx), Math.abs(1 / dy)];
  let nextX = stepX === 0 ? Infinity : ((stepX > 0 ? x + 1 : x) - from.x) / dx;
  let nextY = stepY === 0 ? Infinity : ((stepY > 0 ? y + 1 : y) - from.y) / dy;
  while (x !== lastX || y !== lastY) {
    // By rounding one of the two could run past its end.
    if (y === lastY || (x !== lastX && nextX <= nextY)) {
      x += stepX;
      nextX += perX;
    } else {
      y += stepY;
      nextY += perY;
    }
    visit(x, y);
  }
}
