import type { Rect } from '../../../app/domain/geometry.ts';
import { uprightRect } from '../turned.ts';
import type { Labels, LineStyle, PaintOrder, Palette } from './label-paint.ts';

export interface ShownLabels {
  readonly labels: Labels;
  readonly palette: Palette;
  /** In CSS pixels. */
  readonly line: LineStyle;
}

/** The labels that look different from before; null when it is not a matter of some of them. */
export function changedLabels(before: ShownLabels, after: ShownLabels): readonly number[] | null {
  const isSameMap =
    before.labels.values === after.labels.values &&
    before.line.width === after.line.width &&
    before.line.dashed === after.line.dashed &&
    // Lines reach further where there are second ones.
    (before.palette.inner === undefined) === (after.palette.inner === undefined) &&
    (before.palette.merged === undefined) === (after.palette.merged === undefined);
  if (!isSameMap) return null;
  const [a, b] = [before.palette, after.palette];
  const length = Math.max(...[a, b].map(({ fill, merged }) => (merged ?? fill).length));
  const labels = Array.from({ length }, (_, label) => label);
  return labels.filter((label) => lookOf(label, a) !== lookOf(label, b));
}

/** To be compared. */
function lookOf(label: number, { merged, fill, line, striped, inner, hatch }: Palette): string {
  const drawn = merged === undefined ? label : (merged[label] ?? 0);
  const looks = [fill, line, striped, inner, hatch].map((list) => list?.[drawn] ?? 0);
  return [drawn, ...looks].join();
}

/** The device pixels that may look different when stored pixels inside `rect` do. `line` is in CSS pixels. */
export function screenBox(
  rect: Rect,
  { labels, line, viewport, pixelRatio }: Omit<PaintOrder, 'palette' | 'rect'>,
): Rect {
  const { x, y, scale } = viewport;
  const upright = uprightRect(rect, labels.size, labels.turn);
  // What lies beside a change gets or loses its lines, and there may be two.
  const margin = 2 * Math.ceil(line.width * pixelRatio) + 1;
  const left = Math.floor((upright.x * scale + x) * pixelRatio) - margin;
  const top = Math.floor((upright.y * scale + y) * pixelRatio) - margin;
  const right = Math.ceil(((upright.x + upright.width) * scale + x) * pixelRatio) + margin;
  const bottom = Math.ceil(((upright.y + upright.height) * scale + y) * pixelRatio) + margin;
  return { x: left, y: top, width: right - left, height: bottom - top };
}
