import { viewOf } from './scan.ts';

export interface FlippedRegion {
  /** Of a row of the data. */
  readonly width: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  /** The row after the last in which anything flips. */
  readonly bottom: number;
}

/** Columns gone down side by side, as four words of four pixels: what is carried down then stays in registers. */
const abreast = 16;
/** Rows gone down at a time, few enough to be still in the cache when the next columns come. */
const bandRows = 64;

/**
 * Makes a mask of the pixels at which it flips going down a column: each takes over what the one above it holds.
 * Changes `data`, one byte a pixel, row by row, in which nothing outside the region is set.
 */
export function takeOverDown(
  data: Uint8Array,
  { width, left, right, top, bottom }: FlippedRegion,
): void {
  const view = viewOf(data);
  for (let above = top; above < bottom - 1; above += bandRows) {
    const last = Math.min(above + bandRows, bottom - 1) * width;
    let column = right;
    // Ends with the region, since further right is the next row; to its left nothing is set, and nothing changes.
    for (; column > left && column >= abreast; column -= abreast) {
      const place = column - abreast;
      let i = above * width + place;
      let a = view.getUint32(i, true);
      let b = view.getUint32(i + 4, true);
      let c = view.getUint32(i + 8, true);
      let d = view.getUint32(i + 12, true);
      for (i += width; i <= last + place; i += width) {
        view.setUint32(i, (a ^= view.getUint32(i, true)), true);
        view.setUint32(i + 4, (b ^= view.getUint32(i + 4, true)), true);
        view.setUint32(i + 8, (c ^= view.getUint32(i + 8, true)), true);
        view.setUint32(i + 12, (d ^= view.getUint32(i + 12, true)), true);
      }
    }
    for (; column > left; column--) {
      for (let i = (above + 1) * width + column - 1; i < last + column; i += width) {
        data[i]! ^= data[i - width]!;
      }
    }
  }
}
