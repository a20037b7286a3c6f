import type { Rect } from '../domain/geometry.ts';

/**
 * Reads bitmaps (0 and 1 only) eight pixels at a time, as floating point numbers: of all word-wide reads these are
 * the fastest in V8, a third of the time of `indexOf`. Eight bytes of 0 and 1 are never NaN nor -0, so two of them
 * are equal exactly when their pixels are, and 0 exactly when no pixel is set.
 */
const word = 8;
const block = 4 * word;

/** What `firstSet` and `lastSet` read; making one costs as much as scanning a row, so make one per bitmap. */
export function viewOf(data: Uint8Array): DataView {
  return new DataView(data.buffer, data.byteOffset, data.byteLength);
}

/** The first set pixel from index `from` up to before `to`; `to` when there is none. */
export function firstSet(view: DataView, from: number, to: number): number {
  let i = from;
  for (; i + block <= to; i += block) {
    if (
      view.getFloat64(i, true) !== 0 ||
      view.getFloat64(i + word, true) !== 0 ||
      view.getFloat64(i + 2 * word, true) !== 0 ||
      view.getFloat64(i + 3 * word, true) !== 0
    ) {
      break;
    }
  }
  while (i < to && view.getUint8(i) === 0) i++;
  return i;
}

/** The last set pixel from index `from` up to before `to`; `from - 1` when there is none. */
export function lastSet(view: DataView, from: number, to: number): number {
  let i = to;
  for (; i - block >= from; i -= block) {
    if (
      view.getFloat64(i - word, true) !== 0 ||
      view.getFloat64(i - 2 * word, true) !== 0 ||
      view.getFloat64(i - 3 * word, true) !== 0 ||
      view.getFloat64(i - 4 * word, true) !== 0
    ) {
      break;
    }
  }
  while (i > from && view.getUint8(i - 1) === 0) i--;
  return i - 1;
}

/**
 * Where the rows of `rect` differ from the row above them inside it: start, end, start, end, ... as indices into
 * `data`, in order, each stretch within one row and less than 32 long. Masks differ from row to row at their outlines
 * only, so whoever looks for changes down the columns needs to look here only: a mask of 12 megapixels is read once,
 * along its rows, instead of down each column with a cache miss on each pixel.
 */
export function changedStretches(
  { data, width: stride }: { readonly data: Uint8Array; readonly width: number },
  { x, y, width, height }: Rect,
): readonly number[] {
  const view = viewOf(data);
  const changed: number[] = [];
  for (let row = y + 1; row < y + height; row++) {
    const end = row * stride + x + width;
    let i = row * stride + x;
    for (; i + block <= end; i += block) {
      if (blocksEqual(view, i, i - stride)) continue;
      for (let at = i; at < i + block; at += word) {
        if (view.getFloat64(at, true) !== view.getFloat64(at - stride, true)) {
          changed.push(at, at + word);
        }
      }
    }
    for (; i < end; i++) {
      if (data[i] === data[i - stride]) continue;
      changed.push(i, end);
      break;
    }
  }
  return changed;
}

function blocksEqual(view: DataView, a: number, b: number): boolean {
  return (
    view.getFloat64(a, true) === view.getFloat64(b, true) &&
    view.getFloat64(a + word, true) === view.getFloat64(b + word, true) &&
    view.getFloat64(a + 2 * word, true) === view.getFloat64(b + 2 * word, true) &&
    view.getFloat64(a + 3 * word, true) === view.getFloat64(b + 3 * word, true)
  );
}
