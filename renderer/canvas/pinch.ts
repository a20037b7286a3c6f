import type { Point } from '../../app/domain/geometry.ts';
import type { Board } from './board.ts';

/** Two fingers move the picture and zoom it about the middle between them. */
export class Pinch {
  readonly #board: Pick<Board, 'pan' | 'zoom'>;
  readonly #fingers = new Map<number, Point>();
  #isUnderWay = false;

  constructor(board: Pick<Board, 'pan' | 'zoom'>) {
    this.#board = board;
  }

  /** From the second finger on until the last one is lifted: one that stays does not go on to paint. */
  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  /** True for the finger that makes it a pinch. */
  down(finger: number, at: Point): boolean {
    this.#fingers.set(finger, at);
    const isSecond = this.#fingers.size === 2;
    this.#isUnderWay ||= isSecond;
    return isSecond;
  }

  move(finger: number, at: Point): void {
    if (!this.#fingers.has(finger)) {
      return;
    }
    const [a, b] = [...this.#fingers.values()];
    this.#fingers.set(finger, at);
    const [c, d] = [...this.#fingers.values()];
    if (a === undefined || b === undefined || c === undefined || d === undefined) {
      return;
    }
    const from = middle(a, b);
    const to = middle(c, d);
    this.#board.pan(to.x - from.x, to.y - from.y);
    const spread = distance(a, b);
    if (spread > 0) {
      this.#board.zoom(distance(c, d) / spread, to);
    }
  }

  up(finger: number): void {
    this.#fingers.delete(finger);
    this.#isUnderWay &&= this.#fingers.size > 0;
  }

  /** The fingers that lie on the picture count no longer. */
  end(): void {
    this.#fingers.clear();
    this.#isUnderWay = false;
  }
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
