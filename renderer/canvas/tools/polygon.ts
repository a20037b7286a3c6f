import type { Point } from '../../../app/domain/geometry.ts';
import { CornerEditing } from './corner-editing.ts';
import { settled } from './corners.ts';
import { blankSketch, type Hands, type Pen, type Sketch, type Tool } from './tool.ts';

/** How near to the first corner, in CSS pixels, a click closes the polygon. */
const closePx = 9;

/** Click by click; the first corner or Enter closes. The chosen polygon's corners can be dragged meanwhile. */
export class PolygonTool implements Tool {
  readonly name = 'polygon';
  readonly #hands: Hands;
  readonly #corners: CornerEditing;
  #points: readonly Point[] = [];

  constructor(hands: Hands) {
    this.#hands = hands;
    this.#corners = new CornerEditing(hands);
  }

  press(pen: Pen): void {
    if (pen.button !== 0) {
      return;
    }
    if (this.#points.length === 0 && this.#corners.press(pen)) {
      return;
    }
    if (this.#closes(pen)) {
      this.finish();
      return;
    }
    if (this.#hands.category === null) {
      this.#hands.refuse('no-class');
      return;
    }
    const point = settled(pen.point, this.#hands.drawing.size);
    const last = this.#points.at(-1);
    // The second press of a double click adds nothing.
    if (last === undefined || last.x !== point.x || last.y !== point.y) {
      this.#points = [...this.#points, point];
    }
  }

  move(pen: Pen): void {
    if (this.#points.length === 0) {
      this.#corners.move(pen);
    }
  }

  release(): void {
    this.#corners.release();
  }

  finish(): boolean {
    const points = this.#points;
    const { category } = this.#hands;
    if (points.length < 3 || category === null) {
      return points.length > 0;
    }
    this.#points = [];
    const id = this.#hands.takeId();
    const polygons = [points.flatMap(({ x, y }) => [x, y])];
    const position = this.#hands.drawing.objects.length;
    const shape = { kind: 'polygons', polygons } as const;
    const seed = { id, category, shape, crowd: false, position };
    this.#hands.perform('polygon', id, [{ kind: 'create', seed }]);
    return true;
  }

  cancel(): boolean {
    const begun = this.#points.length > 0;
    this.#points = [];
    return this.#corners.cancel() || begun;
  }

  stepBack(): boolean {
    if (this.#points.length === 0) {
      return this.#corners.deleteHot();
    }
    this.#points = this.#points.slice(0, -1);
    return true;
  }

  sketch(pen: Pen | null): Sketch {
    if (this.#points.length === 0) {
      return { ...blankSketch, corners: this.#corners.corners() };
    }
    const closes = pen !== null && this.#closes(pen);
    const to = pen === null ? null : closes ? (this.#points[0] ?? null) : pen.point;
    return { ...blankSketch, path: { points: this.#points, to, closes } };
  }

  #closes({ point, scale }: Pen): boolean {
    const first = this.#points[0];
    return (
      first !== undefined &&
      this.#points.length >= 3 &&
      Math.hypot(first.x - point.x, first.y - point.y) * scale <= closePx
    );
  }
}
