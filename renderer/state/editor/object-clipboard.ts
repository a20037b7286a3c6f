import {
  copiedFromText,
  textOfCopied,
  type CopiedObjects,
} from '../../../app/contract/copied-objects.ts';
import type { Result } from '../../../app/contract/methods.ts';
import { shapeInPicture } from '../../../app/mask/shape-crop.ts';
import { arrived, type Arrival } from '../../canvas/drawing/arrivals.ts';
import { shapeOf } from '../../canvas/drawing/drawn-object.ts';
import type { Act } from '../../canvas/tools/tool.ts';
import type { Workbench } from '../../canvas/workbench.ts';
import { words } from '../../words/en.ts';
import type { ObjectActs } from './object-acts.ts';
import type { ObjectFaces } from './object-faces.svelte.ts';

interface Parts {
  readonly bench: Workbench;
  readonly acts: Pick<ObjectActs, 'cut'>;
  readonly faces: Pick<ObjectFaces, 'nameOf' | 'categoryName'>;
  categoryNamed(name: string): number | null;
  /** The objects that are chosen together. */
  chosen(): readonly number[];
  /** The picture that is open. */
  image(): number | null;
  /** Resolves when the picture that was asked for last is open: what is pasted meanwhile is meant for that one. */
  opened(): Promise<void>;
  /** The picture before the open one; null where that is the first. */
  previous(): Promise<Result<'image.get'> | null>;
  /** Resolves when so many objects can be made at once. */
  reserve(count: number): Promise<void>;
}

/** What was copied, and of which object of which picture. */
interface Copied extends CopiedObjects {
  readonly text: string;
  readonly image: number | null;
  readonly ids: readonly number[];
}

/** Objects taken from one picture to another, by way of the window's own clipboard and the system's where that is open. */
export class ObjectClipboard {
  readonly #parts: Parts;
  #copied: Copied | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Keeps what is chosen, bottom first, and answers it as text; null when nothing is. */
  copy(): string | null {
    const { bench, faces } = this.#parts;
    const ids = new Set(this.#parts.chosen());
    const chosen = bench.isOpen ? bench.drawing.objects.filter(({ id }) => ids.has(id)) : [];
    if (chosen.length === 0) {
      bench.refuse('none-chosen');
      return null;
    }
    const { size } = bench.drawing;
    const objects = chosen.map((object) => ({
      category: faces.categoryName(object.category),
      crowd: object.crowd,
      shape: shapeOf(object, size),
    }));
    const text = textOfCopied({ size, objects });
    this.#copied = { size, objects, text, image: this.#parts.image(), ids: [...ids] };
    return text;
  }

  cut(): string | null {
    const text = this.copy();
    if (text !== null) this.#parts.acts.cut();
    return text;
  }

  /** What the system's clipboard holds goes before what was copied here, unless it is the same or something else. */
  async paste(text: string | null): Promise<void> {
    await this.#parts.opened();
    const own = this.#copied;
    const other = text === null || text === own?.text ? null : copiedFromText(text);
    const copied = other ?? own;
    if (copied === null) {
      this.#parts.bench.refuse('nothing-copied');
      return;
    }
    const { bench } = this.#parts;
    const arrivals = copied.objects.map(({ category, crowd, shape }): Arrival | null => {
      // A class that this project does not have: what is painted next, then.
      const id = this.#parts.categoryNamed(category) ?? bench.category;
      return id === null ? null : { category: id, crowd, shape, size: copied.size };
    });
    const known = arrivals.filter((arrival) => arrival !== null);
    if (known.length === 0) {
      bench.refuse('no-class');
      return;
    }
    const beside = copied === own && own.image === this.#parts.image() ? own.ids : [];
    await this.#put('paste', known, beside);
  }

  /** All objects of the picture before, as one act. */
  async copyPrevious(): Promise<void> {
    await this.#parts.opened();
    const image = this.#parts.image();
    const before = await this.#parts.previous();
    if (image !== this.#parts.image()) {
      return;
    }
    if (before === null || before.annotations.length === 0) {
      this.#parts.bench.refuse(before === null ? 'no-previous' : 'previous-empty');
      return;
    }
    const { width, height } = before.image;
    const size = { width, height };
    const arrivals = before.annotations.map(({ category, crowd, shape }) => ({
      ...{ category, crowd, shape },
      size,
    }));
    await this.#put('previous', arrivals, []);
  }

  async #put(act: Act, arrivals: readonly Arrival[], beside: readonly number[]): Promise<void> {
    const { bench } = this.#parts;
    const at = this.#parts.image();
    if (bench.readOnly) {
      bench.refuse('read-only');
      return;
    }
    await this.#parts.reserve(arrivals.length);
    if (!bench.isOpen || this.#parts.image() !== at) {
      return;
    }
    const { size } = bench.drawing;
    if (arrivals.every(({ shape, size: from }) => shapeInPicture(shape, from, size) === null)) {
      bench.refuse('outside');
      return;
    }
    // What is begun is forgotten before anything else is painted.
    bench.cancelAll();
    const changes = arrived(bench, arrivals, beside);
    const made = changes.flatMap((change) => (change.kind === 'create' ? [change.seed] : []));
    const only = made.length === 1 ? made[0] : undefined;
    const name =
      only === undefined
        ? words.annotate.objectCount(made.length)
        : this.#parts.faces.categoryName(only.category);
    bench.change(act, only?.id ?? null, changes, name);
  }
}
