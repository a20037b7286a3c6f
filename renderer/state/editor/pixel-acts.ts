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

/** Each press grows or shrinks by this much. */
const stepPx = 1;
/** Spikes and cracks up to twice as wide go. */
const smoothPx = 2;

/** What is done to all pixels of the chosen object; each an ordinary, undoable gesture. */
export class PixelActs {
  readonly #bench: Workbench;
  readonly #nameOf: (id: number) => string;

  constructor(bench: Workbench, nameOf: (id: number) => string) {
    this.#bench = bench;
    this.#nameOf = nameOf;
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
    const object = this.#chosen();
    if (object === null) {
      return;
    }
    const split = splitParts(object.cutout);
    if (split.apart.length === 0 || split.apart.length > mostPieces) {
      bench.refuse(split.apart.length === 0 ? 'one-part' : 'many-pieces');
      return;
    }
    const name = this.#nameOf(object.id);
    bench.change('parts', object.id, divided(bench, object, split), name);
  }

  /** A second object of the same shape on top, which is chosen then. */
  duplicate(): void {
    const bench = this.#bench;
    const object = this.#chosen();
    if (object !== null) {
      const { drawing } = bench;
      const seed = seedOf(object, drawing.objects.length, drawing.size);
      const id = bench.takeId();
      const change = { kind: 'create', seed: { ...seed, id } } as const;
      bench.change('duplicate', id, [change], this.#nameOf(object.id));
    }
  }

  #reshape(act: Act, marginPx: number, change: (bitmap: Bitmap) => Bitmap): void {
    const bench = this.#bench;
    const object = this.#chosen();
    if (object === null) {
      return;
    }
    const name = this.#nameOf(object.id);
    const after = changedCutout(bench, object, marginPx, change);
    bench.change(act, object.id, reshaped(bench, object, after), name);
  }

  /** The chosen object when it may be changed; says why when not. */
  #chosen(): DrawnObject | null {
    const bench = this.#bench;
    const object =
      bench.selected === null || !bench.isOpen ? undefined : bench.drawing.object(bench.selected);
    if (object === undefined) {
      bench.refuse('none-chosen');
      return null;
    }
    if (bench.readOnly || !isPaintable(object)) {
      bench.refuse(bench.readOnly ? 'read-only' : 'locked');
      return null;
    }
    // What is begun is forgotten first: a corner under the pen shows the object as it is not.
    bench.cancelAll();
    return bench.drawing.object(object.id) ?? null;
  }
}
