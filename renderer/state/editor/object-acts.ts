import type { Change } from '../../../app/domain/gesture.ts';
import { united } from '../../canvas/drawing/division.ts';
import type { Drawing } from '../../canvas/drawing/drawing.ts';
import { seedOf, type DrawnObject } from '../../canvas/drawing/drawn-object.ts';
import type { Act } from '../../canvas/tools/tool.ts';
import type { Workbench } from '../../canvas/workbench.ts';
import { nameOfAll } from './object-names.ts';
import { PixelActs } from './pixel-acts.ts';

/** What is done to whole objects, one or several, from the list or by key; each an ordinary, undoable gesture. */
export class ObjectActs {
  readonly pixels: PixelActs;
  readonly #bench: Workbench;
  readonly #nameOf: (id: number) => string;
  readonly #chosen: () => readonly number[];

  /** `chosen` are the objects chosen together, the one that painting goes to first. */
  constructor(
    bench: Workbench,
    nameOf: (id: number) => string,
    chosen = () => (bench.selected === null ? [] : [bench.selected]),
  ) {
    this.#bench = bench;
    this.#nameOf = nameOf;
    this.#chosen = chosen;
    this.pixels = new PixelActs(bench, nameOf, chosen);
  }

  /** What is hot under the pointer goes first, then what is chosen. */
  deleteSelected(): void {
    if (!this.#bench.stepBack()) {
      this.delete(this.#chosen());
    }
  }

  delete(ids: readonly number[]): void {
    this.#change('delete', ids, removed);
  }

  /** Whoever cuts has copied it. */
  cut(): void {
    this.#change('cut', this.#chosen(), removed);
  }

  classify(ids: readonly number[], after: number): void {
    this.#change('class', ids, (_, objects) =>
      objects.flatMap(({ id: annotation, category: before }) =>
        before === after ? [] : [{ kind: 'class', annotation, before, after }],
      ),
    );
  }

  /** The object that painting goes to takes in the others that are chosen; only objects of its class. */
  merge(): void {
    const bench = this.#bench;
    this.#change('merge', this.#chosen(), (drawing, [into, ...others]) => {
      const all = into === undefined ? [] : [into, ...others];
      const refusal =
        into === undefined || others.length === 0
          ? 'one-chosen'
          : all.some(({ crowd }) => crowd)
            ? 'crowd'
            : all.some(({ visible }) => !visible)
              ? 'locked'
              : others.some(({ category }) => category !== into.category)
                ? 'other-class'
                : null;
      if (into === undefined || refusal !== null) {
        bench.refuse(refusal ?? 'one-chosen');
        return [];
      }
      return united(drawing, into, others);
    });
  }

  /** The chosen ones a place up (1: over the next) or down (-1), those among them that can; among each other as before. */
  reorder(by: 1 | -1): void {
    const ids = this.#chosen();
    this.#change('order', ids, ({ objects }) => {
      const before = objects.map(({ id }) => id);
      const after = by === 1 ? raised(before, ids) : raised(before.toReversed(), ids).reverse();
      const isPossible = after.some((id, place) => id !== before[place]);
      return isPossible ? [{ kind: 'order', before, after }] : [];
    });
  }

  /** To a place in the drawing order, counted from the bottom. */
  place(id: number, to: number): void {
    this.#change('order', [id], ({ objects }) => {
      const before = objects.map((other) => other.id);
      const from = before.indexOf(id);
      const isPossible = to >= 0 && to < before.length && to !== from;
      const after = before.toSpliced(from, 1).toSpliced(to, 0, id);
      return isPossible ? [{ kind: 'order', before, after }] : [];
    });
  }

  /** All of them or none: one that is locked stands in the way of the whole. */
  #change(
    act: Act,
    ids: readonly number[],
    change: (drawing: Drawing, objects: readonly DrawnObject[]) => readonly Change[],
  ): void {
    const bench = this.#bench;
    const find = (): readonly DrawnObject[] =>
      bench.isOpen ? ids.flatMap((id) => bench.drawing.object(id) ?? []) : [];
    const found = find();
    const [first] = found;
    if (first === undefined) {
      return;
    }
    if (found.some(({ locked }) => locked)) {
      bench.refuse(found.length === 1 ? 'locked' : 'one-locked');
      return;
    }
    // What is begun is forgotten first: a corner under the pen shows the object as it is not.
    bench.cancelAll();
    const made = change(bench.drawing, find());
    if (made.length > 0) {
      const left = act === 'delete' || act === 'cut' ? null : first.id;
      const named = act === 'merge' ? [first.id] : found.map(({ id }) => id);
      bench.change(act, left, made, nameOfAll(named, this.#nameOf));
    }
  }
}

/** The place of each is the one it has when those before it are gone. */
function removed(drawing: Drawing, objects: readonly DrawnObject[]): readonly Change[] {
  const order = drawing.objects.map(({ id }) => id);
  return objects.map((object): Change => {
    const position = order.indexOf(object.id);
    order.splice(position, 1);
    return { kind: 'delete', seed: seedOf(object, position, drawing.size) };
  });
}

/** An order, its end on top, in which each of `ids` has gone over the one above it that is none of them. */
function raised(order: readonly number[], ids: readonly number[]): number[] {
  const after = [...order];
  for (let place = after.length - 2; place >= 0; place--) {
    const [own, above] = [after[place], after[place + 1]];
    if (own === undefined || above === undefined) continue;
    if (ids.includes(own) && !ids.includes(above)) after.splice(place, 2, above, own);
  }
  return after;
}
