import type { Point, Rect } from '../../../app/domain/geometry.ts';
import { clipRect } from '../../../app/mask/bitmap.ts';
import type { Superpixels } from '../../../app/mask/superpixels.ts';
import type { Regions } from '../tools/tool.ts';
import { uprightMatrix } from '../turned.ts';
import type { Frame } from './frame.ts';

/** How far around the pointer borders are drawn, in CSS pixels. */
const reachCssPx = 110;
/** Smaller regions would be a grey veil. */
const smallestCssPx = 5;

/** Draws the borders of superpixels around the pointer. They are traced anew only when the pointer has left the place. */
export class RegionOutline {
  #traced: { readonly all: Superpixels; readonly rect: Rect; readonly path: Path2D } | null = null;

  draw(context: CanvasRenderingContext2D, regions: Regions, { size, turn, viewport }: Frame): void {
    const { scale } = viewport;
    if (regions.sidePx * scale < smallestCssPx) {
      return;
    }
    const reach = reachCssPx / scale;
    const path = this.#trace(regions, reach);
    const [a, b, c, d, e, f] = uprightMatrix(size, turn);
    context.save();
    context.translate(viewport.x, viewport.y);
    context.scale(scale, scale);
    context.transform(a, b, c, d, e, f);
    context.beginPath();
    context.arc(regions.around.x, regions.around.y, reach, 0, 2 * Math.PI);
    context.clip();
    for (const [width, color] of [
      [2.5, 'rgba(0, 0, 0, 0.35)'],
      [1, 'rgba(255, 255, 255, 0.8)'],
    ] as const) {
      context.lineWidth = width / scale;
      context.strokeStyle = color;
      context.stroke(path);
    }
    context.restore();
  }

  #trace({ all, around }: Regions, reach: number): Path2D {
    const seen = clipRect(squareAround(around, reach), all);
    const before = this.#traced;
    if (before?.all === all && holds(before.rect, seen) && before.rect.width <= 4 * reach + 2) {
      return before.path;
    }
    const rect = clipRect(squareAround(around, 1.5 * reach), all);
    const path = borders(all, rect);
    this.#traced = { all, rect, path };
    return path;
  }
}

function squareAround({ x, y }: Point, reach: number): Rect {
  const left = Math.floor(x - reach);
  const top = Math.floor(y - reach);
  const side = Math.ceil(2 * reach) + 1;
  return { x: left, y: top, width: side, height: side };
}

function holds(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** The sides of pixels between two regions, as long as they run straight on. */
function borders(
  { labels, width }: Superpixels,
  { x, y, width: columns, height: rows }: Rect,
): Path2D {
  const path = new Path2D();
  const bottom = y + rows;
  const right = x + columns;
  for (let row = Math.max(1, y); row < bottom; row++) {
    line(
      x,
      right,
      (column) => labels[row * width + column] !== labels[(row - 1) * width + column],
      (from, to) => {
        path.moveTo(from, row);
        path.lineTo(to, row);
      },
    );
  }
  for (let column = Math.max(1, x); column < right; column++) {
    line(
      y,
      bottom,
      (row) => labels[row * width + column] !== labels[row * width + column - 1],
      (from, to) => {
        path.moveTo(column, from);
        path.lineTo(column, to);
      },
    );
  }
  return path;
}

/** Visits each stretch of `from` .. `to` on which something is so. */
function line(
  from: number,
  to: number,
  isSo: (at: number) => boolean,
  visit: (first: number, end: number) => void,
): void {
  let first = -1;
  for (let at = from; at < to; at++) {
    if (isSo(at)) {
      if (first < 0) first = at;
    } else if (first >= 0) {
      visit(first, at);
      first = -1;
    }
  }
  if (first >= 0) visit(first, to);
}
