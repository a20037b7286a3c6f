import type { Point } from '../../../app/domain/geometry.ts';
import { blankSketch, type Hands, type Pen, type Sketch, type Tool } from './tool.ts';

/** Drags the picture about, while Space or the middle button is held. */
export class PanTool implements Tool {
  readonly name = 'pan';
  readonly #hands: Hands;
  #last: Point | null = null;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  press({ screen }: Pen): void {
    this.#last = screen;
  }

  move({ screen }: Pen): void {
    if (this.#last !== null) {
      this.#hands.pan(screen.x - this.#last.x, screen.y - this.#last.y);
      this.#last = screen;
    }
  }

  release(): void {
    this.#last = null;
  }

  finish(): boolean {
    return false;
  }

  cancel(): boolean {
    const begun = this.#last !== null;
    this.#last = null;
    return begun;
  }

  stepBack(): boolean {
    return false;
  }

  sketch(): Sketch {
    return blankSketch;
  }
}
