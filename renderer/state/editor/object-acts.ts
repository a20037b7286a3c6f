import type { Change } from '../../../app/domain/gesture.ts';
import type { Drawing } from '../../canvas/drawing/drawing.ts';
import { seedOf, type DrawnObject } from '../../canvas/drawing/drawn-object.ts';
import type { Act } from '../../canvas/tools/tool.ts';
import type { Workbench } from '../../canvas/workbench.ts';
import { PixelActs } from './pixel-acts.ts';

/** What is done to whole objects, from the list or by key; each an ordinary, undoable gesture. */
export class ObjectActs {
  readonly pixels: PixelActs;
  readonly #bench: Workbench;
  readonly #nameOf: (id: number) => string;

  constructor(bench: Workbench, nameOf: (id: number) => string) {
    this.#bench = bench;
    this.#nameOf = nameOf;
    this.pixels = new PixelActs(bench, nameOf);
  }

  /** What is hot under the pointer goes first, then the chosen object. */
  deleteSelected(): void {
    if (!this.#bench.stepBack()) {
      this.delete(this.#bench.selected);
    }
  }

  delete(id: number | null): void {
    this.#remove('delete', id);
  }

  /** Whoever cuts has copied it. */
  cut(): void {
    this.#remove('cut', this.#bench.selected);
  }

  classify(id: number, after: number): void {
    this.#change('class', id, (_, { category: before }) =>
      before === after ? null : { kind: 'class', annotation: id, before, after },
    );
  }

  /** One place up (1: over the next) or down (-1). */
  reorder(id: number, by: 1 | -1): void {
    const place = this.#bench.drawing.objects.findIndex((object) => object.id === id);
    this.place(id, place + by);
  }

  /** To a place in the drawing order, counted from the bottom. */
  place(id: number, to: number): void {
    this.#change('order', id, ({ objects }, object) => {
      const before = objects.map((other) => other.id);
      const from = objects.indexOf(object);
      const isPossible = to >= 0 && to < before.length && to !== from;
      const after = before.toSpliced(from, 1).toSpliced(to, 0, id);
      return isPossible ? { kind: 'order', before, after } : null;
    });
  }

  #remove(act: 'delete' | 'cut', id: number | null): void {
    this.#change(act, id, (drawing, object) => {
      const position = drawing.objects.indexOf(object);
      return { kind: 'delete', seed: seedOf(object, position, drawing.size) };
    });
  }

  #change(
    act: Act,
    id: number | null,
    change: (drawing: Drawing, object: DrawnObject) => Change | null,
  ): void {
    const bench = this.#bench;
    const found = id === null || !bench.isOpen ? undefined : bench.drawing.object(id);
    if (found === undefined) {
      return;
    }
    if (found.locked) {
      bench.refuse('locked');
      return;
    }
    // What is begun is forgotten first: a corner under the pen shows the object as it is not.
    bench.cancelAll();
    const object = bench.drawing.object(found.id) ?? found;
    const made = change(bench.drawing, object);
    if (made !== null) {
      const left = made.kind === 'delete' ? null : object.id;
      bench.change(act, left, [made], this.#nameOf(object.id));
    }
  }
}
