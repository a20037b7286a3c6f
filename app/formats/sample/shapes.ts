import type { Point } from '../../domain/geometry.ts';

/** Closed outlines as lists of points, from which both the drawing and its mask are made. */
export type Outline = readonly Point[];

export function point(x: number, y: number): Point {
  return { x, y };
}

export function ellipse(
  { x, y }: Point,
  { rx, ry, turn = 0 }: { rx: number; ry: number; turn?: number },
): Outline {
  const steps = 28;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  return Array.from({ length: steps }, (_, k) => {
    const angle = (k / steps) * 2 * Math.PI;
    const dx = rx * Math.cos(angle);
    const dy = ry * Math.sin(angle);
    return { x: x + dx * cos - dy * sin, y: y + dx * sin + dy * cos };
  });
}

/** A smooth closed curve through the points (Catmull and Rom's spline). */
export function blob(points: Outline): Outline {
  return points.flatMap((_, k) =>
    stretch(at(points, k - 1), at(points, k), at(points, k + 1), at(points, k + 2)),
  );
}

/** The right half of something symmetric, from the top down, made whole by its mirror image. */
export function mirrored(half: Outline): Outline {
  const left = half
    .filter(({ x }) => x !== 0)
    .map(({ x, y }) => ({ x: -x, y }))
    .reverse();
  return blob([...half, ...left]);
}

/** A band along a smooth curve, as wide as `widthAt` says from its beginning (0) to its end (1), with a round end. */
export function ribbon(points: Outline, widthAt: (along: number) => number): Outline {
  const line: Point[] = [];
  for (let k = 0; k + 1 < points.length; k++) {
    const [b, c] = [points[k]!, points[k + 1]!];
    line.push(...stretch(points[k - 1] ?? b, b, c, points[k + 2] ?? c));
  }
  line.push(points.at(-1)!);
  const left: Point[] = [];
  const right: Point[] = [];
  let direction = 0;
  for (const [k, { x, y }] of line.entries()) {
    const before = line[Math.max(k - 1, 0)]!;
    const after = line[Math.min(k + 1, line.length - 1)]!;
    direction = Math.atan2(after.y - before.y, after.x - before.x);
    const half = widthAt(k / (line.length - 1)) / 2;
    left.push({ x: x + half * Math.sin(direction), y: y - half * Math.cos(direction) });
    right.push({ x: x - half * Math.sin(direction), y: y + half * Math.cos(direction) });
  }
  const end = line.at(-1)!;
  const half = widthAt(1) / 2;
  const cap = [-60, -30, 0, 30, 60].map((degrees) => {
    const angle = direction + (degrees * Math.PI) / 180;
    return { x: end.x + half * Math.cos(angle), y: end.y + half * Math.sin(angle) };
  });
  return [...left, ...cap, ...right.reverse()];
}

const stepsPerStretch = 6;

/** From b to c, as the curve through all four goes. */
function stretch(a: Point, b: Point, c: Point, d: Point): Point[] {
  return Array.from({ length: stepsPerStretch }, (_, k) => {
    const t = k / stepsPerStretch;
    return { x: spline(a.x, b.x, c.x, d.x, t), y: spline(a.y, b.y, c.y, d.y, t) };
  });
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
  const linear = (c - a) / 2;
  const square = a - 2.5 * b + 2 * c - d / 2;
  const cube = (d - a) / 2 + 1.5 * (b - c);
  return b + t * (linear + t * (square + t * cube));
}

function at(points: Outline, index: number): Point {
  return points[(index + points.length) % points.length]!;
}

/** Where something drawn around (0, 0) stands in the picture. */
export interface Placement {
  readonly at: Point;
  readonly scale: number;
  readonly turn: number;
  readonly mirrored: boolean;
}

export function place(
  outline: Outline,
  { at: to, scale, turn, mirrored: flips }: Placement,
): Outline {
  const cos = Math.cos(turn) * scale;
  const sin = Math.sin(turn) * scale;
  return outline.map(({ x, y }) => {
    const across = flips ? -x : x;
    return { x: to.x + across * cos - y * sin, y: to.y + across * sin + y * cos };
  });
}
