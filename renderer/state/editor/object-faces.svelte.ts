import type { DrawnObject } from '../../canvas/drawing/drawn-object.ts';
import { objectColors, ObjectShades } from '../../canvas/layers/object-colors.ts';
import { words } from '../../words/en.ts';
import type { Session } from '../session.svelte.ts';
import { objectNames } from './object-names.ts';

const unknownColor = '#9aa3ad';

interface Shown {
  /** Another one for each picture that is opened. */
  readonly picture: object | null;
  readonly objects: readonly DrawnObject[];
}

/** What a person knows the objects of the open picture by: names and colours. */
export class ObjectFaces {
  readonly #session: Session;
  readonly #shown: () => Shown;
  readonly #names = $derived.by(() =>
    objectNames(this.#shown().objects, (id) => this.categoryName(id)),
  );
  readonly #shades = $derived.by(() =>
    this.#shown().picture === null ? null : new ObjectShades(),
  );
  readonly #colors = $derived.by(() => {
    const { objects } = this.#shown();
    const shades = this.#shades?.of(objects) ?? new Map<number, number>();
    return objectColors(objects, shades, (id) => this.categoryColor(id));
  });

  constructor(session: Session, shown: () => Shown) {
    this.#session = session;
    this.#shown = shown;
  }

  nameOf(id: number): string {
    return this.#names.get(id) ?? words.annotate.unknownClass;
  }

  /** Where objects are told apart. */
  colorOf(id: number): string {
    return this.#colors.get(id) ?? unknownColor;
  }

  categoryName(id: number): string {
    return this.#session.category(id)?.name ?? words.annotate.unknownClass;
  }

  categoryColor(id: number): string {
    return this.#session.category(id)?.color ?? unknownColor;
  }
}
