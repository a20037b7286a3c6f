import type { Evaluation } from '../contract/methods.ts';
import type { RunJob } from '../contract/run-folder.ts';
import { boundaryScores, createBoundaryCounts } from '../mask/boundary.ts';
import {
  createConfusion,
  perClass,
  precisionOf,
  recallOf,
  scoresOf,
  type Confusion,
} from '../mask/confusion.ts';
import type { Compared } from './predicted-labels.ts';

/** What an evaluation says of all its pictures together. */
export type EvaluationFigures = Omit<Evaluation, 'run' | 'split' | 'weights' | 'threshold'>;

/** Sums pictures, compared at their own sizes, into one confusion: a class that is nowhere has no figures, rather than 0. */
export function evaluationSum({ classes }: Pick<RunJob, 'classes'>): {
  add(compared: Compared): void;
  figures(): EvaluationFigures;
} {
  const confusion = createConfusion(classes.length + 1);
  const outlines = createBoundaryCounts(classes.length);
  const names = classes.map(({ name }) => name);
  let pictures = 0;
  return {
    add(compared) {
      add(confusion.counts, compared.counts);
      add(outlines, compared.outlines ?? []);
      pictures++;
    },
    figures: () => ({
      pictures,
      ...scoresOf(confusion, names),
      precision: perClass(confusion, names, precisionOf),
      recall: perClass(confusion, names, recallOf),
      boundary: boundaryScores(outlines, names),
      confusion: { names: ['background', ...names], counts: rowsOf(confusion) },
    }),
  };
}

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
