import type { Point } from '../../app/domain/geometry.ts';
import type { Board } from './board.ts';
import type { Workbench } from './workbench.ts';

/** A line of a wheel, where the browser counts in lines. */
const pxPerLine = 16;
const zoomPerPx = 0.0022;
/** So far a wheel turns for one step of the brush; a notch is more than that, a trackpad counts up to it. */
const pxPerStep = 30;

/** What turning the wheel does: Ctrl zooms, Alt sizes the brush, Shift moves sideways, alone it moves the picture. */
export class Wheel {
  readonly #board: Board;
  readonly #bench: Workbench;
  /** Turned for the brush, and not a whole step yet. */
  #turnedPx = 0;

  constructor(board: Board, bench: Workbench) {
    this.#board = board;
    this.#bench = bench;
  }

  turn(event: WheelEvent, at: Point): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? pxPerLine : 1;
    const dx = event.deltaX * unit;
    const dy = event.deltaY * unit;
    if (event.ctrlKey || event.metaKey) {
      // A pinch on a trackpad arrives as a wheel with Ctrl, in small steps.
      const step = Math.max(-240, Math.min(240, dy * (Math.abs(dy) < 30 ? 4 : 1)));
      this.#board.zoom(Math.exp(-step * zoomPerPx), at);
    } else if (event.altKey && this.#bench.hasSize) {
      this.#size(dx === 0 ? dy : dx);
    } else if (event.shiftKey && dx === 0) {
      this.#board.pan(-dy, 0);
    } else {
      this.#board.pan(-dx, -dy);
    }
  }

  /** Away from the person is larger. */
  #size(turnedPx: number): void {
    this.#turnedPx = Math.abs(turnedPx) >= pxPerStep ? turnedPx : this.#turnedPx + turnedPx;
    if (Math.abs(this.#turnedPx) >= pxPerStep) {
      this.#bench.stepBrushSize(this.#turnedPx < 0 ? 1 : -1);
      this.#turnedPx = 0;
    }
    this.#board.handMoved();
  }
}
