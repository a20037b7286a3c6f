import { describe, expect, it } from 'vitest';
import { FiguresRecorder } from '../../../renderer/state/training/run-figures.ts';
import {
  gradientCurves,
  lossCurves,
  partCurves,
  rateCurves,
  scoreCurves,
  sureCurves,
} from '../../../renderer/views/Train/run-curves.ts';
import { nthLook } from '../../../renderer/views/Train/run-looks.ts';
import { row } from './metric-rows.ts';

const recorder = new FiguresRecorder();
recorder.take(
  [
    row({ step: 1, loss: 4, gradientNorm: 9, rate: 0.1, lossParts: { focal: 3, dice: 1 } }),
    row({ step: 2, loss: 2, gradientNorm: 3, rate: 0.2, lossParts: { focal: 1, dice: 1 } }),
    row({ kind: 'epoch', epoch: 1, step: 2, loss: 3.5, sureShare: 0.25, meanIou: 0.6 }),
    row({
      kind: 'validation',
      epoch: 1,
      step: 2,
      loss: 3,
      meanIou: 0.2,
      iou: { cat: 0.4, dog: null },
      boundary: { cat: 0.1, dog: 0.3 },
      lossParts: { focal: 2, dice: 1 },
    }),
  ],
  4,
);
const { figures } = recorder;
const rows = { run: 'run-1', figures, stepsPerEpoch: 2, epochs: 10, look: null };

describe('curves of a run', () => {
  it('draws the raw losses under the smoothed ones, all counted in epochs', () => {
    const [raw, perEpoch, validated, smoothed] = lossCurves(rows, 0.5);
    expect(raw).toMatchObject({ xs: [0.5, 1], ys: [4, 2], faint: true });
    expect(smoothed?.ys[0]).toBe(4);
    expect(smoothed?.ys[1]).toBeGreaterThan(2);
    expect(perEpoch).toMatchObject({ xs: [1], ys: [3.5], dotsPx: 6 });
    expect(validated).toMatchObject({ xs: [1], ys: [3] });
  });

  it('draws the length of the gradients raw and smoothed, and the rate as it is', () => {
    const [raw, smoothed] = gradientCurves(rows, 0.5);
    expect(raw).toMatchObject({ xs: [0.5, 1], ys: [9, 3], faint: true });
    expect(smoothed?.ys[1]).toBeGreaterThan(3);
    expect(gradientCurves({ ...rows, look: nthLook(0) }, 0.5)).toHaveLength(1);
    expect(rateCurves(rows)).toMatchObject([{ xs: [0.5, 1], ys: [0.1, 0.2] }]);
  });

  it('draws of each epoch how sure the teacher was of unlabelled pictures', () => {
    expect(sureCurves(rows)).toMatchObject([{ xs: [1], ys: [0.25] }]);
    expect(sureCurves({ ...rows, look: nthLook(0) })).toMatchObject([{ dash: nthLook(0).dash }]);
  });

  it('draws a class that has no figure as a gap, not as zero', () => {
    const curves = scoreCurves(rows, { metric: 'iou', colorOf: () => '#e69f00' });
    expect(curves.map(({ label, ys }) => ({ label, ys }))).toEqual([
      { label: 'dog', ys: [null] },
      { label: 'cat', ys: [0.4] },
      { label: 'mean in training', ys: [0.6] },
      { label: 'mean', ys: [0.2] },
    ]);
    const outlines = scoreCurves(rows, { metric: 'boundary', colorOf: () => '#e69f00' });
    expect(outlines.map(({ label, ys }) => [label, ...ys])).toEqual([
      ['dog', 0.3],
      ['cat', 0.1],
      ['mean', 0.2],
    ]);
  });

  it('draws each part of a loss by step, and on validation by epoch', () => {
    expect(partCurves(rows, 0).map(({ label, xs, ys }) => ({ label, xs, ys }))).toEqual([
      { label: 'focal, val.', xs: [1], ys: [2] },
      { label: 'focal', xs: [0.5, 1], ys: [3, 1] },
      { label: 'dice, val.', xs: [1], ys: [1] },
      { label: 'dice', xs: [0.5, 1], ys: [1, 1] },
    ]);
  });

  it('shows of runs laid over their mean, each under its name and with a look of its own', () => {
    const laidOver = ['run-1', 'run-2'].flatMap((run, place) =>
      scoreCurves(
        { ...rows, run, look: nthLook(place) },
        { metric: 'iou', colorOf: () => '#e69f00' },
      ),
    );
    expect(laidOver.map(({ group, label }) => `${group} ${label}`)).toEqual([
      'run-1 mean',
      'run-2 mean',
    ]);
    expect(new Set(laidOver.map(({ color }) => color)).size).toBe(2);
    expect(new Set(laidOver.map(({ dash }) => String(dash))).size).toBe(2);
  });

  it('has no more points than a screen can show, however long the run', () => {
    const long = new FiguresRecorder();
    const steps = Array.from({ length: 50_000 }, (_, at) => row({ step: at + 1, loss: at % 7 }));
    long.take(steps.slice(0, 20_000), 20_000);
    const before = long.figures;
    long.take(steps.slice(20_000), 50_000);
    expect(before.steps).toHaveLength(20_000);
    expect(long.figures.steps).toHaveLength(50_000);
    const curves = lossCurves({ ...rows, figures: long.figures, stepsPerEpoch: 5000 }, 0.3);
    for (const curve of curves) expect(curve.xs.length).toBeLessThan(1300);
    expect(curves[0]?.xs.at(-1)).toBe(10);
  });
});
