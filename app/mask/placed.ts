import type { Point, Rect, Size } from '../domain/geometry.ts';
import type { Bitmap } from './bitmap.ts';
import { clipRect } from './bitmap.ts';
import { MaskError } from './mask-error.ts';
import type { Rle } from './rle.ts';
import { rleFromToggles, togglesOf } from './toggles.ts';

/** Small masks inside large ones: only the small one costs anything. */

/** The mask of `size` that has `bitmap` at `place` and nothing elsewhere. Throws MaskError when it does not fit. */
export function rleOfPlacedBitmap(bitmap: Bitmap, place: Point, size: Size): Rle {
  checkFits({ ...place, width: bitmap.width, height: bitmap.height }, size);
  const whole = { x: 0, y: 0, width: bitmap.width, height: bitmap.height };
  return rleFromToggles(togglesOf(bitmap, whole, place, size.height), size);
}

/** The part of a mask inside `rect`, as a bitmap of the clipped rect's size; undefined when the rect is outside. */
export function cropRle({ width, height, counts }: Rle, rect: Rect): Bitmap | undefined {
  const box = clipRect(rect, { width, height });
  if (box.width === 0 || box.height === 0) return undefined;
  const data = new Uint8Array(box.width * box.height);
  const end = (box.x + box.width) * height;
  let position = 0;
  for (let i = 1; i < counts.length && position < end; i += 2) {
    position += counts[i - 1]!;
    const stop = Math.min(end, position + counts[i]!);
    let at = Math.max(position, box.x * height);
    while (at < stop) {
      const column = Math.floor(at / height);
      const top = column * height;
      const first = Math.max(at - top, box.y);
      const last = Math.min(stop - top, box.y + box.height);
      for (let row = first; row < last; row++) {
        data[(row - box.y) * box.width + column - box.x] = 1;
      }
      at = top + height;
    }
    position += counts[i]!;
  }
  return { width: box.width, height: box.height, data };
}

/** Throws MaskError unless the box lies wholly inside the picture. */
export function checkFits({ x, y, width, height }: Rect, size: Size): void {
  const fits =
    [x, y, width, height].every(Number.isInteger) &&
    x >= 0 &&
    y >= 0 &&
    width > 0 &&
    height > 0 &&
    x + width <= size.width &&
    y + height <= size.height;
  if (fits) return;
  throw new MaskError(
    `A box of ${width} x ${height} pixels at (${x}, ${y}) does not lie in a picture of ${size.width} x ${size.height}.`,
  );
}
