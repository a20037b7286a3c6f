import type { Rect, Size, Turn } from '../../../app/domain/geometry.ts';
import { uprightSize } from '../../../app/domain/geometry.ts';
import { uprightSteps } from '../turned.ts';
import type { Viewport } from '../viewport.ts';

/**
 * Labels are drawn for the screen, one device pixel after the other, never for the whole picture: the work depends
 * on what is in sight and not on how large the picture is, and borders of pixels stay sharp at every zoom.
 */

/** Which label lies on top of each stored pixel, row by row; 0 is none. */
export interface Labels {
  readonly size: Size;
  readonly turn: Turn;
  readonly values: Uint16Array;
}

/** Colours by label, each a little-endian RGBA word as `ImageData` holds it. */
export interface Palette {
  readonly fill: Uint32Array;
  readonly line: Uint32Array;
  /** Labels filled with stripes: crowds. */
  readonly striped: Uint8Array;
  /** Labels with a pattern of thin lines over their fill, one of `hatchings`; 0 or left out for none. */
  readonly hatch?: Uint8Array;
  /** A second line inside the first, as wide again; 0 for none. It marks what is chosen on any picture. */
  readonly inner?: Uint32Array;
  /** What each label of the map counts as, where several are drawn as one; the colours are by that. */
  readonly merged?: Uint16Array;
}

export interface LineStyle {
  /** In device pixels, drawn inside the border. */
  readonly width: number;
  /** Gaps in the line, for predictions. */
  readonly dashed: boolean;
}

/** What `ImageData` shows, one word per device pixel. */
export interface Surface extends Size {
  readonly words: Uint32Array;
}

export interface PaintOrder {
  readonly labels: Labels;
  readonly palette: Palette;
  readonly line: LineStyle;
  readonly viewport: Viewport;
  readonly pixelRatio: number;
  /** In device pixels, inside the surface. */
  readonly rect: Rect;
}

const outside = -1;
const stripeStepPx = 8;

/** So many patterns can be told apart: slanting both ways, lying, standing, dots, crossed. */
export const hatchings = 6;

/** The pattern of the nth class, counted from 0. */
export function hatchingOfClass(n: number): number {
  return (n % hatchings) + 1;
}

/** Whether a line of the pattern goes through a device pixel; `width` is that of the border. */
function isHatched(hatching: number, x: number, y: number, width: number): boolean {
  const step = 5 * width;
  const thin = Math.max(1, width >> 1);
  const rising = (x + y) % step < thin;
  const falling = (((x - y) % step) + step) % step < thin;
  switch (hatching) {
    case 1:
      return rising;
    case 2:
      return falling;
    case 3:
      return y % step < thin;
    case 4:
      return x % step < thin;
    case 5:
      return x % step < width && y % step < width;
    default:
      return rising || falling;
  }
}

/** One row of the screen: its label in each column, and where each run of the same label ends. */
class Row {
  readonly labels: Uint16Array;
  readonly ends: Int32Array;
  runs = 0;
  /** The run that was asked for last: rows are gone through from left to right. */
  #at = 0;

  constructor(stride: number) {
    this.labels = new Uint16Array(stride);
    this.ends = new Int32Array(stride);
  }

  become(other: Row): void {
    this.labels.set(other.labels);
    this.ends.set(other.ends.subarray(0, other.runs));
    this.runs = other.runs;
  }

  begin(): void {
    this.#at = 0;
  }

  /** Where the run that column `x` is in ends; `x` is never less than the last one asked for. */
  endAt(x: number): number {
    const { ends } = this;
    let at = this.#at;
    while ((ends[at] as number) <= x) at++;
    this.#at = at;
    return ends[at] as number;
  }
}

/** Keeps its buffers between calls: nothing is allocated while a stroke is drawn. */
export class LabelPainter {
  #columns = new Int32Array(0);
  #ring: Row[] = [];
  #stride = 0;
  /** Columns that are sampled: the buffers may be as wide as an earlier, larger rectangle. */
  #wanted = 0;

