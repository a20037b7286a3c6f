import type { Rect } from '../domain/geometry.ts';
import { clipRect, type Bitmap } from './bitmap.ts';

/** Sets the pixels of a box, given in whole pixels. Changes the bitmap and answers the part inside the picture. */
export function fillRect(bitmap: Bitmap, rect: Rect): Rect {
  const inside = clipRect(rect, bitmap);
  for (let row = inside.y; row < inside.y + inside.height; row++) {
    const start = row * bitmap.width + inside.x;
    bitmap.data.fill(1, start, start + inside.width);
  }
  return inside;
}

/**
 * Sets the pixels whose middle lies inside the ellipse that fills a box of whole pixels, its line included. Changes
 * the bitmap and answers the part of the box inside the picture. Each row is one span.
 */
export function fillEllipse(bitmap: Bitmap, rect: Rect): Rect {
  const inside = clipRect(rect, bitmap);
  const across = rect.width / 2;
  const along = rect.height / 2;
  const middle = rect.x + across;
  for (let row = inside.y; row < inside.y + inside.height; row++) {
    const height = (row + 0.5 - (rect.y + along)) / along;
    const reach = across * Math.sqrt(Math.max(0, 1 - height * height));
    const first = Math.max(inside.x, Math.ceil(middle - reach - 0.5 - rounding));
    const end = Math.min(inside.x + inside.width, Math.floor(middle + reach - 0.5 + rounding) + 1);
    if (first < end) bitmap.data.fill(1, row * bitmap.width + first, row * bitmap.width + end);
  }
  return inside;
}

/** A middle on the very line counts as inside, also after rounding, so that both halves are alike. */
const rounding = 1e-9;
