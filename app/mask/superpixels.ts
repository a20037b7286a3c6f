import type { Size } from '../domain/geometry.ts';
import { labOf } from './lab.ts';
import type { Pixels } from './pixels.ts';
import { centreSize, clusterSteps, type Clusters } from './slic.ts';

/** A picture cut into small regions of about one colour, each of one piece. */
export interface Superpixels extends Size {
  /** One number a pixel, row by row: 0 .. count - 1. */
  readonly labels: Uint32Array;
  readonly count: number;
}

/** Above this the clusters are found on a smaller copy. */
const mostClusteredPx2 = 4_000_000;
const visited = 0x8000_0000;

/**
 * SLIC superpixels of about `sidePx` x `sidePx` pixels each. A picture of more than 4 megapixels is clustered on a copy
 * that is smaller by a whole factor, and the regions are enlarged; then the pixels beside a border choose again, each by
 * its own colour, between the regions that meet there. So borders are exact to the pixel within one pixel of the copy.
 * Stops now and then, so that whoever runs it can do something else or give up.
 */
export function* superpixelSteps(
  pixels: Pixels,
  sidePx: number,
): Generator<undefined, Superpixels> {
  const { width, height } = pixels;
  const factor = Math.ceil(Math.sqrt((width * height) / mostClusteredPx2));
  const small = factor === 1 ? pixels : reduced(pixels, factor);
  yield undefined;
  const side = Math.max(2, sidePx / factor);
  const size = { width: small.width, height: small.height };
  const clusters = yield* clusterSteps({ ...size, lab: labOf(small), sidePx: side });
  yield undefined;
  const labels =
    factor === 1 ? clusters.labels : enlarged(pixels, { ...size, factor }, clusters, side);
  yield undefined;
  const count = joinPieces(labels, { width, height }, (sidePx * sidePx) / 4);
  return { width, height, labels, count };
}

export function superpixelsOf(pixels: Pixels, sidePx: number): Superpixels {
  const steps = superpixelSteps(pixels, sidePx);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The mean of each `factor` x `factor` pixels; fewer at the right and at the bottom. */
function reduced({ data, width, height }: Pixels, factor: number): Pixels {
  const columns = Math.ceil(width / factor);
  const rows = Math.ceil(height / factor);
  const small = new Uint8ClampedArray(4 * columns * rows);
  for (let row = 0, to = 0; row < rows; row++) {
    const bottom = Math.min(height, (row + 1) * factor);
    for (let column = 0; column < columns; column++, to += 4) {
      const right = Math.min(width, (column + 1) * factor);
      let [red, green, blue, count] = [0, 0, 0, 0];
      for (let y = row * factor; y < bottom; y++) {
        for (let x = column * factor; x < right; x++, count++) {
          const from = 4 * (y * width + x);
          red += data[from]!;
          green += data[from + 1]!;
          blue += data[from + 2]!;
        }
      }
      small[to] = red / count;
      small[to + 1] = green / count;
      small[to + 2] = blue / count;
      small[to + 3] = 255;
    }
  }
  return { width: columns, height: rows, data: small };
}

/** The labels of a smaller copy at full size. */
function enlarged(
  { data, width, height }: Pixels,
  { width: columns, height: rows, factor }: Size & { readonly factor: number },
  { labels: small, centres }: Clusters,
  side: number,
): Uint32Array {
  const labels = new Uint32Array(width * height);
  const block = new Uint8ClampedArray(4 * factor * factor);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const left = column * factor;
      const right = Math.min(width, left + factor);
      const top = row * factor;
      const bottom = Math.min(height, top + factor);
      const own = small[at]!;
      const others = [
        column > 0 ? small[at - 1]! : own,
        column < columns - 1 ? small[at + 1]! : own,
        row > 0 ? small[at - columns]! : own,
        row < rows - 1 ? small[at + columns]! : own,
      ].filter((label) => label !== own);
      if (others.length === 0) {
        for (let y = top; y < bottom; y++) labels.fill(own, y * width + left, y * width + right);
        continue;
      }
      let length = 0;
      for (let y = top; y < bottom; y++) {
        const from = 4 * (y * width + left);
        block.set(data.subarray(from, from + 4 * (right - left)), 4 * length);
        length += right - left;
      }
      const lab = labOf({ width: length, height: 1, data: block });
      for (let i = 0, y = top; y < bottom; y++) {
        for (let x = left; x < right; x++, i++) {
          const place = { x: (x + 0.5) / factor - 0.5, y: (y + 0.5) / factor - 0.5, side };
          let least = distance(lab, i, centres, own, place);
          let best = own;
          for (const other of others) {
            const away = distance(lab, i, centres, other, place);
            if (away < least) {
              least = away;
              best = other;
            }
          }
          labels[y * width + x] = best;
        }
      }
    }
  }
  return labels;
}

/** As in clustering, with the same weight of place. */
function distance(
  lab: Float32Array,
  i: number,
  centres: Float64Array,
  label: number,
  { x, y, side }: { readonly x: number; readonly y: number; readonly side: number },
): number {
  const at = centreSize * label;
  const l = lab[3 * i]! - centres[at]!;
  const a = lab[3 * i + 1]! - centres[at + 1]!;
  const b = lab[3 * i + 2]! - centres[at + 2]!;
  const across = x - centres[at + 3]!;
  const down = y - centres[at + 4]!;
  return l * l + a * a + b * b + (100 / (side * side)) * (across * across + down * down);
}

/**
 * Numbers the pieces anew from 0, so that each number is one piece: what hangs together side by side. A piece smaller
 * than `leastPx2` joins the one that was found before it and touches its first pixel. Changes the labels, answers the count.
 */
function joinPieces(labels: Uint32Array, { width, height }: Size, leastPx2: number): number {
  const piece: number[] = [];
  let count = 0;
  for (let start = 0; start < labels.length; start++) {
    const label = labels[start]!;
    if (label >= visited) continue;
    const column = start % width;
    // Raster order: what lies above and to the left has its number already.
    const before =
      column > 0 ? labels[start - 1]! : start >= width ? labels[start - width]! : undefined;
    const mark = visited + count;
    piece.length = 0;
    piece.push(start);
    labels[start] = mark;
    for (let next = 0; next < piece.length; next++) {
      const i = piece[next]!;
      const x = i % width;
      if (x > 0 && labels[i - 1] === label) piece.push(take(labels, i - 1, mark));
      if (x < width - 1 && labels[i + 1] === label) piece.push(take(labels, i + 1, mark));
      if (i >= width && labels[i - width] === label) piece.push(take(labels, i - width, mark));
      if (i < width * (height - 1) && labels[i + width] === label) {
        piece.push(take(labels, i + width, mark));
      }
    }
    if (piece.length < leastPx2 && before !== undefined) {
      for (const i of piece) labels[i] = before;
    } else {
      count++;
    }
  }
  for (let i = 0; i < labels.length; i++) labels[i]! -= visited;
  return count;
}

function take(labels: Uint32Array, i: number, mark: number): number {
  labels[i] = mark;
  return i;
}
