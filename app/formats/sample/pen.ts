import type { Canvas } from './canvas.ts';
import type { Color } from './color.ts';
import { type Outline, place, type Placement } from './shapes.ts';

/** Draws one figure in coordinates of its own, and remembers what of it is body: that is its mask. */
export interface Pen {
  /** A part of the body, softly lit. */
  body(outline: Outline, color: Color): void;
  /** Something on the body, or thinner than the mask should be: a marking, an eye, a whisker. */
  mark(outline: Outline, color: Color, opacity?: number): void;
  line(points: Outline, stroke: { color: Color; width: number; opacity?: number }): void;
  /** Markings that must not leave these parts of the body. */
  within(outlines: readonly Outline[], draw: () => void): void;
  /** The parts of the body, in the picture's pixels. */
  readonly parts: readonly Outline[];
}

export function createPen(canvas: Canvas, placement: Placement): Pen {
  const parts: Outline[] = [];
  const put = (outline: Outline) => place(outline, placement);
  return {
    body(outline, color) {
      const placed = put(outline);
      parts.push(placed);
      canvas.fill(placed, canvas.softFill(color));
    },
    mark(outline, color, opacity = 1) {
      canvas.fill(put(outline), color, opacity);
    },
    line(points, { color, width, opacity = 1 }) {
      canvas.line(put(points), { stroke: color, width: width * placement.scale, opacity });
    },
    within(outlines, draw) {
      canvas.inside(outlines.map(put), draw);
    },
    parts,
  };
}
