import type { Point } from '../../../app/domain/geometry.ts';
import type { Pixels } from '../../../app/mask/pixels.ts';

/** A light disc on dark ground, with a little unevenness that is the same each time. */
export function disc(sidePx: number, middle: Point, radiusPx: number): Pixels {
  const data = new Uint8ClampedArray(4 * sidePx * sidePx);
  for (let y = 0; y < sidePx; y++) {
    for (let x = 0; x < sidePx; x++) {
      const isInside = Math.hypot(x + 0.5 - middle.x, y + 0.5 - middle.y) < radiusPx;
      const i = 4 * (y * sidePx + x);
      data.fill((isInside ? 200 : 60) + ((x * 7 + y * 13) % 10), i, i + 3);
      data[i + 3] = 255;
    }
  }
  return { width: sidePx, height: sidePx, data };
}
