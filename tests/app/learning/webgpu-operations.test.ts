import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import { keyOf } from '../../../app/learning/data/random.ts';
import { composed } from '../../../app/learning/operations/composed.ts';
import type { Operations } from '../../../app/learning/operations/operations.ts';
import { taken } from '../../../app/learning/operations/taken.ts';
import { playGpu } from '../../fixtures/software-gpu.ts';

let operations: Operations;

beforeAll(async () => {
  playGpu();
  ({ operations } = await openBackend('webgpu', 'train'));
});

test.each([
  ['adam', 3],
  ['adamw', 3],
  ['sgd', 2],
] as const)('%s in programs of ours is as it is composed', async (kind, kept) => {
  const shape: [number, number, number] = [3, 5, 7];
  const start = tf.randomNormal(shape, 0, 1, 'float32', 1);
  const gradients = [2, 3, 4].map((seed) => tf.randomNormal(shape, 0, 0.1, 'float32', seed));
  const found = [operations, composed].map(async (each) => {
    const optimiser = each.optimiser(new Map([['w', start.clone()]]), {
      kind,
      weightDecay: 0.2,
    });
    gradients.forEach((gradient, at) => {
      optimiser.apply(new Map([['w', gradient]]), { rate: 0.05, step: at + 1 });
    });
    const all = [...optimiser.read().values(), ...optimiser.readSlots().values()];
    return (await taken(all)).map((numbers) => [...numbers]);
  });
  const [ours, expected] = await Promise.all(found);
  expect(ours).toHaveLength(kept);
  ours?.flat().forEach((value, at) => {
    expect(Math.abs(value - (expected?.flat()[at] ?? NaN))).toBeLessThan(1e-6);
  });
});

test.each([3, 4])(
  'normalisation of %i channels and its gradients are what is composed',
  async (channels) => {
    const shape: [number, number, number, number] = [2, 5, 7, channels];
    const x = tf.randomNormal<tf.Rank.R4>(shape, 1, 2, 'float32', 1);
    const [scale, offset, runningMean, runningVariance] = [2, 3, 4, 5].map((seed) =>
      tf.randomUniform<tf.Rank.R1>([channels], 0.5, 1.5, 'float32', seed),
    ) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
    const found = [operations, composed].map(async ({ normaliseBatch }) => {
      const running: tf.Tensor[] = [];
      const f = (...[pictures, gamma, beta]: tf.Tensor[]) => {
        const given = { runningMean, runningVariance, epsilon: 1e-3, momentum: 0.9 };
        const batch = normaliseBatch(pictures as tf.Tensor4D, {
          ...given,
          scale: gamma as tf.Tensor1D,
          offset: beta as tf.Tensor1D,
        });
        running.push(batch.runningMean, batch.runningVariance);
        return batch.y;
      };
      const dy = tf.randomNormal<tf.Rank.R4>(shape, 0, 1, 'float32', 6);
      const { value, grads } = tf.valueAndGrads(f)([x, scale, offset], dy);
      return (await taken([value, ...grads, ...running])).map((numbers) => [...numbers]);
    });
    const [ours, expected] = await Promise.all(found);
    expect(ours).toHaveLength(6);
    ours?.flat().forEach((value, at) => {
      expect(Math.abs(value - (expected?.flat()[at] ?? NaN))).toBeLessThan(2e-5);
    });
  },
);

/** The same numbers in JavaScript: PCG of place and key. */
function isDropped(place: number, key: number, rate: number): boolean {
  const state = (Math.imul((place ^ key) >>> 0, 747796405) + 2891336453) >>> 0;
  const word = Math.imul(((state >>> ((state >>> 28) + 4)) ^ state) >>> 0, 277803737) >>> 0;
  const mixed = ((word >>> 22) ^ word) >>> 0;
  return (mixed >>> 8) / 2 ** 24 < rate;
}

test('dropout follows from key and place, and its gradient is dropped where it was', async () => {
  const [shape, rate, layer] = [[2, 16, 16, 8] as [number, number, number, number], 0.3, 5];
  const draw = async (key: number) => {
    const x = tf.ones<tf.Rank.R4>(shape);
    const step = tf.tensor1d([key], 'int32');
    const drop = (given: tf.Tensor) =>
      operations.dropout(given as tf.Tensor4D, rate, { step, layer });
    const { value, grad } = tf.valueAndGrad(drop)(x, tf.fill(shape, 2));
    const [values, slopes] = await taken([value, grad]);
    return { values: [...values], slopes: [...slopes] };
  };
  const { values, slopes } = await draw(1);
  const kept = Math.fround(1 / 0.7);
  const expected = values.map((_, at) => (isDropped(at, keyOf(1, layer), rate) ? 0 : kept));
  values.forEach((value, at) => {
    expect(value).toBeCloseTo(expected[at] ?? NaN, 5);
  });
  slopes.forEach((slope, at) => {
    expect(slope).toBeCloseTo(2 * (values[at] ?? NaN), 5);
  });
  const dropped = values.filter((value) => value === 0).length / values.length;
  expect(dropped).toBeGreaterThan(0.27);
  expect(dropped).toBeLessThan(0.33);
  expect((await draw(1)).values).toEqual(values);
  expect((await draw(2)).values).not.toEqual(values);
});
