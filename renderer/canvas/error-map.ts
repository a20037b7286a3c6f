import type { Rect } from '../../app/domain/geometry.ts';
import { wholeOf } from '../../app/mask/bitmap.ts';
import { ignored } from '../../app/mask/labels.ts';
import { judge } from '../../app/mask/verdict.ts';
import type { Drawing } from './drawing/drawing.ts';
import type { Predicted } from './predicted.ts';

/** So many pixels are judged at a time, at most: a few milliseconds. */
const pixelsPerStep = 1_000_000;

export interface ErrorMapHost {
  /** Calls back soon, when the hand has been served. Answers how to call that off. */
  later(work: () => void): () => void;
  /** The class of an object that a stroke brings into being. */
  comingCategory(): number | null;
  /** Verdicts inside `rect` are others; in stored pixels. */
  judged(rect: Rect): void;
}

/**
 * Label against prediction, pixel by pixel, as long as somebody looks. It follows the drawing: what changed is judged
 * anew, the newest first, a part at a time, so that the hand never waits for it.
 */
export class ErrorMap {
  /** One of `verdict` for each stored pixel, row by row. */
  readonly verdicts: Uint16Array;
  readonly #drawing: Drawing;
  readonly #host: ErrorMapHost;
  readonly #stopListening: () => void;
  #predicted: Predicted;
  /** Still to be judged, the last one first. */
  #waiting: Rect[] = [];
  #callOff: (() => void) | null = null;

  constructor(drawing: Drawing, predicted: Predicted, host: ErrorMapHost) {
    this.#drawing = drawing;
    this.#predicted = predicted;
    this.#host = host;
    this.verdicts = new Uint16Array(drawing.size.width * drawing.size.height);
    this.#stopListening = drawing.listen({
      pixels: (rect) => this.#wait(rect),
      objects: () => undefined,
    });
    this.#wait(wholeOf(drawing.size));
  }

  stop(): void {
    this.#stopListening();
    this.#callOff?.();
    this.#waiting = [];
  }

  get drawing(): Drawing {
    return this.#drawing;
  }

  /** Another threshold: what is shown stays until it is judged anew. */
  follow(predicted: Predicted): void {
    if (predicted !== this.#predicted) {
      this.#predicted = predicted;
      this.#waiting = [];
      this.#wait(wholeOf(this.#drawing.size));
    }
  }

  #wait(rect: Rect): void {
    if (rect.width > 0 && rect.height > 0) {
      this.#waiting.push(rect);
      this.#callOff ??= this.#host.later(() => this.#step());
    }
  }

  #step(): void {
    this.#callOff = null;
    const judged = {
      labels: this.#drawing.labels.values,
      predicted: this.#predicted.values,
      width: this.#drawing.size.width,
      valueOf: this.#meanings(),
    };
    let left = pixelsPerStep;
    while (left > 0) {
      const rect = this.#waiting.pop();
      if (rect === undefined) {
        return;
      }
      const height = Math.min(rect.height, Math.max(1, Math.floor(left / rect.width)));
      const part = { ...rect, height };
      judge(this.verdicts, judged, part);
      left -= height * rect.width;
      if (height < rect.height) {
        this.#waiting.push({ ...rect, y: rect.y + height, height: rect.height - height });
      }
      this.#host.judged(part);
    }
    if (this.#waiting.length > 0) this.#callOff = this.#host.later(() => this.#step());
  }

  /** What each label of the drawing means to the network: crowds and classes that it does not know are ignored. */
  #meanings(): Uint8Array {
    const { categories } = this.#predicted;
    const { objects, stroke } = this.#drawing;
    const coming = stroke?.newSlot ?? null;
    const slots = objects.map(({ slot }) => slot);
    const valueOf = new Uint8Array(Math.max(0, coming ?? 0, ...slots) + 1);
    const meaning = (category: number | null): number => {
      const at = category === null ? -1 : categories.indexOf(category);
      return at < 0 ? ignored : at + 1;
    };
    for (const { slot, category, crowd } of objects) {
      valueOf[slot] = crowd ? ignored : meaning(category);
    }
    if (coming !== null) valueOf[coming] = meaning(this.#host.comingCategory());
    return valueOf;
  }
}
