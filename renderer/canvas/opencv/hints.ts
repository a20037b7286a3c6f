import type { Point, Size } from '../../../app/domain/geometry.ts';
import { createBitmap, type Bitmap } from '../../../app/mask/bitmap.ts';
import { stampStroke } from '../../../app/mask/brush.ts';

/** A round stroke over what is certain: it is of the object, or it is not. */
export interface Hint {
  readonly keeps: boolean;
  readonly points: readonly Point[];
  readonly sizePx: number;
}

/** The pixels that hints cover on a copy that is `scale` as large; a later stroke has the last word. */
export function hintMarks(
  hints: readonly Hint[],
  { width, height }: Size,
  scale: number,
): { readonly keep: Bitmap; readonly drop: Bitmap } {
  const keep = createBitmap(width, height);
  const drop = createBitmap(width, height);
  const scaled = ({ x, y }: Point): Point => ({ x: x * scale, y: y * scale });
  for (const { keeps, points, sizePx } of hints) {
    const diameterPx = Math.max(1, sizePx * scale);
    points.forEach((point, index) => {
      const from = scaled(points[Math.max(0, index - 1)] ?? point);
      const way = { from, to: scaled(point), diameterPx, shape: 'round' } as const;
      stampStroke({ bitmap: keep, ...way, value: keeps ? 1 : 0 });
      stampStroke({ bitmap: drop, ...way, value: keeps ? 0 : 1 });
    });
  }
  return { keep, drop };
}
