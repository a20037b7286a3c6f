import { describe, expect, it } from 'vitest';
import type { Metric } from '../../../app/contract/run-folder.ts';
import { lossCurves, scoreCurves } from '../../../renderer/views/Train/run-curves.ts';

function row(given: Partial<Metric>): Metric {
  return {
    kind: 'step',
    epoch: 1,
    step: 1,
    seconds: 1,
    loss: null,
    rate: null,
    imagesPerSecond: null,
    memoryBytes: null,
    meanIou: null,
    pixelAccuracy: null,
    iou: {},
    dice: {},
    ...given,
  };
}

const metrics = [
  row({ step: 1, loss: 4 }),
  row({ step: 2, loss: 2 }),
  row({
    kind: 'validation',
    epoch: 1,
    step: 2,
    loss: 3,
    meanIou: 0.2,
    iou: { cat: 0.4, dog: null },
  }),
];
const rows = { run: 'run-1', metrics, stepsPerEpoch: 2, behind: false };

describe('curves of a run', () => {
  it('draws the raw losses under the smoothed ones, both counted in epochs', () => {
    const [raw, smoothed, validated] = lossCurves(rows, 0.5);
    expect(raw).toMatchObject({ xs: [0.5, 1], ys: [4, 2], faint: true });
    expect(smoothed?.ys[0]).toBe(4);
    expect(validated).toMatchObject({ xs: [1], ys: [3], dashed: true });
  });

  it('draws a class that has no figure as a gap, not as zero', () => {
    const curves = scoreCurves(rows, { metric: 'iou', colorOf: () => '#e69f00' });
    expect(curves.map(({ label, ys }) => ({ label, ys }))).toEqual([
      { label: 'cat', ys: [0.4] },
      { label: 'dog', ys: [null] },
      { label: 'mean', ys: [0.2] },
    ]);
  });

  it('shows of a run laid over only its mean, under its name', () => {
    const curves = scoreCurves({ ...rows, behind: true }, { metric: 'iou', colorOf: () => '#fff' });
    expect(curves.map(({ label }) => label)).toEqual(['run-1 mean']);
  });
});
