import type { Rect } from '../domain/geometry.ts';
import { cutoutFromBitmap, emptyCutout, type Cutout } from './cutout.ts';

/** Each pixel as a square of `factor` pixels, as far as `limits` go; whole numbers. */
export function enlargedCutout(cutout: Cutout, factor: number, limits: Rect): Cutout {
  const left = Math.max(cutout.x * factor, limits.x);
  const top = Math.max(cutout.y * factor, limits.y);
  const right = Math.min((cutout.x + cutout.width) * factor, limits.x + limits.width);
  const bottom = Math.min((cutout.y + cutout.height) * factor, limits.y + limits.height);
  const [width, height] = [right - left, bottom - top];
  if (width <= 0 || height <= 0) {
    return emptyCutout;
  }
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (Math.floor((top + y) / factor) - cutout.y) * cutout.width - cutout.x;
    for (let x = 0; x < width; x++) {
      data[y * width + x] = cutout.data[from + Math.floor((left + x) / factor)] ?? 0;
    }
  }
  const found = cutoutFromBitmap({ width, height, data }, { x: 0, y: 0, width, height });
  return found.width === 0 ? emptyCutout : { ...found, x: found.x + left, y: found.y + top };
}
