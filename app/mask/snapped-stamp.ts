import type { Point, Rect } from '../domain/geometry.ts';
import { addCutout, type Cutout } from './cutout.ts';
import { clearBitmap, clipRect, createBitmap, type Bitmap } from './bitmap.ts';
import { stampStroke, type BrushShape, type Stamp } from './brush.ts';
import { floodInto } from './fill.ts';
import type { Pixels } from './pixels.ts';
import { keepAlike, meanColour } from './similar.ts';

/**
 * A brush that snaps covers less than its stamp, never more:
 * - to a prediction: the pixels of the stamp that belong to one region, which is found where the stroke begins. So the
 *   brush may hang over the region's edge, and go on where it comes back in.
 * - to the picture: the brush is put down at the stroke's first point and after every eighth of its width along its
 *   way. Each time it covers the pixels under it whose red, green and blue differ by no more than the tolerance from
 *   the colour at its middle, as far as they hang together, side by side and under the brush, with its middle. So the
 *   middle is to stay on what is painted, and nothing is covered while it lies outside the picture.
 * Each stamp costs what it covers, however large the picture is, and the same way always covers the same pixels.
 */

/** Stamps as `stampStroke` does, but only inside `region`. `scratch` is of the bitmap's size and empty, and is so again. */
export function stampInside(stamp: Stamp, region: Cutout, scratch: Bitmap): Rect {
  const rect = stampStroke({ ...stamp, bitmap: scratch, value: 1 });
  const left = Math.max(rect.x, region.x);
  const top = Math.max(rect.y, region.y);
  const right = Math.min(rect.x + rect.width, region.x + region.width);
  const bottom = Math.min(rect.y + rect.height, region.y + region.height);
  const { bitmap, value } = stamp;
  for (let y = top; y < bottom; y++) {
    let from = (y - region.y) * region.width + left - region.x;
    for (let to = y * bitmap.width + left; to < y * bitmap.width + right; to++, from++) {
      if (scratch.data[to] === 1 && region.data[from] === 1) bitmap.data[to] = value;
    }
  }
  clearBitmap(scratch, rect);
  return left < right && top < bottom
    ? { x: left, y: top, width: right - left, height: bottom - top }
    : { x: 0, y: 0, width: 0, height: 0 };
}

export interface Dab {
  readonly bitmap: Bitmap;
  readonly pixels: Pixels;
  readonly centre: Point;
  readonly diameterPx: number;
  readonly shape: BrushShape;
  readonly tolerance: number;
  /** The colour at the middle is the mean of a square so wide: what one screen pixel shows. */
  readonly sampleSidePx: number;
}

/** Puts the brush down once, snapped to the picture, and answers the box it may have touched. Changes the bitmap. */
export function dabAlike({ bitmap, pixels, centre, sampleSidePx, tolerance, ...brush }: Dab): Rect {
  const x = Math.floor(centre.x);
  const y = Math.floor(centre.y);
  if (!(x >= 0 && y >= 0 && x < pixels.width && y < pixels.height)) {
    return { x: 0, y: 0, width: 0, height: 0 };
  }
  const reach = Math.ceil(brush.diameterPx / 2) + 1;
  const side = 2 * reach + 1;
  const box = clipRect({ x: x - reach, y: y - reach, width: side, height: side }, pixels);
  const local = { x: centre.x - box.x, y: centre.y - box.y };
  const free = createBitmap(box.width, box.height);
  stampStroke({ bitmap: free, from: local, to: local, value: 1, ...brush });

  const sampleReach = Math.max(0, Math.floor((sampleSidePx - 1) / 2));
  const sampleSide = 2 * sampleReach + 1;
  const around = { x: x - sampleReach, y: y - sampleReach, width: sampleSide, height: sampleSide };
  const sample = clipRect(around, pixels);
  keepAlike(free, pixels, { place: box, colour: meanColour(pixels, sample), tolerance });

  const found = createBitmap(box.width, box.height);
  const { width, height } = found;
  for (let row = sample.y; row < sample.y + sample.height; row++) {
    for (let column = sample.x; column < sample.x + sample.width; column++) {
      const seed = { x: column - box.x, y: row - box.y };
      const at = seed.y * width + seed.x;
      const isIn = seed.x >= 0 && seed.y >= 0 && seed.x < width && seed.y < height;
      if (!isIn || free.data[at] !== 1 || found.data[at] === 1) continue;
      floodInto(found, { labels: free.data, width, height, seed, connectivity: 4 });
    }
  }
  found.data[(y - box.y) * width + x - box.x] = 1;
  addCutout(bitmap, { ...box, data: found.data });
  return box;
}

/** Where the brush is put down: at the first point of a way, then after every `spacingPx`. */
export class DabWay {
  /** How far the way has gone since the last dab; none was made yet at first. */
  #sincePx: number | null = null;

  /** The dabs on the next stretch of the way. */
  along(from: Point, to: Point, spacingPx: number): readonly Point[] {
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const dabs: Point[] = [];
    let at = this.#sincePx === null ? 0 : spacingPx - this.#sincePx;
    for (; at <= length; at += spacingPx) {
      const share = length === 0 ? 0 : Math.max(0, at) / length;
      dabs.push({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });
    }
    this.#sincePx = length - (at - spacingPx);
    return dabs;
  }
}

/** How far apart the brush is put down. */
export function dabSpacing(diameterPx: number): number {
  return Math.max(1, diameterPx / 8);
}
