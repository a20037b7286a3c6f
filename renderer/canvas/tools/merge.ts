import type { Point } from '../../../app/domain/geometry.ts';
import { eachPixelOnLine } from '../../../app/mask/pixel-line.ts';
import { united } from '../drawing/division.ts';
import { isPaintable, type DrawnObject } from '../drawing/drawn-object.ts';
import { blankSketch, type Hands, type Pen, type Refusal, type Sketch, type Tool } from './tool.ts';

interface Gathering {
  /** What takes in the others. */
  readonly into: DrawnObject;
  /** Where the pen met each object. */
  readonly way: Point[];
  readonly others: DrawnObject[];
  /** Why an object that the pen met is not among them. */
  refusal: Refusal | null;
  /** Where the pen was last. */
  last: Point;
}

/**
 * The chosen object takes in what is clicked, or all that a drag goes over; with none chosen, the first one does. Only
 * objects of its class, at the end of the drag and as one step.
 */
export class MergeTool implements Tool {
  readonly name = 'merge';
  readonly #hands: Hands;
  #gathering: Gathering | null = null;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  press(pen: Pen): void {
    if (pen.button !== 0 || this.#gathering !== null) {
      return;
    }
    const { drawing, selected } = this.#hands;
    const under = drawing.objectAt(pen.point);
    const into = (selected === null ? undefined : drawing.object(selected)) ?? under;
    if (under === null || into === null) {
      // Let go of, so that another object can be the one that takes in.
      if (selected === null) this.#hands.refuse('nothing-here');
      else this.#hands.select(null);
      return;
    }
    const refusal = refusalOf(into);
    if (refusal !== null) {
      this.#hands.refuse(refusal);
      return;
    }
    this.#gathering = { into, way: [], others: [], refusal: null, last: pen.point };
    this.#hands.select(into.id);
    this.move(pen);
  }

  move(pen: Pen): void {
    const gathering = this.#gathering;
    if (gathering !== null) {
      const { last } = gathering;
      gathering.last = pen.point;
      // A quick hand leaves out what lies between two of its places.
      for (const [object, point] of this.#objectsBetween(last, pen.point)) {
        meet(gathering, object, point);
      }
    }
  }

  release(pen: Pen): void {
    this.move(pen);
    const gathering = this.#gathering;
    this.#gathering = null;
    if (gathering === null) {
      return;
    }
    const { into, others, refusal } = gathering;
    if (others.length > 0) {
      this.#hands.perform('merge', into.id, united(this.#hands.drawing, into, others));
    } else if (refusal !== null) {
      this.#hands.refuse(refusal);
    }
  }

  finish(): boolean {
    return false;
  }

  cancel(): boolean {
    const begun = this.#gathering !== null;
    this.#gathering = null;
    return begun;
  }

  stepBack(): boolean {
    return false;
  }

  sketch(pen: Pen | null): Sketch {
    if (this.#gathering === null) {
      return blankSketch;
    }
    const points = [...this.#gathering.way];
    return { ...blankSketch, path: { points, to: pen?.point ?? null, closes: false } };
  }

  /** Those on top, with the pixel in which the way comes upon each. */
  #objectsBetween(from: Point, to: Point): ReadonlyMap<DrawnObject, Point> {
    const { drawing } = this.#hands;
    const { width, values } = drawing.labels;
    const met = new Map<DrawnObject, Point>();
    let before = 0;
    eachPixelOnLine([from, to], (x, y) => {
      const label = drawing.contains({ x, y }) ? (values[y * width + x] ?? 0) : 0;
      if (label !== before && label !== 0) {
        const object = drawing.objects.find(({ slot }) => slot === label);
        if (object !== undefined && !met.has(object)) met.set(object, { x: x + 0.5, y: y + 0.5 });
      }
      before = label;
    });
    return met;
  }
}

function meet(gathering: Gathering, object: DrawnObject, point: Point): void {
  const { into, way, others } = gathering;
  if (others.includes(object)) {
    return;
  }
  const refusal = object.category === into.category ? refusalOf(object) : 'other-class';
  if (object === into) {
    if (way.length === 0) way.push(point);
  } else if (refusal === null) {
    way.push(point);
    others.push(object);
  } else {
    gathering.refusal = refusal;
  }
}

function refusalOf(object: DrawnObject): Refusal | null {
  if (object.crowd) {
    return 'crowd';
  }
  return isPaintable(object) ? null : 'locked';
}
