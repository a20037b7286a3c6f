import type { Drawing } from '../../canvas/drawing/drawing.ts';
import type { Workbench } from '../../canvas/workbench.ts';
import { whenIdle } from '../idle.ts';
import type { EditHistory } from './history.svelte.ts';
import type { Answer } from './writer.ts';

export type Direction = 'undo' | 'redo';

export interface StepsHost {
  /** The open picture's, if one is. */
  drawing(): Drawing | null;
  /** The project can only be looked at. */
  readonly readOnly: boolean;
  /** A step is about to be taken. */
  stepping(): void;
  push(direction: Direction): void;
  /** The studio's changes are not known here: the picture is read anew. */
  reopen(): void;
}

/** Goes through the history of the open picture, back and forth, also where only the studio knows what was done. */
export class Steps {
  readonly #bench: Workbench;
  readonly #history: EditHistory;
  readonly #host: StepsHost;
  /**
   * Null, or the studio is asked for changes that this window does not know, and painting waits for them. So do the
   * steps asked for meanwhile: nobody who presses the key five times means two.
   */
  #waiting: Direction[] | null = null;
  #stopPreparing = (): void => undefined;

  constructor(bench: Workbench, history: EditHistory, host: StepsHost) {
    this.#bench = bench;
    this.#history = history;
    this.#host = host;
  }

  get isAwaiting(): boolean {
    return this.#waiting !== null;
  }

  /** Painting waits until the studio has answered. */
  await(): void {
    this.#waiting = [];
    this.#bench.readOnly = true;
  }

  /** Another picture, or none. */
  forget(): void {
    this.#stopPreparing();
    this.#waiting = null;
    this.#bench.readOnly = this.#host.readOnly;
  }

  take(direction: Direction): void {
    if (this.#waiting !== null) {
      this.#waiting.push(direction);
      return;
    }
    const drawing = this.#host.drawing();
    if (drawing === null) {
      return;
    }
    if (this.#bench.readOnly) {
      this.#bench.refuse('read-only');
      return;
    }
    const isPossible = direction === 'undo' ? this.#history.canUndo : this.#history.canRedo;
    if (!isPossible) {
      return;
    }
    // What is begun is forgotten first: a corner under the pen is put back before an older change is taken back.
    this.#bench.cancelAll();
    this.#host.stepping();
    const changes = this.#history.step(direction);
    if (changes === null) {
      this.await();
    } else {
      drawing.apply(changes);
      this.#bench.revised();
    }
    this.#host.push(direction);
    this.#prepareNext(drawing, direction);
  }

  /** Whoever goes back a step mostly goes back another one: its pixels are worked out while the hand rests. */
  #prepareNext(drawing: Drawing, direction: Direction): void {
    this.#stopPreparing();
    this.#stopPreparing = whenIdle(() => {
      const changes = drawing === this.#host.drawing() ? this.#history.next(direction) : null;
      if (changes !== null) drawing.prepare(changes);
    });
  }

  /** Changes that only the studio knew. */
  received(kind: Direction | 'accept', answer: Answer): void {
    const drawing = this.#host.drawing();
    const steps = this.#waiting ?? [];
    this.forget();
    const { changes } = answer;
    if (changes === undefined || drawing === null) {
      this.#host.reopen();
      return;
    }
    this.#bench.cancelAll();
    drawing.apply(changes);
    this.#bench.revised();
    if (kind === 'accept') {
      this.#history.add(changes);
    } else {
      this.#history.stepped(kind, changes, answer);
    }
    for (const step of steps) this.take(step);
  }
}
