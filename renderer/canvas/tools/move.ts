import type { Change } from '../../../app/domain/gesture.ts';
import type { Point } from '../../../app/domain/geometry.ts';
import { isPaintable, type DrawnObject } from '../drawing/drawn-object.ts';
import { polygonMoved } from '../drawing/polygon-overlap.ts';
import { reshaped } from '../drawing/reshape.ts';
import { cornersOf } from './box-corners.ts';
import { blankSketch, type Hands, type Pen, type Sketch, type Tool } from './tool.ts';

interface Dragging {
  readonly object: DrawnObject;
  readonly from: Point;
  by: Point;
}

/** Drags the chosen object, or the one under the pen; it stays inside the picture. */
export class MoveTool implements Tool {
  readonly name = 'move';
  readonly #hands: Hands;
  #dragging: Dragging | null = null;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  press(pen: Pen): void {
    if (pen.button !== 0 || this.#dragging !== null) {
      return;
    }
    const { drawing, selected } = this.#hands;
    const under = drawing.objectAt(pen.point);
    const object = under ?? (selected === null ? undefined : drawing.object(selected));
    if (object === undefined || object.cutout.width === 0) {
      this.#hands.refuse('nothing-here');
    } else if (!isPaintable(object)) {
      this.#hands.refuse('locked');
    } else {
      this.#hands.select(object.id);
      this.#dragging = { object, from: pen.point, by: { x: 0, y: 0 } };
    }
  }

  move(pen: Pen): void {
    if (this.#dragging !== null) {
      const { object, from } = this.#dragging;
      const by = { x: Math.round(pen.point.x - from.x), y: Math.round(pen.point.y - from.y) };
      this.#dragging.by = this.#inside(object, by);
    }
  }

  release(pen: Pen): void {
    this.move(pen);
    const dragging = this.#dragging;
    this.#dragging = null;
    if (dragging === null) {
      return;
    }
    const { object, by } = dragging;
    if (by.x !== 0 || by.y !== 0) {
      this.#hands.perform('move', object.id, this.#moved(object, by));
    }
  }

  finish(): boolean {
    return false;
  }

  cancel(): boolean {
    const begun = this.#dragging !== null;
    this.#dragging = null;
    return begun;
  }

  stepBack(): boolean {
    return false;
  }

  /** The box of the object where it would come to lie. */
  sketch(): Sketch {
    if (this.#dragging === null) {
      return blankSketch;
    }
    const { object, by } = this.#dragging;
    const { width, height } = object.cutout;
    const corner = { x: object.cutout.x + by.x, y: object.cutout.y + by.y };
    const points = cornersOf({ ...corner, width, height });
    return { ...blankSketch, path: { points, to: corner, closes: false, isPlain: true } };
  }

  /** As far as the object can go. */
  #inside({ cutout }: DrawnObject, { x, y }: Point): Point {
    const { width, height } = this.#hands.drawing.size;
    return {
      x: Math.max(-cutout.x, Math.min(width - cutout.x - cutout.width, x)),
      y: Math.max(-cutout.y, Math.min(height - cutout.y - cutout.height, y)),
    };
  }

  /** A polygon stays one where it may keep all that it encloses. */
  #moved(object: DrawnObject, by: Point): readonly Change[] {
    const { cutout, polygons: before } = object;
    if (before !== null) {
      const after = before.map((flat) =>
        flat.map((value, index) => value + (index % 2 === 0 ? by.x : by.y)),
      );
      return polygonMoved(this.#hands, { object, before, after });
    }
    const after = { ...cutout, x: cutout.x + by.x, y: cutout.y + by.y };
    return reshaped(this.#hands, object, after);
  }
}
