import type { Point, Rect } from '../domain/geometry.ts';

/**
 * How a square is looked at that is larger than what a network sees: in windows of that size. All of it in pixels of the square.
 * Where the square is as large as a window, there is one, and it lies at the origin.
 */
export interface Windowed {
  /** Where the picture lies in the square. */
  readonly content: Rect;
  readonly sidePx: number;
  readonly windowPx: number;
}

/** Corners of windows side by side, row by row: each shows some of the picture, all of them all of it, nothing twice. */
export function windowsSideBySide(given: Windowed): readonly Point[] {
  const columns = startsSideBySide(spanAcross(given));
  return startsSideBySide(spanDown(given)).flatMap((y) => columns.map((x) => ({ x, y })));
}

/** Windows that overlap by half or more, from one end of the picture to the other: where each column and row of them begins. */
export function windowsOverlapping(given: Windowed): {
  readonly columns: readonly number[];
  readonly rows: readonly number[];
} {
  return {
    columns: startsOverlapping(spanAcross(given)),
    rows: startsOverlapping(spanDown(given)),
  };
}

/** The window in the middle. Pictures lie in the middle of their squares. */
export function windowInMiddle({ sidePx, windowPx }: Omit<Windowed, 'content'>): Point {
  const start = Math.floor((sidePx - windowPx) / 2);
  return { x: start, y: start };
}

/** Corners, first and last each way, of the windows that show nothing but the picture, or all of it where it is smaller. */
export function windowsWithin(given: Windowed): { readonly first: Point; readonly last: Point } {
  const [left, right] = rangeWithin(spanAcross(given));
  const [top, bottom] = rangeWithin(spanDown(given));
  return { first: { x: left, y: top }, last: { x: right, y: bottom } };
}

/**
 * What each of some windows counts at each of its pixels, along one axis: the less the nearer to its edge, in a straight line.
 * At every pixel that is seen it adds up to 1.
 */
export function sharesOf(
  starts: readonly number[],
  { sidePx, windowPx }: Omit<Windowed, 'content'>,
): readonly Float64Array[] {
  const hat = Float64Array.from({ length: windowPx }, (_, at) => Math.min(at + 1, windowPx - at));
  const sums = new Float64Array(sidePx);
  for (const start of starts) hat.forEach((weight, at) => (sums[start + at]! += weight));
  return starts.map((start) => hat.map((weight, at) => weight / sums[start + at]!));
}

/** One axis of it. */
interface Span {
  readonly start: number;
  readonly length: number;
  readonly sidePx: number;
  readonly windowPx: number;
}

function spanAcross({ content: { x, width }, sidePx, windowPx }: Windowed): Span {
  return { start: x, length: width, sidePx, windowPx };
}

function spanDown({ content: { y, height }, sidePx, windowPx }: Windowed): Span {
  return { start: y, length: height, sidePx, windowPx };
}

function startsSideBySide({ start, length, sidePx, windowPx }: Span): readonly number[] {
  const count = Math.ceil(length / windowPx);
  const first = within(start + Math.floor((length - count * windowPx) / 2), {
    low: 0,
    high: sidePx - count * windowPx,
  });
  return Array.from({ length: count }, (_, nth) => first + nth * windowPx);
}

function startsOverlapping(span: Span): readonly number[] {
  const { start, length, windowPx } = span;
  const rest = length - windowPx;
  if (rest <= 0) return startsSideBySide(span);
  const steps = Math.ceil((2 * rest) / windowPx);
  return Array.from({ length: steps + 1 }, (_, nth) => start + Math.floor((nth * rest) / steps));
}

function rangeWithin({ start, length, sidePx, windowPx }: Span): readonly [number, number] {
  const other = start + length - windowPx;
  const room = { low: 0, high: sidePx - windowPx };
  return [within(Math.min(start, other), room), within(Math.max(start, other), room)];
}

function within(
  value: number,
  { low, high }: { readonly low: number; readonly high: number },
): number {
  return Math.min(high, Math.max(low, value));
}
