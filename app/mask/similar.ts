import type { Point, Rect } from '../domain/geometry.ts';
import { boundsOfBitmap, createBitmap, wholeOf, type Bitmap } from './bitmap.ts';
import { cutoutFromBitmap, type Cutout } from './cutout.ts';
import { MaskError } from './mask-error.ts';
import type { Pixels } from './pixels.ts';

export interface Similar {
  /** Any point inside the picture; the pixel under it is meant, and always belongs. */
  readonly seed: Point;
  /** The colour that is looked for is the mean of a square so wide around the seed: what one screen pixel shows. */
  readonly sampleSidePx: number;
  /** The most that red, green or blue may differ, each by itself: 0 to 255. Alpha does not count. */
  readonly tolerance: number;
  /** Only what hangs together with the square, side by side; otherwise all of the picture. */
  readonly contiguous: boolean;
}

/** The pixels that look like the one at `seed`. Throws MaskError for a seed outside the picture. */
export function similarRegion(pixels: Pixels, similar: Similar): Cutout {
  const { width, height } = pixels;
  const { seed, sampleSidePx } = similar;
  const x = Math.floor(seed.x);
  const y = Math.floor(seed.y);
  if (!(x >= 0 && y >= 0 && x < width && y < height)) {
    throw new MaskError(`(${seed.x}, ${seed.y}) is outside the picture.`);
  }
  const reach = Math.max(0, Math.floor((sampleSidePx - 1) / 2));
  const left = Math.max(0, x - reach);
  const top = Math.max(0, y - reach);
  const right = Math.min(width - 1, x + reach);
  const bottom = Math.min(height - 1, y + reach);
  const sample = { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };

  const range = rangeAround(meanColour(pixels, sample), similar.tolerance);
  const found = createBitmap(width, height);
  if (similar.contiguous) {
    spread(pixels, range, sample, found);
  } else {
    setAll(pixels, range, found);
  }
  found.data[y * width + x] = 1;
  return cutoutFromBitmap(found, boundsOfBitmap(found) ?? wholeOf(found));
}

export type Colour = readonly [red: number, green: number, blue: number];

/**
 * Keeps in `mask`, whose upper left pixel is at `place` in the picture, only pixels whose red, green and blue differ by
 * no more than the tolerance. Changes the mask.
 */
export function keepAlike(
  { data: to, width, height }: Bitmap,
  pixels: Pixels,
  { place, colour, tolerance }: { place: Point; colour: Colour; tolerance: number },
): void {
  const { low, span } = rangeAround(colour, tolerance);
  const [red, green, blue] = low;
  const [most] = span;
  const { data } = pixels;
  for (let row = 0; row < height; row++) {
    let at = 4 * ((place.y + row) * pixels.width + place.x);
    for (let i = row * width; i < (row + 1) * width; i++, at += 4) {
      if (to[i] === 0) continue;
      const r = data[at]! - red;
      const g = data[at + 1]! - green;
      const b = data[at + 2]! - blue;
      if (r < 0 || r > most || g < 0 || g > most || b < 0 || b > most) to[i] = 0;
    }
  }
}

/** Rounded to whole steps. */
export function meanColour(
  { data, width }: Pixels,
  { x, y, width: columns, height: rows }: Rect,
): Colour {
  let [red, green, blue] = [0, 0, 0];
  for (let row = y; row < y + rows; row++) {
    for (let i = 4 * (row * width + x); i < 4 * (row * width + x + columns); i += 4) {
      red += data[i]!;
      green += data[i + 1]!;
      blue += data[i + 2]!;
    }
  }
  const count = columns * rows;
  return [Math.round(red / count), Math.round(green / count), Math.round(blue / count)];
}

/** Lowest value of each channel, and how far above it a pixel may lie. */
interface Range {
  readonly low: Colour;
  readonly span: Colour;
}

function rangeAround(colour: Colour, tolerance: number): Range {
  const [red, green, blue] = colour;
  const low = [red - tolerance, green - tolerance, blue - tolerance] as const;
  return { low, span: [2 * tolerance, 2 * tolerance, 2 * tolerance] };
}

function setAll({ data }: Pixels, { low, span }: Range, found: Bitmap): void {
  const [red, green, blue] = low;
  const [redSpan, greenSpan, blueSpan] = span;
  const to = found.data;
  for (let i = 0, at = 0; i < to.length; i++, at += 4) {
    const r = data[at]! - red;
    const g = data[at + 1]! - green;
    const b = data[at + 2]! - blue;
    if (r >= 0 && r <= redSpan && g >= 0 && g <= greenSpan && b >= 0 && b <= blueSpan) to[i] = 1;
  }
}

/** Span by span, as `floodRegion` does it: each is widened to its full length, then those above and below are queued. */
function spread(
  { data, width, height }: Pixels,
  { low, span }: Range,
  sample: Rect,
  found: Bitmap,
): void {
  const [red, green, blue] = low;
  const [redSpan, greenSpan, blueSpan] = span;
  const to = found.data;
  const isFree = (i: number): boolean => {
    if (to[i] === 1) return false;
    const r = data[4 * i]! - red;
    const g = data[4 * i + 1]! - green;
    const b = data[4 * i + 2]! - blue;
    return r >= 0 && r <= redSpan && g >= 0 && g <= greenSpan && b >= 0 && b <= blueSpan;
  };
  const queue: number[] = [];
  for (let row = sample.y; row < sample.y + sample.height; row++) {
    for (let column = sample.x; column < sample.x + sample.width; column++) {
      if (isFree(row * width + column)) queue.push(row * width + column);
    }
  }
  for (let seed = queue.pop(); seed !== undefined; seed = queue.pop()) {
    if (to[seed] === 1) continue;
    const row = Math.floor(seed / width);
    const rowStart = row * width;
    const rowEnd = rowStart + width;
    let first = seed;
    while (first > rowStart && isFree(first - 1)) first--;
    let end = seed + 1;
    while (end < rowEnd && isFree(end)) end++;
    to.fill(1, first, end);
    for (const next of [row - 1, row + 1]) {
      if (next < 0 || next >= height) continue;
      const shift = (next - row) * width;
      let isInside = false;
      for (let i = first + shift; i < end + shift; i++) {
        const belongs = isFree(i);
        if (belongs && !isInside) queue.push(i);
        isInside = belongs;
      }
    }
  }
}
