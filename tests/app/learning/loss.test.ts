import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { lossNames } from '../../../app/contract/training.ts';
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
    kind: fc.constantFrom(...lossNames),
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
        // Where two errors change places, Lovász has an edge: see below.
        fc.pre(!given.settings.kind.includes('lovasz'));
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

  test('tells its parts, and which pixels of each class were named as which, ignored ones left out', () => {
    const logits = [3, 1, 0, 0, 2, 1, 5, 1, 1, 0, 0, 4];
    const settings = { kind: 'cross-entropy+dice', classWeights: [1, 1, 1] } as const;
    const found = tf.tidy(() => {
      let heard = tf.tensor1d([]);
      const value = lossOf(
        tf.tensor2d(logits, [4, classes]),
        tf.tensor1d([0, 1, 1, 255], 'int32'),
        settings,
        (figures) => (heard = figures),
      );
      return [...value.dataSync(), ...heard.dataSync()];
    });
    const [value = NaN, pixels = NaN, regions = NaN, ...counts] = found;
    expect(pixels + regions).toBeCloseTo(value, 6);
    expect(pixels).toBeCloseTo(
      naiveLoss({
        logits: logits.slice(0, 9),
        labels: [0, 1, 1],
        settings: { ...settings, kind: 'cross-entropy' },
      }),
      5,
    );
    expect(counts).toEqual([1, 0, 0, 1, 1, 0, 0, 0, 0]);
  });

  test('of Lovász is what a loop over the sorted errors makes of it, and goes where they point', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const settings = { ...drawn.settings, kind: 'cross-entropy+lovasz' } as const;
        const given = { ...drawn, settings };
        const { value, gradient } = ours(given);
        expect(value).toBeCloseTo(naiveLoss(given), 4);
        // Straight between two changes of the order: a step too short for one, of most cases at least.
        const step = 1e-5;
        const moved = gradient.map((slope, index) => (given.logits[index] ?? 0) - step * slope);
        const fallen = naiveLoss(given) - naiveLoss({ ...given, logits: moved });
        const steepness = gradient.reduce((sum, slope) => sum + slope ** 2, 0);
        expect(fallen).toBeLessThanOrEqual(step * steepness * 1.001 + 1e-9);
        expect(fallen).toBeGreaterThan(step * steepness * 0.9 - 1e-7);
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

interface Pixel {
  readonly label: number;
  readonly probabilities: readonly number[];
}

function naiveLoss({ logits, labels, settings: { kind, classWeights } }: Case): number {
  const pixels = labels.map((label, pixel) => {
    const own = logits.slice(pixel * classes, (pixel + 1) * classes).map(Math.exp);
    const total = own.reduce((sum, each) => sum + each, 0);
    return { label, probabilities: own.map((each) => each / total) };
  });
  const seen = pixels.filter(({ label }) => label !== 255);
  if (seen.length === 0) return 0;
  const [first = '', second = ''] = kind.split('+');
  const isByPixel = first !== 'dice';
  const region = isByPixel ? second : first;
  const byPixel = isByPixel ? naivePixels(seen, classWeights, first === 'focal' ? 2 : 0) : 0;
  return byPixel + (region === '' ? 0 : naiveRegions(seen, region));
}

function naivePixels(seen: readonly Pixel[], classWeights: readonly number[], gamma: number) {
  let weight = 0;
  let sum = 0;
  for (const { label, probabilities } of seen) {
    const own = probabilities[label] ?? 0;
    weight += classWeights[label] ?? 0;
    sum -= (classWeights[label] ?? 0) * (1 - own) ** gamma * Math.log(own);
  }
  return sum / weight;
}

function naiveRegions(seen: readonly Pixel[], region: string): number {
  const missed = [1, 2].flatMap((value) => {
    const labelled = seen.filter(({ label }) => label === value);
    if (labelled.length === 0) return [];
    if (region === 'lovasz') return [naiveLovasz(seen, value)];
    const mass = (list: readonly Pixel[]) =>
      list.reduce((sum, { probabilities }) => sum + (probabilities[value] ?? 0), 0);
    const right = mass(labelled);
    const [named, lost] = [mass(seen) - right, labelled.length - right];
    const [byNamed, byLost] = region === 'dice' ? [0.5, 0.5] : [0.3, 0.7];
    return [1 - (right + 0.5) / (right + byNamed * named + byLost * lost + 0.5)];
  });
  return missed.reduce((sum, each) => sum + each, 0) / Math.max(1, missed.length);
}

/** Equation 9 of arXiv 1705.08790, pixel by pixel. */
function naiveLovasz(seen: readonly Pixel[], value: number): number {
  const errors = seen
    .map(({ label, probabilities }) => {
      const own = probabilities[value] ?? 0;
      return { isThere: label === value, error: label === value ? 1 - own : own };
    })
    .sort((one, other) => other.error - one.error);
  const there = errors.filter(({ isThere }) => isThere).length;
  let [found, others, lostBefore, sum] = [0, 0, 0, 0];
  for (const { isThere, error } of errors) {
    if (isThere) found++;
    else others++;
    const lost = 1 - (there - found) / (there + others);
    sum += error * (lost - lostBefore);
    lostBefore = lost;
  }
  return sum;
}
