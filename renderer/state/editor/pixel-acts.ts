import { invertChanges, type Change } from '../../../app/domain/gesture.ts';
import type { Bitmap } from '../../../app/mask/bitmap.ts';
import { grown, shrunk, smoothed } from '../../../app/mask/distance.ts';
import { fillHoles } from '../../../app/mask/fill.ts';
import { largestPart } from '../../../app/mask/parts.ts';
import { splitParts } from '../../../app/mask/split.ts';
import { divided, mostPieces } from '../../canvas/drawing/division.ts';
import { isPaintable, seedOf, type DrawnObject } from '../../canvas/drawing/drawn-object.ts';
import { changedCutout, reshaped } from '../../canvas/drawing/reshape.ts';
import type { Act } from '../../canvas/tools/tool.ts';
import type { Workbench } from '../../canvas/workbench.ts';
import { nameOfAll } from './object-names.ts';

/** Each press grows or shrinks by this much. */
const stepPx = 1;
/** Spikes and cracks up to twice as wide go. */
const smoothPx = 2;

/** What is done to all pixels of the chosen objects; each an ordinary, undoable gesture, however many they are. */
export class PixelActs {
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
  }

  grow(): void {
    this.#reshape('grow', stepPx, (bitmap) => grown(bitmap, stepPx));
  }

  /** Sees a pixel around the object: that is what takes away from it. */
  shrink(): void {
    this.#reshape('shrink', 1, (bitmap) => shrunk(bitmap, stepPx));
  }

  smooth(): void {
    this.#reshape('smooth', smoothPx + 1, (bitmap) => smoothed(bitmap, smoothPx));
  }

  fillHoles(): void {
    this.#reshape('holes', 0, (bitmap) => {
      fillHoles(bitmap);
      return bitmap;
    });
  }

  keepLargest(): void {
    this.#reshape('largest', 0, largestPart);
  }

  /** Each part that hangs together becomes an object of its own; the largest stays what it was. */
  splitParts(): void {
    const bench = this.#bench;
    const splits = this.#changeable().map((object) => ({
      object,
      split: splitParts(object.cutout),
    }));
    const pieces = splits.reduce((sum, { split }) => sum + split.apart.length, 0);
    if (splits.length > 0 && (pieces === 0 || pieces > mostPieces)) {
      bench.refuse(pieces === 0 ? 'one-part' : 'many-pieces');
      return;
    }
    const parts = new Map(splits.map(({ object, split }) => [object.id, split]));
    this.#change('parts', [...parts.keys()], (object) => {
      const split = parts.get(object.id);
      return split === undefined ? [] : divided(bench, object, split);
    });
  }

  /** Second objects of the same shapes on top; the one of the first is chosen then. */
  duplicate(): void {
    const bench = this.#bench;
    const objects = this.#changeable();
    if (objects.length === 0) return;
    const { drawing } = bench;
    const top = drawing.objects.length;
    const created = objects.map((object, nth): Change => {
      const seed = seedOf(object, top + nth, drawing.size);
      return { kind: 'create', seed: { ...seed, id: bench.takeId() } };
    });
    const [first] = created;
    const chosen = first?.kind === 'create' ? first.seed.id : null;
    const ids = objects.map(({ id }) => id);
    bench.change('duplicate', chosen, created, nameOfAll(ids, this.#nameOf));
  }

  #reshape(act: Act, marginPx: number, change: (bitmap: Bitmap) => Bitmap): void {
    const bench = this.#bench;
    const ids = this.#changeable().map(({ id }) => id);
    this.#change(act, ids, (object) =>
      reshaped(bench, object, changedCutout(bench, object, marginPx, change)),
    );
  }

  /** One after the other, each as those before it have left it: one may have taken pixels from the next, or all. */
  #change(
    act: Act,
    ids: readonly number[],
    change: (object: DrawnObject) => readonly Change[],
  ): void {
    const [first] = ids;
    if (first === undefined) return;
    const { drawing } = this.#bench;
    const made: Change[] = [];
    for (const id of ids) {
      const object = drawing.object(id);
      const changes = object === undefined ? [] : change(object);
      // The last one's are shown by whoever performs all of them.
      if (id !== ids.at(-1)) drawing.apply(changes);
      else drawing.apply(invertChanges(made));
      made.push(...changes);
    }
    this.#bench.change(act, first, made, nameOfAll(ids, this.#nameOf));
  }

  /** The chosen objects when all of them may be changed; says why when not. */
  #changeable(): readonly DrawnObject[] {
    const bench = this.#bench;
    const find = (): readonly DrawnObject[] =>
      bench.isOpen ? this.#chosen().flatMap((id) => bench.drawing.object(id) ?? []) : [];
    const found = find();
    if (found.length === 0) {
      bench.refuse('none-chosen');
      return [];
    }
    if (bench.readOnly) {
      bench.refuse('read-only');
      return [];
    }
    if (!found.every(isPaintable)) {
      bench.refuse(found.length === 1 ? 'locked' : 'one-locked');
      return [];
    }
    // What is begun is forgotten first: a corner under the pen shows the object as it is not.
    bench.cancelAll();
    return find();
  }
}
