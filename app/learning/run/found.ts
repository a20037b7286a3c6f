import { lossPartsOf, type TrainingSettings } from '../../contract/training.ts';
import type { Metric } from '../../contract/run-folder.ts';
import type { PerClass } from '../../domain/metrics.ts';
import { perClass, precisionOf, recallOf, scoresOf, type Confusion } from '../../mask/confusion.ts';

/** What losses found (see `Found` in loss.ts), added up: `before` is null before the first. */
export function withFound(
  before: readonly number[] | null,
  found: readonly number[],
): readonly number[] {
  return before === null ? found : found.map((figure, at) => figure + (before[at] ?? 0));
}

/** Of what was added up `times` times: what each part of the loss came to in the mean; nothing of a loss with one part. */
export function lossPartsIn(
  sums: readonly number[],
  loss: TrainingSettings['loss'],
  times: number,
): PerClass {
  return Object.fromEntries(lossPartsOf(loss).map((part, at) => [part, (sums[at] ?? NaN) / times]));
}

/** Of the same, how well classes were found in the pictures as they were learned from. */
export function scoresIn(
  sums: readonly number[],
  classNames: readonly string[],
): Pick<Metric, 'meanIou' | 'pixelAccuracy' | 'iou' | 'dice' | 'precision' | 'recall'> {
  const classes = classNames.length + 1;
  const counts = Float64Array.from(sums.slice(-classes * classes));
  const confusion: Confusion = { classes, counts };
  return {
    ...scoresOf(confusion, classNames),
    precision: perClass(confusion, classNames, precisionOf),
    recall: perClass(confusion, classNames, recallOf),
  };
}
