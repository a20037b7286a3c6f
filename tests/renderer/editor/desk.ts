import type { Annotation } from '../../../app/domain/annotation.ts';
import type { Point, Size } from '../../../app/domain/geometry.ts';
import { invertChanges, type Change } from '../../../app/domain/gesture.ts';
import { Drawing } from '../../../renderer/canvas/drawing/drawing.ts';
import { shapeOf } from '../../../renderer/canvas/drawing/drawn-object.ts';
import type { Act, Pen, Refusal } from '../../../renderer/canvas/tools/tool.ts';
import { Workbench } from '../../../renderer/canvas/workbench.ts';

export interface Done {
  readonly act: Act;
  readonly changes: readonly Change[];
}

type Modifiers = Partial<Pick<Pen, 'alt' | 'shift' | 'ctrl' | 'button' | 'pressure'>>;

/** An editor without a window: a hand that presses, moves and releases, and masks as rows of characters. */
export class Desk {
  readonly done: Done[] = [];
  readonly refusals: Refusal[] = [];
  readonly drawing: Drawing;
  readonly bench: Workbench;
  #lastId = 100;

  constructor(size: Size, annotations: readonly Annotation[] = []) {
    this.drawing = new Drawing({ size, turn: 1, annotations });
    this.bench = new Workbench({
      takeId: () => ++this.#lastId,
      performed: (act, _object, changes) => this.done.push({ act, changes }),
      refused: (why) => this.refusals.push(why),
      pan: () => undefined,
      changed: () => undefined,
    });
    this.bench.open(this.drawing);
    this.bench.category = 1;
    this.bench.brushSizePx = 1;
  }

  press(x: number, y: number, modifiers?: Modifiers): this {
    this.bench.press(penAt({ x, y }, modifiers));
    return this;
  }

  move(x: number, y: number, modifiers?: Modifiers): this {
    this.bench.move(penAt({ x, y }, modifiers));
    return this;
  }

  release(x: number, y: number, modifiers?: Modifiers): this {
    this.bench.release(penAt({ x, y }, modifiers));
    return this;
  }

  click(x: number, y: number, modifiers?: Modifiers): this {
    return this.press(x, y, modifiers).release(x, y, modifiers);
  }

  /** Press, move, release. */
  drag(
    from: readonly [number, number],
    to: readonly [number, number],
    modifiers?: Modifiers,
  ): this {
    return this.press(...from, modifiers)
      .move(...to, modifiers)
      .release(...to, modifiers);
  }

  undo(): void {
    const last = this.done.pop();
    if (last !== undefined) {
      this.drawing.apply(invertChanges(last.changes));
      this.bench.revised();
    }
  }

  /** What lies on top, row by row: `.` for nothing, else the object's place in the list, counted from 1. */
  picture(): readonly string[] {
    const { width, height, values } = this.drawing.labels;
    const slots = this.drawing.objects.map(({ slot }) => slot);
    return Array.from({ length: height }, (_, y) =>
      Array.from(values.subarray(y * width, (y + 1) * width), (slot) =>
        slot === 0 ? '.' : String(slots.indexOf(slot) + 1 || '*'),
      ).join(''),
    );
  }

  /** All that is kept of the objects. */
  contents(): unknown {
    return this.drawing.objects.map((object) => ({
      id: object.id,
      category: object.category,
      areaPx2: object.areaPx2,
      shape: shapeOf(object, this.drawing.size),
    }));
  }
}

function penAt(point: Point, modifiers: Modifiers = {}): Pen {
  const screen = { x: point.x * 10, y: point.y * 10 };
  const still = { alt: false, shift: false, ctrl: false, button: 0, pressure: 1 };
  return { point, screen, scale: 10, ...still, ...modifiers };
}

/** A polygon object as the studio answers it. */
export function polygonObject(id: number, category: number, flat: readonly number[]): Annotation {
  return {
    id,
    category,
    shape: { kind: 'polygons', polygons: [flat] },
    crowd: false,
    areaPx2: 0,
    bounds: { x: 0, y: 0, width: 0, height: 0 },
    edited: false,
    visible: true,
    locked: false,
    color: null,
  };
}

export const square = (x: number, y: number, side: number): readonly number[] => [
  x,
  y,
  x + side,
  y,
  x + side,
  y + side,
  x,
  y + side,
];
