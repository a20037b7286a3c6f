import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import { lossOf, type LossSettings } from '../../../app/learning/run/loss.ts';

const classes = 3;

interface Case {
  readonly logits: readonly number[];
  readonly labels: readonly number[];
  readonly settings: LossSettings;
}

const cases = fc.record<Case>({
  labels: fc.array(fc.constantFrom(0, 1, 2, 255), { minLength: 6, maxLength: 6 }),
  logits: fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 18, maxLength: 18 }),
  settings: fc.record<LossSettings>({
    kind: fc.constantFrom('cross-entropy', 'cross-entropy+dice'),
    classWeights: fc.array(fc.double({ min: 0.2, max: 3, noNaN: true }), {
      minLength: classes,
      maxLength: classes,
    }),
  }),
});

describe('the loss', () => {
  beforeAll(() => openBackend('cpu', 'train'));

  test('is what a loop over the pixels makes of it, and so is its gradient', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { value, gradient } = ours(given);
        expect(value).toBeCloseTo(naiveLoss(given), 4);
        gradient.forEach((slope, index) => {
          const nudge = (by: number) => {
            const logits = given.logits.map((logit, at) => logit + (at === index ? by : 0));
            return naiveLoss({ ...given, logits });
          };
          expect(slope).toBeCloseTo((nudge(1e-4) - nudge(-1e-4)) / 2e-4, 3);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('does not see ignored pixels: no value, no gradient, whatever their logits', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: -50, max: 50, noNaN: true }), (given, strange) => {
        const isIgnored = (index: number) => given.labels[Math.floor(index / classes)] === 255;
        const changed = given.logits.map((logit, index) =>
          isIgnored(index) && index % classes === 1 ? strange : logit,
        );
        const before = ours(given);
        const after = ours({ ...given, logits: changed });
        expect(after.value).toBeCloseTo(before.value, 5);
        after.gradient.forEach((slope, index) => {
          if (isIgnored(index)) expect(Math.abs(slope)).toBe(0);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('of nothing but ignored pixels is 0', () => {
    const settings = { kind: 'cross-entropy+dice', classWeights: [1, 1, 1] } as const;
    const { value, gradient } = ours({ logits: [1, 2, 3], labels: [255], settings });
    expect(value).toBe(0);
    expect(gradient.map(Math.abs)).toEqual([0, 0, 0]);
  });
});

function ours({ logits, labels, settings }: Case): { value: number; gradient: readonly number[] } {
  return tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((x: tf.Tensor) =>
      lossOf(x as tf.Tensor2D, tf.tensor1d([...labels], 'int32'), settings),
    )(tf.tensor2d([...logits], [labels.length, classes]));
    return { value: value.dataSync()[0] ?? NaN, gradient: [...grad.dataSync()] };
  });
}

function naiveLoss({ logits, labels, settings: { kind, classWeights } }: Case): number {
  const pixels = labels.map((label, pixel) => {
    const own = logits.slice(pixel * classes, (pixel + 1) * classes).map(Math.exp);
    const total = own.reduce((sum, each) => sum + each, 0);
    return { label, probabilities: own.map((each) => each / total) };
  });
  const seen = pixels.filter(({ label }) => label !== 255);
  if (seen.length === 0) return 0;
  let weight = 0;
  let entropy = 0;
  for (const { label, probabilities } of seen) {
    weight += classWeights[label] ?? 0;
    entropy -= (classWeights[label] ?? 0) * Math.log(probabilities[label] ?? 0);
  }
  const missed = [1, 2].flatMap((value) => {
    const labelled = seen.filter(({ label }) => label === value);
    if (labelled.length === 0) return [];
    const mass = (list: typeof seen) =>
      list.reduce((sum, { probabilities }) => sum + (probabilities[value] ?? 0), 0);
    return [1 - (2 * mass(labelled) + 1) / (labelled.length + mass(seen) + 1)];
  });
  const dice = missed.reduce((sum, each) => sum + each, 0) / Math.max(1, missed.length);
  return entropy / weight + (kind === 'cross-entropy' ? 0 : dice);
}
