import type { Metric } from '../../../app/contract/run-folder.ts';
import type { Curve } from '../../ui/charts/curves.ts';
import { smooth } from '../../ui/charts/smooth.ts';
import { words } from '../../words/en.ts';

/** One run's rows as lines. x counts epochs: a step in the middle of the third lies at 2.5. */
export interface RunRows {
  readonly run: string;
  readonly metrics: readonly Metric[];
  readonly stepsPerEpoch: number;
  /** A run laid over the one in front: fainter, its name before each label. */
  readonly behind: boolean;
}

function label({ run, behind }: RunRows, text: string): string {
  return behind ? `${run} ${text}` : text;
}

export function lossCurves(rows: RunRows, smoothing: number): readonly Curve[] {
  const steps = rows.metrics.filter((row) => row.kind === 'step');
  const validations = rows.metrics.filter((row) => row.kind === 'validation');
  const xs = steps.map((row) => row.step / rows.stepsPerEpoch);
  const raw = steps.map((row) => row.loss);
  const color = rows.behind ? 'var(--quiet)' : 'var(--accent)';
  const trained: Curve = {
    key: `${rows.run}/train`,
    label: label(rows, words.train.trainCurve),
    color,
    xs,
    ys: smooth(raw, smoothing),
    widthPx: rows.behind ? 1 : 2,
  };
  const validated: Curve = {
    key: `${rows.run}/validation`,
    label: label(rows, words.train.validationCurve),
    color: rows.behind ? 'var(--quiet)' : 'var(--edited)',
    xs: validations.map((row) => row.epoch),
    ys: validations.map((row) => row.loss),
    widthPx: rows.behind ? 1 : 2,
    dashed: true,
  };
  if (rows.behind) return [trained, validated];
  // The raw values lie under the smoothed ones, never hidden by them.
  const faint: Curve = { ...trained, key: `${rows.run}/raw`, ys: raw, widthPx: 1, faint: true };
  return [faint, trained, validated];
}

export function scoreCurves(
  rows: RunRows,
  { metric, colorOf }: { metric: 'iou' | 'dice'; colorOf: (name: string) => string },
): readonly Curve[] {
  const validations = rows.metrics.filter((row) => row.kind === 'validation');
  const xs = validations.map((row) => row.epoch);
  const names = Object.keys(validations[0]?.[metric] ?? {});
  const mean: Curve = {
    key: `${rows.run}/mean`,
    label: label(rows, words.train.meanCurve),
    color: rows.behind ? 'var(--quiet)' : 'var(--text)',
    xs,
    ys: validations.map((row) =>
      metric === 'iou' ? row.meanIou : meanOf(Object.values(row.dice)),
    ),
    widthPx: rows.behind ? 1 : 2.5,
  };
  if (rows.behind) return [mean];
  const classes = names.map((name) => ({
    key: `${rows.run}/${name}`,
    label: name,
    color: colorOf(name),
    xs,
    ys: validations.map((row) => row[metric][name] ?? null),
    widthPx: 1.5,
  }));
  return [...classes, mean];
}

/** Of the classes that have a figure; null when none has. */
function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
