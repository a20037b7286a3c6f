import type { EvaluationSettings } from '../../contract/evaluation.ts';
import type { Evaluation } from '../../contract/methods.ts';
import type { RunJob } from '../../contract/run-folder.ts';
import { withBackground } from '../../domain/category.ts';
import { boundaryScores, createBoundaryCounts } from '../../mask/boundary.ts';
import {
  createConfusion,
  perClass,
  precisionOf,
  recallOf,
  scoresOf,
  type Confusion,
} from '../../mask/confusion.ts';
import {
  calibrationOf,
  createSurenessCounts,
  scoresAt,
  thresholdRange,
} from '../../mask/sureness.ts';
import type { Compared } from './predicted-labels.ts';

/** What an evaluation says of all its pictures together. */
export type EvaluationFigures = Omit<
  Evaluation,
  'run' | keyof EvaluationSettings | 'mistakes' | 'worst'
>;

/** Sums pictures, compared at their own sizes, into one confusion: a class that is nowhere has no figures, rather than 0. */
export function evaluationSum({ classes }: Pick<RunJob, 'classes'>): {
  add(compared: Compared): void;
  figures(): EvaluationFigures;
} {
  const confusion = createConfusion(classes.length + 1);
  const outlines = createBoundaryCounts(classes.length);
  const sureness = createSurenessCounts(classes.length + 1);
  const names = classes.map(({ name }) => name);
  let pictures = 0;
  return {
    add(compared) {
      add(confusion.counts, compared.counts);
      add(outlines, compared.more?.outlines ?? []);
      add(sureness.counts, compared.more?.sureness ?? []);
      pictures++;
    },
    figures: () => ({
      pictures,
      ...scoresOf(confusion, names),
      precision: perClass(confusion, names, precisionOf),
      recall: perClass(confusion, names, recallOf),
      boundary: boundaryScores(outlines, names),
      confusion: { names: [...withBackground(names)], counts: rowsOf(confusion) },
      thresholds: everyFifth.map((hundredths) => {
        const { meanIou, iou } = scoresAt(sureness, hundredths, names);
        return { threshold: hundredths / 100, meanIou, iou };
      }),
      calibration: calibrationOf(sureness).map(({ pixels, right, meanSureness }) => ({
        pixels,
        right,
        probability: meanSureness === null ? null : meanSureness / 100,
      })),
    }),
  };
}

/** Thresholds of 5, 10 ... 95 hundredths. */
const everyFifth = Array.from({ length: 19 }, (_, step) => thresholdRange.lowest + 5 * step);

function add(counts: Float64Array, more: ArrayLike<number>): void {
  for (let cell = 0; cell < counts.length; cell++) {
    counts[cell] = (counts[cell] ?? 0) + (more[cell] ?? 0);
  }
}

function rowsOf({ classes, counts }: Confusion): number[][] {
  return Array.from({ length: classes }, (_, row) => [
    ...counts.subarray(row * classes, (row + 1) * classes),
  ]);
}
