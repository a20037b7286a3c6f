import type { Size } from '../domain/geometry.ts';
import type { Scores } from '../domain/metrics.ts';
import { createConfusion, scoresOf, type Confusion } from './confusion.ts';
import { ignored } from './labels.ts';
import { scanProbabilities, type Probabilities } from './probability.ts';

/** Thresholds go in hundredths, from the lowest to the highest. */
export const thresholdRange = { lowest: 5, highest: 95 } as const;

/** A slider's 0.37 as the 37 that pixels are compared by. */
export function inHundredths(threshold: number): number {
  const { lowest, highest } = thresholdRange;
  return Math.min(highest, Math.max(lowest, Math.round(threshold * 100)));
}

/** A prediction at every threshold at once, one byte a pixel, row by row. */
export interface Guessed {
  /** The class that is predicted where the threshold is low enough; 0 is background. */
  readonly guesses: Uint8Array;
  /** The highest threshold, in hundredths, at which it is; 0 for none. */
  readonly sureness: Uint8Array;
}

/** What a network's answer means for each pixel of an upright picture of this size. Throws MaskError for maps of another size. */
export function guessedOf(probabilities: Omit<Probabilities, 'threshold'>): Guessed {
  const { width, height }: Size = probabilities;
  const guesses = new Uint8Array(width * height);
  const sureness = new Uint8Array(width * height);
  const threshold = thresholdRange.lowest / 100;
  scanProbabilities({ ...probabilities, threshold }, (y, line, best) => {
    const start = y * width;
    guesses.set(line, start);
    for (let x = 0; x < line.length; x++) {
      if (line[x] !== 0) sureness[start + x] = surenessOf(best[x] ?? 0);
    }
  });
  return { guesses, sureness };
}

/** What each threshold asks of a probability of 0 .. 255, reckoned as everywhere else. */
const leasts = Float64Array.from({ length: 102 }, (_, hundredths) => (hundredths / 100) * 255);

/** The highest threshold that a probability reaches. */
function surenessOf(value: number): number {
  let hundredths = Math.floor(value / 2.55);
  // The division may miss by one where a probability lies on a threshold.
  while ((leasts[hundredths + 1] ?? Infinity) <= value) hundredths++;
  while ((leasts[hundredths] ?? 0) > value) hundredths--;
  return hundredths;
}

/** How many pixels of each sureness were labelled as one class and guessed as another: scores at any threshold. */
export interface SurenessCounts {
  /** Background included. */
  readonly classes: number;
  /** By sureness (0 .. 100), then label, then guess. */
  readonly counts: Float64Array;
}

export function createSurenessCounts(classes: number): SurenessCounts {
  return { classes, counts: new Float64Array(101 * classes * classes) };
}

/** Adds the pixels of one picture; those labelled 255 do not count. Changes `counts`. */
export function addToSureness(
  { classes, counts }: SurenessCounts,
  labels: Uint8Array,
  { guesses, sureness }: Guessed,
): void {
  for (let at = 0; at < labels.length; at++) {
    const label = labels[at]!;
    if (label === ignored) continue;
    counts[(sureness[at]! * classes + label) * classes + guesses[at]!]!++;
  }
}

/** Exactly those of a comparison at this threshold, which is in hundredths. Names are the classes', without background. */
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
      const pixels = counts[sure * cells + cell]!;
      if (pixels === 0) continue;
      // What is not sure enough is background, the first column.
      const to = isPredicted ? cell : cell - (cell % classes);
      confusion.counts[to]! += pixels;
    }
  }
  return scoresOf(confusion, names);
}

/** Pixels that were given a class with a probability in one tenth of 0 .. 1. */
export interface SurenessBin {
  readonly pixels: number;
  /** Of those, the ones labelled so. */
  readonly right: number;
  /** What their probabilities were on average, in hundredths rounded down. */
  readonly meanSureness: number | null;
}

/** Ten tenths, the lowest first: where probabilities are honest, each tenth is right as often as it says (Guo et al. 2017). */
export function calibrationOf({ classes, counts }: SurenessCounts): readonly SurenessBin[] {
  const tenths = Array.from({ length: 10 }, () => ({ pixels: 0, right: 0, sum: 0 }));
  const cells = classes * classes;
  for (let sure = 1; sure <= 100; sure++) {
    const tenth = tenths[Math.min(9, Math.floor(sure / 10))]!;
    for (let cell = 0; cell < cells; cell++) {
      const guess = cell % classes;
      if (guess === 0) continue;
      const pixels = counts[sure * cells + cell]!;
      tenth.pixels += pixels;
      tenth.sum += pixels * sure;
      if (Math.floor(cell / classes) === guess) tenth.right += pixels;
    }
  }
  return tenths.map(({ pixels, right, sum }) => ({
    pixels,
    right,
    meanSureness: pixels === 0 ? null : sum / pixels,
  }));
}
