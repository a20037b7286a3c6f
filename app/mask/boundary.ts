import type { PerClass } from '../domain/metrics.ts';
import type { Size } from '../domain/geometry.ts';
import { ignored } from './labels.ts';
import { nearnessTo, outlinesOf, type OutlinePixels } from './outline-pixels.ts';

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
  const classes = counts.length / figures;
  const labelled = outlinesOf(truth, classes, size);
  const named = outlinesOf(predicted, classes, size);
  const near = { nearPx, ...size };
  for (let value = 1; value <= classes; value++) {
    const [truly, supposedly] = [labelled[value]!, named[value]!];
    // Where nothing counts a prediction is not asked for, though it may be what a labelled pixel is near to.
    const asked = supposedly.filter((at) => truth[at] !== ignored);
    const found = [
      ...[asked.length, countNear(asked, truly, near)],
      ...[truly.length, countNear(truly, supposedly, near)],
    ];
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

function countNear(
  these: OutlinePixels,
  those: OutlinePixels,
  near: Size & { readonly nearPx: number },
): number {
  const isNear = nearnessTo(those, near);
  let count = 0;
  for (const place of these) if (isNear(place)) count++;
  return count;
}
