import { expect, it } from 'vitest';
import { thinMetrics } from '../../../app/studio/run-folder/thin-metrics.ts';
import { row } from '../../renderer/train/metric-rows.ts';

const metrics = Array.from({ length: 1000 }, (_, at) => [
  row({
    step: at + 1,
    loss: at === 500 ? 99 : 1 + (at % 10) / 10,
    gradientNorm: at === 333 ? 50 : 1,
  }),
  ...(at % 100 === 99 ? [row({ kind: 'validation', step: at + 1, epoch: (at + 1) / 100 })] : []),
]).flat();

it('keeps every validation, the end and the peaks, and few of the other steps', () => {
  const thin = thinMetrics(metrics, 100);
  const steps = thin.filter(({ kind }) => kind === 'step');
  expect(steps.length).toBeLessThanOrEqual(103);
  expect(thin.filter(({ kind }) => kind === 'validation')).toHaveLength(10);
  expect(steps.map(({ loss }) => loss)).toContain(99);
  expect(steps.map(({ gradientNorm }) => gradientNorm)).toContain(50);
  expect(steps.at(-1)?.step).toBe(1000);
  expect(thin).toEqual(metrics.filter((each) => thin.includes(each)));
});

it('leaves a short run as it is', () => {
  expect(thinMetrics(metrics, 5000)).toBe(metrics);
});