  paint(surface: Surface, order: PaintOrder): void {
    const { rect, line } = order;
    if (rect.width <= 0 || rect.height <= 0) {
      return;
    }
    const width = Math.max(1, Math.round(line.width));
    // The second line begins where the first ends.
    const reach = order.palette.inner === undefined ? width : 2 * width;
    this.#prepare(rect, order, reach);
    const rows = this.#ring.length;
    let sampledFrom = Number.NaN;
    let previous: Row | null = null;
    for (let y = rect.y - reach; y < rect.y + rect.height + reach; y++) {
      const row = this.#ring[(y + rows * reach) % rows] as Row;
      const imageRow = rowInImage(y, order);
      if (imageRow === sampledFrom && previous !== null) {
        row.become(previous);
      } else {
        this.#sample(row, imageRow, order);
      }
      sampledFrom = imageRow;
      previous = row;
      const drawn = y - reach;
      if (drawn >= rect.y) {
        this.#drawRow(surface, drawn, { width, reach }, order);
      }
    }
  }

  /** For every column of the rectangle and `reach` more on both sides: where its pixel is in a row of labels. */
  #prepare(rect: Rect, { labels, viewport, pixelRatio }: PaintOrder, reach: number): void {
    const wanted = rect.width + 2 * reach;
    this.#wanted = wanted;
    if (this.#stride < wanted || this.#ring.length !== 2 * reach + 1) {
      this.#stride = Math.max(wanted, this.#stride);
      this.#columns = new Int32Array(this.#stride);
      const rows = { length: 2 * reach + 1 };
      this.#ring = Array.from(rows, () => new Row(this.#stride));
    }
    const upright = uprightSize(labels.size, labels.turn);
    const { right } = uprightSteps(labels.size, labels.turn);
    for (let index = 0; index < wanted; index++) {
      const x = (rect.x - reach + index + 0.5) / pixelRatio;
      const column = Math.floor((x - viewport.x) / viewport.scale);
      this.#columns[index] = column < 0 || column >= upright.width ? outside : column;
    }
    // The step may be negative, so the mark for "outside" is set apart from the products.
    if (right !== 1) {
      for (let index = 0; index < wanted; index++) {
        const column = this.#columns[index] as number;
        this.#columns[index] = column === outside ? outsideTurned : column * right;
      }
    }
  }

  #sample(row: Row, imageRow: number, { labels, palette }: PaintOrder): void {
    const upright = uprightSize(labels.size, labels.turn);
    const wanted = this.#wanted;
    const { labels: sampled, ends } = row;
    if (imageRow < 0 || imageRow >= upright.height) {
      sampled.fill(0, 0, wanted);
      ends[0] = wanted;
      row.runs = 1;
      return;
    }
    const { first, right, down } = uprightSteps(labels.size, labels.turn);
    const base = first + imageRow * down;
    const blank = right === 1 ? outside : outsideTurned;
    const columns = this.#columns;
    const { values } = labels;
    const { merged } = palette;
    let runs = 0;
    let last = -1;
    for (let index = 0; index < wanted; index++) {
      const column = columns[index] as number;
      let label = column === blank ? 0 : (values[base + column] as number);
      if (merged !== undefined) label = merged[label] ?? 0;
      sampled[index] = label;
      if (label !== last) {
        if (index > 0) ends[runs++] = index;
        last = label;
      }
    }
    ends[runs++] = wanted;
    row.runs = runs;
  }

  /** How far to the right of `x` all rows at hand hold this label; 0 when not even there. */
  #sameUntil(label: number, x: number): number {
    let until = Infinity;
    for (const row of this.#ring) {
      if (row.labels[x] !== label) return 0;
      until = Math.min(until, row.endAt(x));
    }
    return until;
  }

  #drawRow(
    surface: Surface,
    y: number,
    { width, reach }: { readonly width: number; readonly reach: number },
    { rect, palette, line }: PaintOrder,
  ): void {
    const rows = this.#ring.length;
    const rowAt = (offset: number): Row =>
      this.#ring[(y + offset + rows * reach * 2) % rows] as Row;
    const at = (offset: number): Uint16Array => rowAt(offset).labels;
    const slant = Math.max(1, Math.round(width * 0.7));
    const middle = at(0);
    const above = at(-1);
    const below = at(1);
    const farAbove = at(-width);
    const farBelow = at(width);
    const slantAbove = at(-slant);
    const slantBelow = at(slant);
    // Whether another label is as near as the second line reaches.
    const farSlant = Math.round(reach * 0.7);
    const highest = at(-reach);
    const lowest = at(reach);
    const high = at(-farSlant);
    const low = at(farSlant);
    const { words } = surface;
    const { fill, line: lineColors, striped, inner, hatch } = palette;
    for (const row of this.#ring) row.begin();
    const { ends: middleEnds } = rowAt(0);
    let run = 0;
    const start = y * surface.width + rect.x - reach;
    const stop = rect.width + reach;
    let triedAt = 0;
    for (let x = reach; x < stop; x++) {
      const label = middle[x] as number;
      if (label === 0) {
        while ((middleEnds[run] as number) <= x) run++;
        const end = Math.min(stop, middleEnds[run] as number);
        words.fill(0, start + x, start + end);
        x = end - 1;
        continue;
      }
      // Far from every border there is the fill alone, for as long as all rows around go on.
      const isPlain = striped[label] !== 1 && (hatch === undefined || hatch[label] === 0);
      if (isPlain && x >= triedAt) {
        const end = Math.min(stop, this.#sameUntil(label, x - reach) - reach);
        if (end > x) {
          words.fill(fill[label] as number, start + x, start + end);
          x = end - 1;
          continue;
        }
        triedAt = x + betweenTriesPx;
      }
      const to = start + x;
      const onBorder =
        middle[x - 1] !== label ||
        middle[x + 1] !== label ||
        above[x] !== label ||
        below[x] !== label ||
        middle[x - width] !== label ||
        middle[x + width] !== label ||
        farAbove[x] !== label ||
        farBelow[x] !== label ||
        slantAbove[x - slant] !== label ||
        slantAbove[x + slant] !== label ||
        slantBelow[x - slant] !== label ||
        slantBelow[x + slant] !== label;
      const slope = rect.x + x - reach + y;
      if (onBorder && !(line.dashed && slope % (width * 7) >= width * 4)) {
        words[to] = lineColors[label] as number;
      } else if (
        inner !== undefined &&
        inner[label] !== 0 &&
        (middle[x - reach] !== label ||
          middle[x + reach] !== label ||
          highest[x] !== label ||
          lowest[x] !== label ||
          high[x - farSlant] !== label ||
          high[x + farSlant] !== label ||
          low[x - farSlant] !== label ||
          low[x + farSlant] !== label)
      ) {
        words[to] = inner[label] as number;
      } else if (striped[label] === 1 && slope % stripeStepPx < stripeStepPx / 2) {
        words[to] = 0;
      } else if (
        hatch !== undefined &&
        hatch[label] !== 0 &&
        isHatched(hatch[label] as number, rect.x + x - reach, y, width)
      ) {
        words[to] = lineColors[label] as number;
      } else {
        words[to] = fill[label] as number;
      }
    }
  }
}

/** After a border nearby was met, so many pixels are looked at one by one. */
const betweenTriesPx = 4;

const outsideTurned = -(2 ** 31);

function rowInImage(y: number, { viewport, pixelRatio }: PaintOrder): number {
  return Math.floor(((y + 0.5) / pixelRatio - viewport.y) / viewport.scale);
}
