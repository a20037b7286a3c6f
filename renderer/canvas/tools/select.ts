import { CornerEditing } from './corner-editing.ts';
import {
  blankSketch,
  type CornerKeys,
  type Hands,
  type Pen,
  type Sketch,
  type Tool,
} from './tool.ts';

/** A click chooses the object on top; the corners of a chosen polygon can be dragged. */
export class SelectTool implements Tool {
  readonly name = 'select';
  readonly #hands: Hands;
  readonly #corners: CornerEditing;

  constructor(hands: Hands) {
    this.#hands = hands;
    this.#corners = new CornerEditing(hands);
  }

  get cornerKeys(): CornerKeys {
    return this.#corners.keys;
  }

  press(pen: Pen): void {
    if (pen.button === 0 && !this.#corners.press(pen)) {
      this.#hands.select(this.#hands.drawing.objectAt(pen.point)?.id ?? null);
    }
  }

  move(pen: Pen): void {
    this.#corners.move(pen);
  }

  release(): void {
    this.#corners.release();
  }

  finish(): boolean {
    return false;
  }

  cancel(): boolean {
    return this.#corners.cancel();
  }

  stepBack(): boolean {
    return this.#corners.deleteHot();
  }

  sketch(): Sketch {
    return { ...blankSketch, corners: this.#corners.corners() };
  }
}
