import type { classColumns, Metric } from '../../../app/contract/run-folder.ts';
import type { RunFigures } from '../../state/training/run-figures.ts';
import type { Curve } from '../../ui/charts/curves.ts';
import { smooth, weightOf } from '../../ui/charts/smooth.ts';
import { tellingPlaces } from '../../ui/charts/thin.ts';
import { words } from '../../words/en.ts';
import type { RunLook } from './run-looks.ts';

/** One run's figures on their way to be lines. x counts epochs: a step in the middle of the third lies at 2.5. */
export interface RunRows {
  readonly run: string;
  readonly figures: RunFigures;
  readonly stepsPerEpoch: number;
  /** Of the whole run. */
  readonly epochs: number;
  /** Of a run that is laid over the one in front; null for that one. */
  readonly look: RunLook | null;
}

/** More points than a screen has columns cannot be told apart. */
const mostPoints = 1200;
/** From here on, large dots would run into each other. */
const manyEpochs = 100;

/** What is measured at each step, raw and smoothed: 0 leaves it as it is, by 1 each point stands for a tenth of the run. */
function stepCurves(
  rows: RunRows,
  values: Float64Array,
  look: { readonly key: string; readonly label: string; readonly smoothing: number },
): { readonly raw: Curve; readonly smoothed: Curve } {
  const { run, figures, stepsPerEpoch } = rows;
  const { steps } = figures;
  const weight = weightOf(look.smoothing, stepsPerEpoch * rows.epochs);
  const places = tellingPlaces(values, mostPoints);
  const at = (column: Float64Array) => places.map((place) => numberOrNull(column[place] ?? NaN));
  const smoothed: Curve = {
    key: `${run}/${look.key}`,
    label: look.label,
    group: run,
    color: rows.look?.color ?? 'var(--accent)',
    xs: places.map((place) => (steps[place] ?? 0) / stepsPerEpoch),
    ys: at(smooth(values, { places: steps, weight })),
    widthPx: rows.look === null ? 2 : 1.25,
  };
  const raw: Curve = {
    ...smoothed,
    key: `${run}/step`,
    label: words.train.stepCurve,
    ys: at(values),
    widthPx: 1,
    faint: true,
  };
  return { raw, smoothed };
}

/** `smoothing` is 0 (as is) to 1 (each point stands for a tenth of the run). */
export function lossCurves(rows: RunRows, smoothing: number): readonly Curve[] {
  const { run, figures, look } = rows;
  const { losses, epochs, validations } = figures;
  const { raw, smoothed: trained } = stepCurves(rows, losses, {
    key: 'train',
    label: words.train.trainCurve,
    smoothing,
  });
  const validated: Curve = {
    key: `${run}/validation`,
    label: words.train.validationCurve,
    group: run,
    color: look?.color ?? 'var(--edited)',
    xs: validations.map((row) => row.epoch),
    ys: validations.map((row) => row.loss),
    widthPx: look === null ? 2 : 1.5,
    dash: look?.dash ?? [6, 4],
  };
  if (look !== null) return [trained, validated];
  const perEpoch: Curve = {
    ...trained,
    key: `${run}/epoch`,
    label: words.train.epochCurve,
    xs: epochs.map((row) => row.epoch),
    ys: epochs.map((row) => row.loss),
    dotsPx: rows.epochs > manyEpochs ? 3 : 6,
  };
  // The raw values lie under the smoothed ones, never hidden by them.
  return [raw, perEpoch, validated, trained];
}

/** The looks of the parts of a loss, in their order. */
const partColors = ['var(--accent)', 'var(--good)', 'var(--edited)'];

/** What each part of a loss that is a sum came to, by step smoothed, and on the validation pictures by epoch. */
export function partCurves(rows: RunRows, smoothing: number): readonly Curve[] {
  const { run, figures, look } = rows;
  return [...figures.lossParts].flatMap(([part, values], at) => {
    const { smoothed } = stepCurves(rows, values, { key: `part/${part}`, label: part, smoothing });
    const color = look?.color ?? partColors[at] ?? 'var(--text)';
    const validated: Curve = {
      ...smoothed,
      key: `${run}/part-validation/${part}`,
      label: words.train.onValidation(part),
      color,
      xs: figures.validations.map((row) => row.epoch),
      ys: figures.validations.map((row) => row.lossParts[part] ?? null),
      dash: [6, 4],
    };
    return look === null ? [validated, { ...smoothed, color }] : [{ ...smoothed, color }];
  });
}

/** How long the gradients were, by step; a run from before that was measured has none. */
export function gradientCurves(rows: RunRows, smoothing: number): readonly Curve[] {
  const label = words.train.gradientCurve;
  const values = rows.figures.gradients;
  const { raw, smoothed } = stepCurves(rows, values, { key: 'gradient', label, smoothing });
  return rows.look === null ? [raw, smoothed] : [smoothed];
}

export function rateCurves(rows: RunRows): readonly Curve[] {
  const label = words.train.rateCurve;
  return [stepCurves(rows, rows.figures.rates, { key: 'rate', label, smoothing: 0 }).smoothed];
}

/** Of the pixels without labels, what the teacher was sure of in each epoch; null before that was looked at. */
export function sureCurves({ run, figures, look }: RunRows): readonly Curve[] {
  return [
    {
      key: `${run}/sure`,
      label: words.train.sureCurve,
      group: run,
      color: look?.color ?? 'var(--accent)',
      xs: figures.epochs.map((row) => row.epoch),
      ys: figures.epochs.map((row) => row.sureShare),
      widthPx: look === null ? 2 : 1.5,
      ...(look === null ? {} : { dash: look.dash }),
    },
  ];
}

/** What is measured of each class. */
export type ScoreMetric = (typeof classColumns)[number];

export function scoreCurves(
  rows: RunRows,
  { metric, colorOf }: { metric: ScoreMetric; colorOf: (name: string) => string },
): readonly Curve[] {
  const { run, look } = rows;
  const { epochs, validations } = rows.figures;
  const xs = validations.map((row) => row.epoch);
  const names = Object.keys(validations[0]?.[metric] ?? {});
  const mean: Curve = {
    key: `${run}/mean`,
    label: words.train.meanCurve,
    group: run,
    color: look?.color ?? 'var(--text)',
    xs,
    ys: validations.map((row) => meanIn(row, metric)),
    widthPx: look === null ? 2.5 : 1.5,
    ...(look === null ? {} : { dash: look.dash }),
  };
  if (look !== null) return [mean];
  const learned = epochs.map((row) => meanIn(row, metric));
  const trained: Curve = {
    ...mean,
    key: `${run}/train-mean`,
    label: words.train.trainMeanCurve,
    xs: epochs.map((row) => row.epoch),
    ys: learned,
    widthPx: 1.5,
    dash: [2, 3],
  };
  const classes = names.map((name) => ({
    key: `${run}/class/${name}`,
    label: name,
    group: run,
    color: colorOf(name),
    xs,
    ys: validations.map((row) => row[metric][name] ?? null),
    widthPx: 1.5,
  }));
  // The first class lies on top of the others, and the mean on top of all.
  return [
    ...classes.toReversed(),
    ...(learned.some((each) => each !== null) ? [trained] : []),
    mean,
  ];
}

function meanIn(row: Metric, metric: ScoreMetric): number | null {
  return metric === 'iou' ? row.meanIou : meanOf(Object.values(row[metric]));
}

/** Of the classes that have a figure; null when none has. */
function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
