import type { Rect } from '../../../app/domain/geometry.ts';
import type { Cutout } from '../../../app/mask/cutout.ts';
import type { Stroke } from '../drawing/stroke.ts';

/** Lets the stroke cover `region` in place of what it covered inside `before`. Answers where that is. */
export function coverRegion(stroke: Stroke, region: Cutout, before: Rect): Rect {
  const { cover } = stroke;
  for (let row = before.y; row < before.y + before.height; row++) {
    const start = row * cover.width + before.x;
    cover.data.fill(0, start, start + before.width);
  }
  for (let row = 0; row < region.height; row++) {
    const from = region.data.subarray(row * region.width, (row + 1) * region.width);
    cover.data.set(from, (region.y + row) * cover.width + region.x);
  }
  stroke.grown(before);
  const { x, y, width, height } = region;
  stroke.grown({ x, y, width, height });
  return { x, y, width, height };
}
