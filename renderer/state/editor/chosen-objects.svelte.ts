import type { DrawnObject } from '../../canvas/drawing/drawn-object.ts';
import type { Workbench } from '../../canvas/workbench.ts';

interface Shown {
  readonly objects: readonly DrawnObject[];
  readonly hand: { readonly selected: number | null };
}

/**
 * The objects that are chosen together in the list. The bench knows one of them, to which painting goes; when it takes up
 * another by itself, the others are let go.
 */
export class ChosenObjects {
  readonly #bench: Workbench;
  readonly #shown: () => Shown;
  #all = $state.raw<readonly number[]>([]);
  /** The one that painting goes to first, then the others from the bottom. */
  readonly ids = $derived.by((): readonly number[] => {
    const { objects, hand } = this.#shown();
    const { selected } = hand;
    if (selected === null) {
      return [];
    }
    const all = new Set(this.#all.includes(selected) ? this.#all : []);
    const others = objects.map(({ id }) => id).filter((id) => id !== selected && all.has(id));
    return [selected, ...others];
  });

  constructor(bench: Workbench, shown: () => Shown) {
    this.#bench = bench;
    this.#shown = shown;
  }

  get areSeveral(): boolean {
    return this.ids.length > 1;
  }

  has(id: number): boolean {
    return this.ids.includes(id);
  }

  /** These and no others; painting goes to the first. */
  choose(ids: readonly number[]): void {
    this.#all = ids;
    this.#bench.select(ids[0] ?? null);
  }

  /** One more, to which painting goes then, or one less. */
  toggle(id: number): void {
    const { ids } = this;
    this.choose(ids.includes(id) ? ids.filter((other) => other !== id) : [id, ...ids]);
  }
}
