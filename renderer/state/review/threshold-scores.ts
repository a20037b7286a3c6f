import type { Scores } from '../../../app/domain/metrics.ts';
import { createConfusion, scoresOf, type Confusion } from '../../../app/mask/confusion.ts';
import { ignored } from '../../../app/mask/labels.ts';
import { thresholdRange, type JudgedPixels } from './judged-pixels.ts';

/** How many pixels of each sureness were labelled as one class and guessed as another: scores at any threshold. */
export interface SurenessCounts {
  /** Background included. */
  readonly classes: number;
  /** By sureness, then label, then guess. */
  readonly counts: Float64Array;
}

export function countBySureness(
  { labels, guesses, sureness }: JudgedPixels,
  classes: number,
): SurenessCounts {
  const counts = new Float64Array(101 * classes * classes);
  for (let at = 0; at < labels.length; at++) {
    const label = labels[at] ?? ignored;
    if (label === ignored) continue;
    const cell = ((sureness[at] ?? 0) * classes + label) * classes + (guesses[at] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return { classes, counts };
}

/** Exactly those of the studio at this threshold, which is in hundredths. Names are the classes', without background. */
export function scoresAt(
  { classes, counts }: SurenessCounts,
  threshold: number,
  names: readonly string[],
): Scores {
  const confusion: Confusion = createConfusion(classes);
  const cells = classes * classes;
  for (let sure = 0; sure <= 100; sure++) {
    const isPredicted = sure >= Math.max(1, threshold);
    for (let cell = 0; cell < cells; cell++) {
      const pixels = counts[sure * cells + cell] ?? 0;
      if (pixels === 0) continue;
      // What is not sure enough is background, the first column.
      const to = isPredicted ? cell : cell - (cell % classes);
      confusion.counts[to] = (confusion.counts[to] ?? 0) + pixels;
    }
  }
  return scoresOf(confusion, names);
}

/** A slider's 0.37 as the 37 that pixels are compared by. */
export function inHundredths(threshold: number): number {
  const { lowest, highest } = thresholdRange;
  return Math.min(highest, Math.max(lowest, Math.round(threshold * 100)));
}
