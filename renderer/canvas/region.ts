import type { Rect, Size } from '../../app/domain/geometry.ts';
import { clipRect } from '../../app/mask/bitmap.ts';

/** Of the cells in which a region is kept. */
const cellPx = 64;

/**
 * A part of a picture or of the screen, cell by cell. What changes there is often a thin ring or fifty scattered
 * spots: one box around all would be most of the picture.
 */
export class Region {
  readonly #size: Size;
  readonly #cellPx: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #marks: Uint8Array;
  #isEmpty = true;

  constructor(size: Size, cell = cellPx) {
    this.#size = { width: size.width, height: size.height };
    this.#cellPx = cell;
    this.#columns = Math.ceil(size.width / cell);
    this.#rows = Math.ceil(size.height / cell);
    this.#marks = new Uint8Array(this.#columns * this.#rows);
  }

  /** In whole pixels. */
  add(rect: Rect): void {
    const { x, y, width, height } = clipRect(rect, this.#size);
    if (width === 0 || height === 0) {
      return;
    }
    this.#isEmpty = false;
    const first = Math.floor(x / this.#cellPx);
    const end = Math.ceil((x + width) / this.#cellPx);
    const bottom = Math.ceil((y + height) / this.#cellPx);
    for (let row = Math.floor(y / this.#cellPx); row < bottom; row++) {
      this.#marks.fill(1, row * this.#columns + first, row * this.#columns + end);
    }
  }

  clear(): void {
    this.#marks.fill(0);
    this.#isEmpty = true;
  }

  /** The cells as boxes that do not overlap: neighbours in a row are one. */
  boxes(): readonly Rect[] {
    const boxes: Rect[] = [];
    for (let row = 0; row < this.#rows && !this.#isEmpty; row++) {
      let first = -1;
      for (let column = 0; column <= this.#columns; column++) {
        const isIn = column < this.#columns && this.#marks[row * this.#columns + column] === 1;
        if (isIn && first < 0) first = column;
        if (!isIn && first >= 0) {
          boxes.push(this.#box(first, column, row));
          first = -1;
        }
      }
    }
    return boxes;
  }

  #box(first: number, end: number, row: number): Rect {
    const cell = this.#cellPx;
    const box = { x: first * cell, y: row * cell, width: (end - first) * cell, height: cell };
    return clipRect(box, this.#size);
  }
}
