import type { Point } from '../../../app/domain/geometry.ts';
import { simplifyLine } from '../../../app/mask/simplify.ts';
import type { Pen } from './tool.ts';

/** A press that goes this far, in CSS pixels, is a drag. */
const dragPx = 5;
/** While it is dragged a point is noted each so many CSS pixels. */
const notedPx = 2;
/** What is left out when the pen is lifted lies no further from the line than this, in CSS pixels. */
const tolerancePx = 1.2;
/** How near to the first corner, in CSS pixels, the outline closes. */
const closePx = 9;

/** The corners of an outline in the making: one for each click, and many for a drag. */
export class CornerPath {
  #points: readonly Point[] = [];
  /** The press that may become a drag: its place among the points, and on the screen. */
  #pressed: { readonly index: number; readonly screen: Point } | null = null;
  #isStreaming = false;
  /** Corners that were taken back, the last one first to come again. */
  #taken: readonly Point[] = [];

  get points(): readonly Point[] {
    return this.#points;
  }

  /** Those that were settled by a click or by the end of a drag. */
  get anchors(): readonly Point[] {
    return this.#isStreaming && this.#pressed !== null
      ? this.#points.slice(0, this.#pressed.index + 1)
      : this.#points;
  }

  get isEmpty(): boolean {
    return this.#points.length === 0;
  }

  /** The corner that would come again; null when none was taken back since the last one was set. */
  get next(): Point | null {
    return this.#taken.at(-1) ?? null;
  }

  get isStreaming(): boolean {
    return this.#isStreaming;
  }

  press(point: Point, { screen }: Pen): void {
    this.#taken = [];
    const last = this.#points.at(-1);
    // The second press of a double click adds nothing.
    if (last === undefined || !same(last, point)) {
      this.#points = [...this.#points, point];
    }
    this.#pressed = { index: this.#points.length - 1, screen };
  }

  /** While the pen is dragged its way becomes part of the outline. */
  move(point: Point, { screen, scale }: Pen): void {
    if (this.#pressed === null) {
      return;
    }
    this.#isStreaming ||= distance(this.#pressed.screen, screen) >= dragPx;
    const last = this.#points.at(-1);
    if (this.#isStreaming && last !== undefined && distance(last, point) * scale >= notedPx) {
      this.#points = [...this.#points, point];
    }
  }

  /** Ends a press. Of a drag only the corners stay that its way needs. */
  release({ scale }: Pen): void {
    if (this.#isStreaming && this.#pressed !== null) {
      const { index } = this.#pressed;
      const way = this.#points.slice(index).flatMap(({ x, y }) => [x, y]);
      const kept = simplifyLine(way, tolerancePx / scale);
      this.#points = [...this.#points.slice(0, index), ...pointsOf(kept)];
    }
    this.#pressed = null;
    this.#isStreaming = false;
  }

  /** Takes back the last corner, or all of a drag under way; false when there is none. */
  stepBack(): boolean {
    const isBegun = !this.isEmpty;
    const last = this.anchors.at(-1);
    if (last !== undefined && this.#pressed === null) this.#taken = [...this.#taken, last];
    this.#points = this.anchors.slice(0, -1);
    this.#pressed = null;
    this.#isStreaming = false;
    return isBegun;
  }

  /** Sets the corner again that was taken back last. */
  stepForth(): void {
    const { next } = this;
    if (next !== null) {
      this.#points = [...this.#points, next];
      this.#taken = this.#taken.slice(0, -1);
    }
  }

  /** Gives the points away and begins anew. */
  take(): readonly Point[] {
    const points = this.#points;
    this.#points = [];
    this.#taken = [];
    this.#pressed = null;
    this.#isStreaming = false;
    return points;
  }

  /** The pen is on the first corner of an outline that could end there. */
  closesAt({ point, scale }: Pen): boolean {
    const [first] = this.#points;
    return (
      first !== undefined && this.#points.length >= 3 && distance(first, point) * scale <= closePx
    );
  }
}

function pointsOf(flat: readonly number[]): readonly Point[] {
  return Array.from({ length: flat.length / 2 }, (_, index) => ({
    x: flat[2 * index]!,
    y: flat[2 * index + 1]!,
  }));
}

function same(a: Point, b: Point): boolean {
  return a.x === b.x && a.y === b.y;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
