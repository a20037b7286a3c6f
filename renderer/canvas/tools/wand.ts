import { SimilarPaint } from './similar-paint.ts';
import { blankSketch, type Hands, type Pen, type Sketch, type Tool } from './tool.ts';

/** A press takes what has the colour under the pen; dragging on raises or lowers the tolerance while it is seen. */
export class WandTool implements Tool {
  readonly name = 'wand';
  readonly #paint: SimilarPaint;

  constructor(hands: Hands) {
    this.#paint = new SimilarPaint(hands, { act: 'wand', drags: true });
  }

  get isSettling(): boolean {
    return this.#paint.isSettling;
  }

  press(pen: Pen): void {
    this.#paint.press(pen);
  }

  move(pen: Pen): void {
    this.#paint.move(pen);
  }

  release(): void {
    this.#paint.release();
  }

  finish(): boolean {
    return false;
  }

  cancel(): boolean {
    return this.#paint.cancel();
  }

  stepBack(): boolean {
    return false;
  }

  sketch(): Sketch {
    return blankSketch;
  }
}
