import type { Size } from '../domain/geometry.ts';

/**
 * Simple linear iterative clustering: R. Achanta et al., "SLIC superpixels compared to state-of-the-art superpixel
 * methods", IEEE TPAMI 34 (2012). Ours from the paper: clusters of colour and place, each looking for its pixels in a
 * window of twice its side only.
 */
export interface Slic extends Size {
  /** L, a, b of each pixel. */
  readonly lab: Float32Array;
  readonly sidePx: number;
}

/** How much place counts against colour; the paper's m, for colours in L*a*b*. */
const compactness = 10;
/** The paper: ten are enough for most pictures. Fewer when the centres have come to rest. */
const mostRounds = 10;
const atRestPx = 0.25;

/** Six numbers a cluster: L, a, b, x, y, and how many pixels. */
export const centreSize = 6;

export interface Clusters {
  /** Of each pixel; what has one number need not hang together yet. */
  readonly labels: Uint32Array;
  readonly centres: Float64Array;
}

/** Stops between rounds, so that whoever runs it can do something else or give up. */
export function* clusterSteps(slic: Slic): Generator<undefined, Clusters> {
  const { width, height } = slic;
  const labels = new Uint32Array(width * height);
  const distances = new Float32Array(width * height);
  let centres = firstCentres(slic);
  for (let round = 0; round < mostRounds; round++) {
    assign(slic, centres, labels, distances);
    const moved = centresOf(slic, labels, centres);
    const wayPx = meanWay(centres, moved);
    centres = moved;
    if (wayPx < atRestPx) break;
    yield undefined;
  }
  return { labels, centres };
}

/** A grid, each centre moved to the calmest pixel around it: not on an edge, and not on a speck. */
function firstCentres({ lab, width, height, sidePx }: Slic): Float64Array {
  const columns = Math.max(1, Math.round(width / sidePx));
  const rows = Math.max(1, Math.round(height / sidePx));
  const centres = new Float64Array(centreSize * columns * rows);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = Math.min(width - 1, Math.floor(((column + 0.5) * width) / columns));
      const y = Math.min(height - 1, Math.floor(((row + 0.5) * height) / rows));
      const calm = calmest(lab, width, height, x, y);
      centres.set([lab[3 * calm]!, lab[3 * calm + 1]!, lab[3 * calm + 2]!], at);
      centres[at + 3] = calm % width;
      centres[at + 4] = Math.floor(calm / width);
      at += centreSize;
    }
  }
  return centres;
}

function calmest(lab: Float32Array, width: number, height: number, x: number, y: number): number {
  let least = Infinity;
  let found = y * width + x;
  for (let row = Math.max(1, y - 1); row <= Math.min(height - 2, y + 1); row++) {
    for (let column = Math.max(1, x - 1); column <= Math.min(width - 2, x + 1); column++) {
      const i = row * width + column;
      const slope = difference(lab, i - 1, i + 1) + difference(lab, i - width, i + width);
      if (slope < least) {
        least = slope;
        found = i;
      }
    }
  }
  return found;
}

function difference(lab: Float32Array, a: number, b: number): number {
  const l = lab[3 * a]! - lab[3 * b]!;
  const m = lab[3 * a + 1]! - lab[3 * b + 1]!;
  const n = lab[3 * a + 2]! - lab[3 * b + 2]!;
  return l * l + m * m + n * n;
}

/** Each centre takes the pixels in its window that are nearer to it than to those before. Changes both arrays. */
function assign(
  { lab, width, height, sidePx }: Slic,
  centres: Float64Array,
  labels: Uint32Array,
  distances: Float32Array,
): void {
  distances.fill(Infinity);
  const weight = (compactness / sidePx) ** 2;
  // Where a grid does not divide the picture evenly the centres lie further apart than the side.
  const reach = Math.ceil(1.5 * sidePx);
  for (let k = 0, at = 0; at < centres.length; k++, at += centreSize) {
    const l = centres[at]!;
    const a = centres[at + 1]!;
    const b = centres[at + 2]!;
    const x = centres[at + 3]!;
    const y = centres[at + 4]!;
    const left = Math.max(0, Math.floor(x - reach));
    const right = Math.min(width - 1, Math.ceil(x + reach));
    const top = Math.max(0, Math.floor(y - reach));
    const bottom = Math.min(height - 1, Math.ceil(y + reach));
    for (let row = top; row <= bottom; row++) {
      const down = weight * (row - y) * (row - y);
      for (let i = row * width + left, column = left; column <= right; i++, column++) {
        const dl = lab[3 * i]! - l;
        const da = lab[3 * i + 1]! - a;
        const db = lab[3 * i + 2]! - b;
        const across = column - x;
        const distance = dl * dl + da * da + db * db + weight * across * across + down;
        if (distance < distances[i]!) {
          distances[i] = distance;
          labels[i] = k;
        }
      }
    }
  }
}

/** The mean of each cluster's pixels; a cluster without any stays where it was. */
function centresOf(
  { lab, width, height }: Slic,
  labels: Uint32Array,
  before: Float64Array,
): Float64Array {
  const sums = new Float64Array(before.length);
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      const at = centreSize * labels[i]!;
      sums[at]! += lab[3 * i]!;
      sums[at + 1]! += lab[3 * i + 1]!;
      sums[at + 2]! += lab[3 * i + 2]!;
      sums[at + 3]! += column;
      sums[at + 4]! += row;
      sums[at + 5]! += 1;
    }
  }
  for (let at = 0; at < sums.length; at += centreSize) {
    const count = sums[at + 5]!;
    for (let part = at; part < at + 5; part++) {
      sums[part] = count === 0 ? before[part]! : sums[part]! / count;
    }
  }
  return sums;
}

function meanWay(before: Float64Array, after: Float64Array): number {
  let way = 0;
  for (let at = 0; at < before.length; at += centreSize) {
    way += Math.hypot(after[at + 3]! - before[at + 3]!, after[at + 4]! - before[at + 4]!);
  }
  return (way * centreSize) / before.length;
}
