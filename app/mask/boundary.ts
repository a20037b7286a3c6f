import type { PerClass } from '../domain/metrics.ts';
import type { Size } from '../domain/geometry.ts';
import { createBitmap, type Bitmap } from './bitmap.ts';
import { grown } from './distance.ts';
import { ignored } from './labels.ts';

/**
 * How well outlines lie on outlines, summed over pictures, for each foreground class: how many outline pixels were predicted, how
 * many of them lie near a labelled one, how many are labelled, and how many of those lie near a predicted one.
 * Source: Csurka et al., "What is a good evaluation measure for semantic segmentation?" (2013).
 */
export type BoundaryCounts = Float64Array;

const figures = 4;
/** Near is within this share of the picture's diagonal, as in that paper, unless told. */
export const usualNearShare = 0.0075;

export function createBoundaryCounts(foreground: number): BoundaryCounts {
  return new Float64Array(foreground * figures);
}

/** Adds the outlines of one picture, whose label map holds 255 where nothing counts. Changes `counts`. */
export function addToBoundary(
  counts: BoundaryCounts,
  {
    truth,
    predicted,
    nearShare = usualNearShare,
    ...size
  }: Size & {
    readonly truth: Uint8Array;
    readonly predicted: Uint8Array;
    readonly nearShare?: number;
  },
): void {
  const nearPx = Math.max(1, nearShare * Math.hypot(size.width, size.height));
  const counted = (at: number): boolean => truth[at] !== ignored;
  const present = new Uint8Array(256);
  for (const labels of [truth, predicted]) for (const value of labels) present[value] = 1;
  for (let value = 1; value <= counts.length / figures; value++) {
    if (present[value] !== 1) continue;
    const labelled = outlineOf(truth, value, size);
    const named = outlineOf(predicted, value, size);
    const found = [
      share(named, grown(labelled, nearPx), counted),
      share(labelled, grown(named, nearPx), counted),
    ].flat();
    found.forEach((figure, at) => {
      counts[(value - 1) * figures + at]! += figure;
    });
  }
}

/** The harmonic mean of both shares, 0..1; null for a class that is nowhere labelled or predicted. */
export function boundaryScores(counts: BoundaryCounts, names: readonly string[]): PerClass {
  return Object.fromEntries(
    names.map((name, at) => {
      const [named, right, labelled, found] = counts.subarray(
        at * figures,
        (at + 1) * figures,
      ) as unknown as [number, number, number, number];
      if (named + labelled === 0) return [name, null];
      const precision = named === 0 ? 0 : right / named;
      const recall = labelled === 0 ? 0 : found / labelled;
      const sum = precision + recall;
      return [name, sum === 0 ? 0 : (2 * precision * recall) / sum];
    }),
  );
}

/** How many of an outline's pixels count, and how many of those lie in `near`. */
function share(
  outline: Bitmap,
  near: Bitmap,
  counts: (at: number) => boolean,
): readonly [number, number] {
  let all = 0;
  let inside = 0;
  for (let at = 0; at < outline.data.length; at++) {
    if (outline.data[at] !== 1 || !counts(at)) continue;
    all++;
    inside += near.data[at]!;
  }
  return [all, inside];
}

/** Pixels of a class beside another one, above, below, left or right; the picture's own edge is no outline. */
function outlineOf(labels: Uint8Array, value: number, { width, height }: Size): Bitmap {
  const outline = createBitmap(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (labels[at] !== value) continue;
      const isEdge =
        (x > 0 && labels[at - 1] !== value) ||
        (x + 1 < width && labels[at + 1] !== value) ||
        (y > 0 && labels[at - width] !== value) ||
        (y + 1 < height && labels[at + width] !== value);
      if (isEdge) outline.data[at] = 1;
    }
  }
  return outline;
}
