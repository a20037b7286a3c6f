import type { RunSummary } from '../../../app/contract/methods.ts';
import type { Metric } from '../../../app/contract/run-folder.ts';
import { isRunning } from '../../../app/domain/run.ts';
import type { RunFigures } from '../../state/training/run-figures.ts';
import { words } from '../../words/en.ts';

/** Before this many validations nothing is worth saying. */
const fewValidations = 5;
/** A mean IoU below this is nothing found. */
const nothingFound = 0.02;

const say = words.train.advice;

/** What the curves mean, in words, where a person can do something about it; the most pressing first. */
export function adviceOf(run: RunSummary, figures: RunFigures): readonly string[] {
  const { validations } = figures;
  if (validations.length < fewValidations) return [];
  const found = Math.max(...validations.map((row) => row.meanIou ?? 0));
  if (found < nothingFound) {
    return [run.settings.classBalance ? say.nothingFound : say.nothingFoundUnbalanced];
  }
  return [overfits(figures), lags(validations), isUnfinished(run)].filter((text) => text !== null);
}

/** The validation loss turned round a good while ago, and the training loss did not. */
function overfits({ epochs, validations }: RunFigures): string | null {
  const lowest = validations.reduce((best, row) =>
    (row.loss ?? Infinity) < (best.loss ?? Infinity) ? row : best,
  );
  const last = validations.at(-1);
  const lossOf = (epoch: number) => epochs.find((row) => row.epoch === epoch)?.loss ?? null;
  const then = lossOf(lowest.epoch);
  const now = lossOf(last?.epoch ?? 0);
  if (last === undefined || then === null || now === null) return null;
  const since = last.epoch - lowest.epoch;
  const patience = Math.max(fewValidations, 0.2 * last.epoch);
  return since >= patience && now < then ? say.overfits(lowest.epoch) : null;
}

/** One class is found much less well than another. */
function lags(validations: readonly Metric[]): string | null {
  const scores = Object.entries(validations.at(-1)?.iou ?? {}).flatMap(([name, iou]) =>
    iou === null ? [] : [{ name, iou }],
  );
  const [worst] = scores.toSorted((a, b) => a.iou - b.iou);
  const best = scores.toSorted((a, b) => b.iou - a.iou)[0];
  if (worst === undefined || best === undefined) return null;
  return best.iou >= 0.3 && worst.iou < best.iou / 2
    ? say.lags(worst.name, worst.iou.toFixed(2), best.name, best.iou.toFixed(2))
    : null;
}

/** It ended while it still got better. */
function isUnfinished({ state }: RunSummary): string | null {
  return !isRunning(state.status) && state.best?.epoch === state.epochs ? say.moreEpochs : null;
}
