import type { ImageFilter } from '../../../app/contract/filters.ts';
import type { Evaluation, RunSummary } from '../../../app/contract/methods.ts';
import type { Metric } from '../../../app/contract/run-folder.ts';
import type { TrainingChoice } from '../../../app/contract/training.ts';
import { isRunning } from '../../../app/domain/run.ts';
import type { RunFigures } from '../../state/training/run-figures.ts';
import { words } from '../../words/en.ts';

export interface Advice {
  readonly text: string;
  /** What one click does about it; null where only time, or work, helps. */
  readonly act: AdviceAct | null;
}

export type AdviceAct =
  /** The next run: this one's settings with a change. */
  | {
      readonly kind: 'choose';
      readonly label: string;
      readonly change: Pick<TrainingChoice, 'classBalance' | 'oversample' | 'rate'>;
    }
  | { readonly kind: 'more-epochs'; readonly label: string; readonly epochs: number }
  /** Which pictures to look at; `className` narrows them to those with it. */
  | {
      readonly kind: 'pictures';
      readonly label: string;
      readonly filter: ImageFilter;
      readonly className?: string;
    }
  | { readonly kind: 'open'; readonly label: string; readonly image: number };

/** Before this many validations nothing is worth saying. */
const fewValidations = 5;
/** A mean IoU below this is nothing found. */
const nothingFound = 0.02;
/** So far above its lowest, the training loss has run away. */
const runAway = 1.25;
/** What a loss has fallen by after ten epochs at least, if its rate is any use. */
const leastFall = 0.05;

const say = words.train.advice;

/** What the curves mean, in words, where a person can do something about it; the most pressing first. */
export function adviceOf(
  run: RunSummary,
  figures: RunFigures,
  evaluations: readonly Evaluation[] = [],
): readonly Advice[] {
  const { validations } = figures;
  if (validations.length < fewValidations) return [];
  // Its training loss holds what was taught of unlabelled pictures too, which counts more and more, or that of inner levels.
  const isMixed = run.settings.unlabelled || run.settings.deepSupervision;
  const tooHigh = isMixed ? null : rateTooHigh(run, figures);
  if (tooHigh !== null) return [tooHigh];
  const tooLow = isMixed ? null : rateTooLow(run, figures);
  const found = Math.max(...validations.map((row) => row.meanIou ?? 0));
  if (found < nothingFound) return [tooLow ?? nothing(run)];
  const missed = neverPredicted(run, validations);
  return [
    tooLow,
    missed,
    wrongLabels(evaluations),
    isMixed ? null : overfits(figures),
    missed === null ? lags(validations) : null,
    isUnfinished(run),
  ].filter((advice) => advice !== null);
}

function nothing(run: RunSummary): Advice {
  if (run.settings.classBalance) return { text: say.nothingFound, act: moreEpochs(run) };
  const change = { classBalance: true };
  return {
    text: say.nothingFoundUnbalanced,
    act: { kind: 'choose', label: say.balance, change },
  };
}

/** The training loss went down, and has been far above that again for a while. */
function rateTooHigh({ settings }: RunSummary, { epochs }: RunFigures): Advice | null {
  const losses = epochs.map(({ loss }) => loss ?? Infinity);
  const lowest = Math.min(...losses);
  const isAway = losses.length >= fewValidations && lowest > 0;
  if (!isAway || !losses.slice(-3).every((loss) => loss > runAway * lowest)) return null;
  return rateAdvice(say.rateTooHigh, settings.rate / 4);
}

/** After ten epochs the training loss is where it began. */
function rateTooLow({ settings }: RunSummary, { epochs }: RunFigures): Advice | null {
  const [first, last] = [epochs[0]?.loss ?? null, epochs.at(-1)?.loss ?? null];
  if (epochs.length < 10 || first === null || last === null) return null;
  const isFlat = last <= first && last > (1 - leastFall) * first;
  return isFlat ? rateAdvice(say.rateTooLow, settings.rate * 4) : null;
}

function rateAdvice(text: string, rate: number): Advice {
  const short = Number(rate.toPrecision(2));
  const label = say.takeRate(String(short));
  return { text, act: { kind: 'choose', label, change: { rate: short } } };
}

/** A class that validation has is found nowhere, and another one is. */
function neverPredicted({ settings }: RunSummary, validations: readonly Metric[]): Advice | null {
  const last = validations.slice(-3);
  const names = Object.keys(last[0]?.iou ?? {});
  const highest = (name: string): number => Math.max(...last.map(({ iou }) => iou[name] ?? NaN));
  const missed = names.find((name) => highest(name) < 0.01);
  if (missed === undefined || !names.some((name) => highest(name) >= 0.1)) return null;
  const text = say.neverPredicted(missed);
  return settings.oversample
    ? { text, act: picturesWith(missed) }
    : {
        text,
        act: { kind: 'choose', label: say.oversample, change: { oversample: true } },
      };
}

function picturesWith(className: string): AdviceAct {
  return { kind: 'pictures', label: say.picturesWith(className), filter: {}, className };
}

/** Where most pictures are found well, one that is not found at all is more likely labelled wrong than hard. */
function wrongLabels([latest]: readonly Evaluation[]): Advice | null {
  if (latest === undefined || (latest.meanIou ?? 0) < 0.5) return null;
  const odd = latest.worst.filter(({ meanIou }) => meanIou < 0.05);
  const [first] = odd;
  // As many as are told of may be more.
  const isFew = odd.length < latest.worst.length && odd.length <= latest.pictures / 4;
  if (first === undefined || !isFew) return null;
  return {
    text: say.wrongLabels(odd.map(({ name }) => name).slice(0, 3), odd.length),
    act: { kind: 'open', label: say.open(first.name), image: first.image },
  };
}

/** The validation loss turned round a good while ago, and the training loss did not. */
function overfits({ epochs, validations }: RunFigures): Advice | null {
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
  if (since < patience || now >= then) return null;
  return {
    text: say.overfits(lowest.epoch),
    act: { kind: 'pictures', label: say.labelMore, filter: { unlabelled: true } },
  };
}

/** One class is found much less well than another. */
function lags(validations: readonly Metric[]): Advice | null {
  const scores = Object.entries(validations.at(-1)?.iou ?? {}).flatMap(([name, iou]) =>
    iou === null ? [] : [{ name, iou }],
  );
  const [worst] = scores.toSorted((a, b) => a.iou - b.iou);
  const best = scores.toSorted((a, b) => b.iou - a.iou)[0];
  if (worst === undefined || best === undefined) return null;
  if (best.iou < 0.3 || worst.iou >= best.iou / 2) return null;
  return {
    text: say.lags(worst.name, worst.iou.toFixed(2), best.name, best.iou.toFixed(2)),
    act: picturesWith(worst.name),
  };
}

/** It ended while it still got better. */
function isUnfinished(run: RunSummary): Advice | null {
  const { state } = run;
  if (isRunning(state.status) || state.best?.epoch !== state.epochs) return null;
  return { text: say.moreEpochs, act: moreEpochs(run) };
}

/** Half as many again; of a run that is still at work, or was stopped, time or *Go on* does it. */
function moreEpochs({ state }: RunSummary): AdviceAct | null {
  if (state.status !== 'finished') return null;
  const epochs = Math.max(5, Math.round(state.epochs / 2));
  return { kind: 'more-epochs', label: say.addEpochs(String(epochs)), epochs };
}
