import type { Evaluation } from '../../../app/contract/methods.ts';
import type { Curve } from '../../ui/charts/curves.ts';
import { words } from '../../words/en.ts';

/** What an evaluation says of probabilities, as lines. x is a probability in hundredths: axes count in whole numbers. */

/** The mean over the classes, and each class under it, the last first: read from the top they stand in their order. */
export function thresholdCurves(
  { thresholds }: Pick<Evaluation, 'thresholds'>,
  colorOf: (name: string) => string,
): readonly Curve[] {
  const xs = thresholds.map(({ threshold }) => 100 * threshold);
  const names = Object.keys(thresholds[0]?.iou ?? {});
  const classes = names.map((name): Curve => ({
    key: name,
    label: name,
    group: '',
    color: colorOf(name),
    xs,
    ys: thresholds.map(({ iou }) => iou[name] ?? null),
    widthPx: 1.25,
  }));
  const mean: Curve = {
    key: 'mean',
    label: words.train.thresholds.mean,
    group: '',
    color: 'var(--text)',
    xs,
    ys: thresholds.map(({ meanIou }) => meanIou),
    widthPx: 2,
  };
  return names.length > 1 ? [...classes.toReversed(), mean] : [mean];
}

/** The threshold with the highest mean IoU; null where nothing was found at any. */
export function bestThreshold({
  thresholds,
}: Pick<Evaluation, 'thresholds'>): { readonly threshold: number; readonly iou: number } | null {
  let best: { threshold: number; iou: number } | null = null;
  for (const { threshold, meanIou } of thresholds) {
    if (meanIou !== null && meanIou > (best?.iou ?? 0)) best = { threshold, iou: meanIou };
  }
  return best;
}

/** What each tenth of the probabilities came to, and the line on which it should lie. */
export function calibrationCurves({
  calibration,
}: Pick<Evaluation, 'calibration'>): readonly Curve[] {
  const say = words.train.calibration;
  const seen = calibration.filter(({ pixels }) => pixels > 0);
  return [
    {
      key: 'honest',
      label: say.honest,
      group: '',
      color: 'var(--quiet)',
      xs: [0, 100],
      ys: [0, 1],
      widthPx: 1,
      dash: [4, 4],
    },
    {
      key: 'measured',
      label: say.measured,
      group: '',
      color: 'var(--accent)',
      xs: seen.map(({ probability }) => 100 * (probability ?? 0)),
      ys: seen.map(({ pixels, right }) => right / pixels),
      widthPx: 2,
    },
  ];
}
