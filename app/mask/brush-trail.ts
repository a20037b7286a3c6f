import type { Rect, Size } from '../domain/geometry.ts';
import { strokeRows, type Stamp } from './brush.ts';
import type { FilledTiles } from './tile-pixels.ts';
import { tileSide } from './tiles.ts';

/** Rows that are answered as one box: more would be more boxes, fewer would hold more that is not new. */
const bandPx = 32;

type Path = Omit<Stamp, 'bitmap' | 'value'>;

/**
 * What one stroke leaves behind. A large brush covers with each step nearly what it covered with the last: only what is
 * new is painted, and only that is answered, so that a step costs what the hand has moved and not how large the brush is.
 */
export class BrushTrail {
  readonly #cover: Stamp['bitmap'];
  /** What the last step covered in each row, both ends included; nothing where the last is before the first. */
  #firsts: Int32Array;
  #lasts: Int32Array;
  #nextFirsts: Int32Array;
  #nextLasts: Int32Array;
  #top = 0;
  #bottom = 0;
  readonly #filled: Filled;

  constructor(cover: Stamp['bitmap']) {
    this.#cover = cover;
    this.#filled = new Filled(cover);
    const make = (): Int32Array => new Int32Array(cover.height);
    [this.#firsts, this.#lasts, this.#nextFirsts, this.#nextLasts] = [
      make(),
      make(),
      make(),
      make(),
    ];
  }

  /** Tiles that one step has covered wholly. */
  get filled(): FilledTiles {
    return this.#filled;
  }

  /** Paints what is new, and answers boxes around it. Changes the cover. */
  stamp(path: Path): readonly Rect[] {
    const { data, width } = this.#cover;
    const boxes: Rect[] = [];
    const left = new Band(boxes);
    const right = new Band(boxes);
    let top = -1;
    this.#filled.begin();
    let bottom = 0;
    strokeRows(path, this.#cover, (row, first, last) => {
      if (top < 0) top = row;
      bottom = row + 1;
      this.#nextFirsts[row] = first;
      this.#nextLasts[row] = last;
      this.#filled.add(row, first, last);
      if (first > last) return;
      const start = row * width;
      const isKnown = row >= this.#top && row < this.#bottom;
      const before = isKnown ? this.#firsts[row]! : 0;
      const beforeLast = isKnown ? this.#lasts[row]! : -1;
      if (beforeLast < before || before > last || beforeLast < first) {
        data.fill(1, start + first, start + last + 1);
        left.add(row, first, last);
        return;
      }
      if (first < before) {
        data.fill(1, start + first, start + before);
        left.add(row, first, before - 1);
      }
      if (last > beforeLast) {
        data.fill(1, start + beforeLast + 1, start + last + 1);
        right.add(row, beforeLast + 1, last);
      }
    });
    left.end();
    right.end();
    this.#top = Math.max(0, top);
    this.#bottom = bottom;
    [this.#firsts, this.#nextFirsts] = [this.#nextFirsts, this.#firsts];
    [this.#lasts, this.#nextLasts] = [this.#nextLasts, this.#lasts];
    return boxes;
  }
}

/** Finds the tiles of which all rows are covered by the same step. */
class Filled implements FilledTiles {
  readonly #columns: number;
  readonly #marks: Uint8Array;
  #tileRow = -1;
  #rows = 0;
  #first = 0;
  #last = 0;

  constructor({ width, height }: Size) {
    this.#columns = Math.ceil(width / tileSide);
    this.#marks = new Uint8Array(this.#columns * Math.ceil(height / tileSide));
  }

  has(column: number, row: number): boolean {
    return this.#marks[row * this.#columns + column] === 1;
  }

  /** Another step begins. */
  begin(): void {
    this.#tileRow = -1;
  }

  /** Rows come from top to bottom. */
  add(row: number, first: number, last: number): void {
    const tileRow = Math.floor(row / tileSide);
    const isFirst = tileRow !== this.#tileRow || row % tileSide === 0;
    this.#tileRow = tileRow;
    this.#rows = isFirst ? 1 : this.#rows + 1;
    this.#first = isFirst ? first : Math.max(first, this.#first);
    this.#last = isFirst ? last : Math.min(last, this.#last);
    if (row % tileSide !== tileSide - 1 || this.#rows !== tileSide) return;
    const from = Math.ceil(this.#first / tileSide);
    const to = Math.floor((this.#last + 1) / tileSide);
    if (from < to) {
      this.#marks.fill(1, tileRow * this.#columns + from, tileRow * this.#columns + to);
    }
  }
}

/** Gathers what is new in some rows, and answers one box for them. */
class Band {
  readonly #boxes: Rect[];
  #from = -1;
  #to = 0;
  #left = 0;
  #right = 0;

  constructor(boxes: Rect[]) {
    this.#boxes = boxes;
  }

  /** `first` and `last` are both in it. Rows come from top to bottom. */
  add(row: number, first: number, last: number): void {
    if (this.#from >= 0 && (row > this.#to || row - this.#from >= bandPx)) this.end();
    if (this.#from < 0) {
      this.#from = row;
      this.#left = first;
      this.#right = last + 1;
    } else {
      this.#left = Math.min(this.#left, first);
      this.#right = Math.max(this.#right, last + 1);
    }
    this.#to = row + 1;
  }

  end(): void {
    if (this.#from >= 0) {
      const [x, y] = [this.#left, this.#from];
      this.#boxes.push({ x, y, width: this.#right - x, height: this.#to - y });
    }
    this.#from = -1;
  }
}
