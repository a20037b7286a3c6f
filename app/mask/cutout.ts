import type { Point, Rect, Size } from '../domain/geometry.ts';
import { boundsOfBitmap, clipRect, type Bitmap } from './bitmap.ts';
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

/** Sets in `bitmap` what is set in the cutout, which lies inside it. Changes the bitmap. */
export function addCutout(bitmap: Bitmap, { x, y, width, height, data }: Cutout): void {
  for (let row = 0; row < height; row++) {
    const to = (y + row) * bitmap.width + x;
    for (let column = 0; column < width; column++) {
      if (data[row * width + column] === 1) bitmap.data[to + column] = 1;
    }
  }
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
  for (let i = 0; i < data.length; i++) area += data[i] ?? 0;
  return area;
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

/** The pixels of `cover` inside `rect` where the object is not set. */
export function coveredOutside(cover: Bitmap, rect: Rect, cutout: Cutout): Cutout {
  const box = clipRect(rect, cover);
  const data = new Uint8Array(box.width * box.height);
  for (let row = 0; row < box.height; row++) {
    const from = (box.y + row) * cover.width + box.x;
    data.set(cover.data.subarray(from, from + box.width), row * box.width);
  }
  const { x, y, width, height } = commonRect(box, cutout);
  for (let row = y; row < y + height; row++) {
    let object = (row - cutout.y) * cutout.width + x - cutout.x;
    const to = (row - box.y) * box.width + x - box.x;
    for (let i = to; i < to + width; i++) {
      data[i] = (data[i] ?? 0) & ((cutout.data[object++] ?? 0) ^ 1);
    }
  }
  return trimmed({ ...box, data });
}

/** Width and height are 0 when nothing is common. */
function commonRect(a: Rect, b: Rect): Rect {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : { x, y, width: 0, height: 0 };
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
