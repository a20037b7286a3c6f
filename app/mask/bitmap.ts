import type { Rect, Size } from '../domain/geometry.ts';
import { MaskError } from './mask-error.ts';
import { firstSet, lastSet, viewOf } from './scan.ts';

/**
 * One byte a pixel, row by row, 0 or 1, `data.length === width * height`. The fastest form to paint on.
 * The readonly refers to the reference: functions of this room that change the pixels say so.
 */
export interface Bitmap extends Size {
  readonly data: Uint8Array;
}

/** As many pixels as the picture decoder takes; a size that lies must not cost gigabytes. */
export const maxAreaPx2 = 2 ** 28;

/** Throws MaskError unless both sides are whole, positive, and the area is within `maxAreaPx2`. */
export function checkSize({ width, height }: Size): void {
  const whole = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  if (!whole) {
    throw new MaskError(
      `A mask of ${width} x ${height} pixels cannot be: both sides must be whole numbers above 0.`,
    );
  }
  if (width * height > maxAreaPx2) {
    throw new MaskError(
      `A mask of ${width} x ${height} pixels is more than the ${maxAreaPx2} pixels that are supported.`,
    );
  }
}

/** All zeros. Throws MaskError for a size that is not possible. */
export function createBitmap(width: number, height: number): Bitmap {
  checkSize({ width, height });
  return { width, height, data: new Uint8Array(width * height) };
}

export function copyBitmap({ width, height, data }: Bitmap): Bitmap {
  return { width, height, data: data.slice() };
}

/** How many pixels are set. */
export function areaOfBitmap({ data }: Bitmap): number {
  let area = 0;
  for (let i = 0; i < data.length; i++) area += data[i]!;
  return area;
}

/** The smallest box that holds every set pixel of `within` (the whole bitmap if not given); undefined when none is set. */
export function boundsOfBitmap(bitmap: Bitmap, within?: Rect): Rect | undefined {
  const box = within === undefined ? wholeOf(bitmap) : clipRect(within, bitmap);
  const { width: stride } = bitmap;
  const view = viewOf(bitmap.data);
  const isEmpty = (row: number, from: number, to: number): boolean =>
    firstSet(view, row * stride + from, row * stride + to) === row * stride + to;

  let left = box.x + box.width;
  let right = box.x;
  let top = box.y;
  let bottom = box.y + box.height;
  while (top < bottom && isEmpty(top, box.x, left)) top++;
  while (bottom > top && isEmpty(bottom - 1, box.x, left)) bottom--;
  if (top === bottom) return undefined;
  for (let row = top; row < bottom; row++) {
    // Only what lies beyond the box so far can widen it.
    const start = row * stride;
    left = firstSet(view, start + box.x, start + left) - start;
    right = lastSet(view, start + right, start + box.x + box.width) - start + 1;
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Sets in `target` what is set in `source`, inside `rect`. Changes `target`. Both have the same size. */
export function addBitmap(target: Bitmap, source: Bitmap, rect: Rect = wholeOf(target)): void {
  eachRow(target, source, rect, (to, from) => {
    for (let i = 0; i < to.length; i++) to[i]! |= from[i]!;
  });
}

/** Clears in `target` what is set in `source`, inside `rect`. Changes `target`. Both have the same size. */
export function subtractBitmap(target: Bitmap, source: Bitmap, rect: Rect = wholeOf(target)): void {
  eachRow(target, source, rect, (to, from) => {
    for (let i = 0; i < to.length; i++) to[i]! &= from[i]! ^ 1;
  });
}

/** Keeps in `target` only what is set in `source` too, inside `rect`. Changes `target`. Both have the same size. */
export function intersectBitmap(
  target: Bitmap,
  source: Bitmap,
  rect: Rect = wholeOf(target),
): void {
  eachRow(target, source, rect, (to, from) => {
    for (let i = 0; i < to.length; i++) to[i]! &= from[i]!;
  });
}

/** Nothing is set inside `rect` any more. Changes the bitmap. */
export function clearBitmap({ data, width: stride, height }: Bitmap, rect: Rect): void {
  const box = clipRect(rect, { width: stride, height });
  for (let row = box.y; row < box.y + box.height; row++) {
    const start = row * stride + box.x;
    data.fill(0, start, start + box.width);
  }
}

export function wholeOf({ width, height }: Size): Rect {
  return { x: 0, y: 0, width, height };
}

/** The part of `rect` inside a picture; its width and height are 0 when there is none. */
export function clipRect(rect: Rect, { width, height }: Size): Rect {
  const left = Math.min(Math.max(rect.x, 0), width);
  const top = Math.min(Math.max(rect.y, 0), height);
  const right = Math.min(Math.max(rect.x + rect.width, left), width);
  const bottom = Math.min(Math.max(rect.y + rect.height, top), height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The smallest box around both; a box without pixels does not count. */
export function joinRects(a: Rect, b: Rect): Rect {
  if (a.width === 0 || a.height === 0) return b;
  if (b.width === 0 || b.height === 0) return a;
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

function eachRow(
  target: Bitmap,
  source: Bitmap,
  rect: Rect,
  change: (to: Uint8Array, from: Uint8Array) => void,
): void {
  checkSameSize(target, source);
  const { x, y, width, height } = clipRect(rect, target);
  for (let row = y; row < y + height; row++) {
    const start = row * target.width + x;
    change(target.data.subarray(start, start + width), source.data.subarray(start, start + width));
  }
}

/** Throws MaskError when two masks are not of one picture. */
export function checkSameSize(a: Size, b: Size): void {
  if (a.width === b.width && a.height === b.height) return;
  throw new MaskError(
    `Masks of ${a.width} x ${a.height} and ${b.width} x ${b.height} pixels cannot be put together.`,
  );
}
