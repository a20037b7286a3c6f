import { createBitmap, joinRects } from './bitmap.ts';
import { coveredOutside, emptyCutout, type Cutout } from './cutout.ts';

/** What any of the others has and the object has not: the pixels that it gains when it takes them in. */
export function gainedFrom(object: Cutout, others: readonly Cutout[]): Cutout {
  const box = others.reduce<{ x: number; y: number; width: number; height: number }>(
    joinRects,
    emptyCutout,
  );
  if (box.width === 0) {
    return emptyCutout;
  }
  const all = createBitmap(box.width, box.height);
  for (const { x, y, width, height, data } of others) {
    for (let row = 0; row < height; row++) {
      const to = (y + row - box.y) * box.width + x - box.x;
      for (let i = 0; i < width; i++) all.data[to + i]! |= data[row * width + i]!;
    }
  }
  const whole = { x: 0, y: 0, width: box.width, height: box.height };
  const shifted = { ...object, x: object.x - box.x, y: object.y - box.y };
  const gained = coveredOutside(all, whole, shifted);
  return gained.width === 0 ? emptyCutout : { ...gained, x: gained.x + box.x, y: gained.y + box.y };
}
