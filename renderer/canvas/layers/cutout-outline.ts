import type { Cutout } from '../../../app/mask/cutout.ts';
import { outlineSegments } from '../../../app/mask/outline.ts';
import type { Outline } from '../tools/tool.ts';
import { uprightMatrix } from '../turned.ts';
import type { Frame } from './frame.ts';

const adds = '#c4b0f5';
const takes = '#ff8a80';

/** Draws the outline of pixels that a click is about. It is traced once for as long as the pixels are the same. */
export class CutoutOutline {
  #traced: { readonly cutout: Cutout; readonly path: Path2D } | null = null;

  draw(
    context: CanvasRenderingContext2D,
    { cutout, erases }: Outline,
    { size, turn, viewport }: Frame,
  ): void {
    const path = this.#trace(cutout);
    const { scale } = viewport;
    const [a, b, c, d, e, f] = uprightMatrix(size, turn);
    context.save();
    context.translate(viewport.x, viewport.y);
    context.scale(scale, scale);
    context.transform(a, b, c, d, e, f);
    context.translate(cutout.x, cutout.y);
    context.lineCap = 'square';
    for (const [width, color] of [
      [4, 'rgba(0, 0, 0, 0.65)'],
      [2, erases ? takes : adds],
    ] as const) {
      context.lineWidth = width / scale;
      context.strokeStyle = color;
      context.stroke(path);
    }
    context.restore();
  }

  #trace(cutout: Cutout): Path2D {
    if (this.#traced?.cutout === cutout) {
      return this.#traced.path;
    }
    const path = new Path2D();
    const segments = outlineSegments(cutout);
    for (let at = 0; at < segments.length; at += 4) {
      path.moveTo(segments[at] ?? 0, segments[at + 1] ?? 0);
      path.lineTo(segments[at + 2] ?? 0, segments[at + 3] ?? 0);
    }
    this.#traced = { cutout, path };
    return path;
  }
}
