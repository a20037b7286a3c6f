import type { Rect, Size } from '../domain/geometry.ts';
import { strokeRows, type Stamp } from './brush.ts';
import type { KnownTiles } from './tile-pixels.ts';
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
  readonly #tiles: PaintedTiles;

  constructor(cover: Stamp['bitmap']) {
    this.#cover = cover;
    this.#tiles = new PaintedTiles(cover);
    const make = (): Int32Array => new Int32Array(cover.height);
    [this.#firsts, this.#lasts, this.#nextFirsts, this.#nextLasts] = [
      make(),
      make(),
      make(),
      make(),
    ];
  }

  /** Those that no step has reached, and those that one step has covered wholly. */
  get tiles(): KnownTiles {
    return this.#tiles;
  }

  /** Paints what is new, and answers boxes around it. Changes the cover. */
  stamp(path: Path): readonly Rect[] {
    const { data, width } = this.#cover;
    const boxes: Rect[] = [];
    const left = new Band(boxes);
    const right = new Band(boxes);
    let top = -1;
    let bottom = 0;
    strokeRows(path, this.#cover, (row, first, last) => {
      if (top < 0) top = row;
      bottom = row + 1;
      this.#nextFirsts[row] = first;
      this.#nextLasts[row] = last;
      this.#tiles.add(row, first, last);
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
    this.#tiles.end();
    this.#top = Math.max(0, top);
    this.#bottom = bottom;
    [this.#firsts, this.#nextFirsts] = [this.#nextFirsts, this.#firsts];
    [this.#lasts, this.#nextLasts] = [this.#nextLasts, this.#lasts];
    return boxes;
  }
}

const reached = 1;
const full = 2;

/** Finds the tiles that a step reaches, and those of which it covers all rows. */
class PaintedTiles implements KnownTiles {
  readonly #columns: number;
  readonly #marks: Uint8Array;
  readonly #width: number;
  #tileRow = -1;
  #rows = 0;
  /** Columns that all of these rows have, both ends included. */
  #innerFirst = 0;
  #innerLast = 0;
  /** Columns between the first and the last that any of them has. */
  #outerFirst = 0;
  #outerLast = 0;

  constructor({ width, height }: Size) {
    this.#width = width;
    this.#columns = Math.ceil(width / tileSide);
    this.#marks = new Uint8Array(this.#columns * Math.ceil(height / tileSide));
  }

  isEmpty(column: number, row: number): boolean {
    return this.#marks[row * this.#columns + column] === 0;
  }

  isFull(column: number, row: number): boolean {
    return this.#marks[row * this.#columns + column] === full;
  }

  /** `first` and `last` are both covered, unless the last is before the first. Rows of a step come from top to bottom. */
  add(row: number, first: number, last: number): void {
    const tileRow = Math.floor(row / tileSide);
    if (tileRow !== this.#tileRow) {
      this.end();
      this.#tileRow = tileRow;
      this.#rows = 0;
      this.#innerFirst = 0;
      this.#innerLast = this.#width - 1;
      this.#outerFirst = this.#width;
      this.#outerLast = -1;
    }
    this.#rows++;
    this.#innerFirst = Math.max(this.#innerFirst, first);
    this.#innerLast = Math.min(this.#innerLast, last);
    if (first > last) return;
    this.#outerFirst = Math.min(this.#outerFirst, first);
    this.#outerLast = Math.max(this.#outerLast, last);
  }

  /** The step has no more rows. */
  end(): void {
    if (this.#tileRow < 0) return;
    const start = this.#tileRow * this.#columns;
    const outerEnd = start + Math.floor(this.#outerLast / tileSide);
    for (let at = start + Math.floor(this.#outerFirst / tileSide); at <= outerEnd; at++) {
      this.#marks[at] ||= reached;
    }
    const from = Math.ceil(this.#innerFirst / tileSide);
    const to = Math.floor((this.#innerLast + 1) / tileSide);
    if (this.#rows === tileSide && from < to) this.#marks.fill(full, start + from, start + to);
    this.#tileRow = -1;
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
