import { Drawing } from '../../canvas/drawing/drawing.ts';
import { whenIdle } from '../idle.ts';
import type { PictureDetail } from './picture-detail.ts';

/** The masks of a picture that is likely to be opened next, made ready while nothing else is to be done. */
export class DrawnAhead {
  readonly detail: PictureDetail;
  readonly #steps: Generator<void, Drawing, void>;
  #drawing: Drawing | null = null;
  #callOff: () => void = () => undefined;
  #stopped: () => void = () => undefined;

  constructor(detail: PictureDetail) {
    this.detail = detail;
    const { image, annotations } = detail;
    this.#steps = Drawing.inSteps({ size: image, turn: image.turn, annotations });
  }

  /** Resolves when it is ready, or nobody wants it any more. */
  async work(): Promise<void> {
    while (this.#drawing === null) {
      const goesOn = await new Promise<boolean>((resolve) => {
        this.#stopped = () => resolve(false);
        this.#callOff = whenIdle((hasTime) => {
          do this.#step();
          while (this.#drawing === null && hasTime());
          resolve(true);
        });
      });
      if (!goesOn) return;
    }
  }

  stop(): void {
    this.#callOff();
    this.#stopped();
  }

  /** It is wanted now: what is left to do is done at once. */
  finish(): Drawing {
    this.stop();
    while (this.#drawing === null) this.#step();
    return this.#drawing;
  }

  #step(): void {
    const step = this.#steps.next();
    if (step.done === true) this.#drawing = step.value;
  }
}
