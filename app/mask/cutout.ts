import type { Point, Rect, Size } from '../domain/geometry.ts';
import { boundsOfBitmap, clipRect, joinRects, type Bitmap } from './bitmap.ts';
import { rleOfPlacedBitmap } from './placed.ts';
import { bboxOfRle, type Rle } from './rle.ts';

/**
 * The pixels of one object, cut out of its picture: one byte a pixel, row by row, 0 or 1, for the box x .. y+height.
 * Fifty objects of a 12-megapixel picture fit into memory this way; as whole bitmaps they would not.
 */
export interface Cutout extends Rect {
  readonly data: Uint8Array;
}

export const emptyCutout: Cutout = { x: 0, y: 0, width: 0, height: 0, data: new Uint8Array(0) };

export function cutoutFromRle(rle: Rle): Cutout {
  const box = bboxOfRle(rle);
  const data = new Uint8Array(box.width * box.height);
  const { height, counts } = rle;
  let position = 0;
  for (let i = 1; i < counts.length; i += 2) {
    position += counts[i - 1] ?? 0;
    const end = position + (counts[i] ?? 0);
    let column = Math.floor(position / height);
    let row = position - column * height;
    while (position < end) {
      const stop = Math.min(height, row + end - position);
      position += stop - row;
      const last = (stop - box.y) * box.width + column - box.x;
      for (let to = (row - box.y) * box.width + column - box.x; to < last; to += box.width) {
        data[to] = 1;
      }
      column++;
      row = 0;
    }
  }
  return { ...box, data };
}

/** `size` is that of the picture. */
export function rleFromCutout(cutout: Cutout, size: Size): Rle {
  if (cutout.width === 0 || cutout.height === 0) {
    return { ...size, counts: Uint32Array.of(size.width * size.height) };
  }
  return rleOfPlacedBitmap(cutout, cutout, size);
}

/** The set pixels of `bitmap` inside `rect`, in the smallest box. */
export function cutoutFromBitmap(bitmap: Bitmap, rect: Rect): Cutout {
  const box = boundsOfBitmap(bitmap, rect);
  if (box === undefined) {
    return emptyCutout;
  }
  const data = new Uint8Array(box.width * box.height);
  for (let row = 0; row < box.height; row++) {
    const from = (box.y + row) * bitmap.width + box.x;
    data.set(bitmap.data.subarray(from, from + box.width), row * box.width);
  }
  return { ...box, data };
}

/** `x` and `y` are whole. */
export function cutoutHas(cutout: Cutout, { x, y }: Point): boolean {
  const column = x - cutout.x;
  const row = y - cutout.y;
  const inside = column >= 0 && row >= 0 && column < cutout.width && row < cutout.height;
  return inside && cutout.data[row * cutout.width + column] === 1;
}

export function areaOfCutout({ data }: Cutout): number {
  let area = 0;
  for (const pixel of data) area += pixel;
  return area;
}

/** The pixels that are set in just one of the two, in the smallest box. */
export function toggledCutout(a: Cutout, b: Cutout): Cutout {
  const box = joinRects(a, b);
  const data = new Uint8Array(box.width * box.height);
  for (const { x, y, width, height, data: pixels } of [a, b]) {
    for (let row = 0; row < height; row++) {
      const start = (y + row - box.y) * box.width + x - box.x;
      for (let i = 0; i < width; i++) {
        data[start + i] = (data[start + i] ?? 0) ^ (pixels[row * width + i] ?? 0);
      }
    }
  }
  return trimmed({ ...box, data });
}

function trimmed(cutout: Cutout): Cutout {
  const { width, height, data } = cutout;
  const inner = width * height === 0 ? undefined : boundsOfBitmap({ width, height, data });
  if (inner === undefined) {
    return emptyCutout;
  }
  if (inner.width === width && inner.height === height) {
    return cutout;
  }
  const { x, y, data: kept } = cutoutFromBitmap({ width, height, data }, inner);
  return { x: cutout.x + x, y: cutout.y + y, width: inner.width, height: inner.height, data: kept };
}

/** The pixels of `cover` inside `rect` where the object is set (`is: 1`) or not (`is: 0`). */
export function coveredPart(cover: Bitmap, rect: Rect, cutout: Cutout, is: 0 | 1): Cutout {
  const box = clipRect(rect, cover);
  const data = new Uint8Array(box.width * box.height);
  for (let row = 0; row < box.height; row++) {
    const y = box.y + row;
    const inRows = y >= cutout.y && y < cutout.y + cutout.height;
    const from = y * cover.width + box.x;
    const object = (y - cutout.y) * cutout.width - cutout.x + box.x;
    for (let i = 0; i < box.width; i++) {
      const column = box.x + i - cutout.x;
      const set = inRows && column >= 0 && column < cutout.width ? cutout.data[object + i] : 0;
      if (set === is) data[row * box.width + i] = cover.data[from + i] ?? 0;
    }
  }
  return trimmed({ ...box, data });
}

/** Which label is on top of each pixel of a picture, row by row; 0 is none. */
export interface TopLabels extends Size {
  readonly values: Uint16Array;
}

export function clearLabels(labels: TopLabels, rect: Rect): void {
  const { x, y, width, height } = clipRect(rect, labels);
  for (let row = y; row < y + height; row++) {
    labels.values.fill(0, row * labels.width + x, row * labels.width + x + width);
  }
}

/** Writes `label` where the object is set inside `rect`, but not where `except` is. Changes `labels`. */
export function layCutout(
  labels: TopLabels,
  { cutout, label, rect, except }: { cutout: Cutout; label: number; rect: Rect; except?: Bitmap },
): void {
  const { values, width: stride } = labels;
  const left = Math.max(rect.x, cutout.x);
  const right = Math.min(rect.x + rect.width, cutout.x + cutout.width);
  const bottom = Math.min(rect.y + rect.height, cutout.y + cutout.height);
  for (let y = Math.max(rect.y, cutout.y); y < bottom; y++) {
    let from = (y - cutout.y) * cutout.width + left - cutout.x;
    let to = y * stride + left;
    const last = y * stride + right;
    if (except === undefined) {
      for (; to < last; to++, from++) if (cutout.data[from] === 1) values[to] = label;
    } else {
      for (; to < last; to++, from++) {
        if (cutout.data[from] === 1 && except.data[to] === 0) values[to] = label;
      }
    }
  }
}

/** Writes `label` where `bitmap` is set inside `rect`. Changes `labels`. */
export function layBitmap(
  labels: TopLabels,
  { bitmap, label, rect }: { bitmap: Bitmap; label: number; rect: Rect },
): void {
  const { x, y, width, height } = clipRect(rect, labels);
  for (let row = y; row < y + height; row++) {
    const last = row * labels.width + x + width;
    for (let i = row * labels.width + x; i < last; i++) {
      if (bitmap.data[i] === 1) labels.values[i] = label;
    }
  }
}
