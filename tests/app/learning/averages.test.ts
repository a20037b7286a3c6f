import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../../app/learning/backends/backend.ts';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import { unet } from '../../../app/learning/models/unet.ts';
import type { WeightValues } from '../../../app/learning/models/weights.ts';
import { openEagerLearner } from '../../../app/learning/run/eager-learner.ts';
import { openGraphLearner } from '../../../app/learning/run/graph-learner.ts';
import type { Learner, LearnerOptions } from '../../../app/learning/run/learner.ts';
import { batchOf, expectClose, learnerOptions, lossOf } from './learning.ts';

const network = unet(37, 3, [4, 6, 8]);
const decay = 0.4;
let backend: Backend;

beforeAll(async () => {
  backend = await openBackend('tensorflow', 'train');
});

describe.each(['graph', 'eager'] as const)('averages of weights by %s', (way) => {
  function opened(averaging: number, more: Partial<LearnerOptions> = {}): Learner {
    const { settings, ...rest } = learnerOptions(backend, network, more);
    const options = { ...rest, settings: { ...settings, averaging } };
    if (way === 'eager') return openEagerLearner(options);
    if (backend.kernels === null) throw new Error('These tests need TensorFlow.');
    return openGraphLearner(backend.kernels, options);
  }

  test('are what plain arithmetic makes of the weights after each step, and answer', async () => {
    const [learner, plain] = [opened(decay), opened(0)];
    const expected = doubled(await learner.values());
    for (let step = 1; step <= 6; step++) {
      const batch = batchOf(network, 2, step);
      // What is averaged learns as what is not, to the bit.
      expect(await lossOf(learner, batch, step)).toBe(await lossOf(plain, batch, step));
      const stays = Math.min(decay, (1 + step) / (10 + step));
      for (const [name, weight] of await learner.values()) {
        const average = expected.get(name);
        average?.forEach((value, at) => {
          average[at] = stays * value + (1 - stays) * (weight[at] ?? NaN);
        });
      }
    }
    const averages = await learner.answering();
    expect([...averages.keys()]).toEqual([...(await learner.values()).keys()]);
    for (const [name, average] of averages) {
      expect(average.length).toBe(expected.get(name)?.length);
      average.forEach((value, at) => {
        expect(Math.abs(value - (expected.get(name)?.[at] ?? NaN)), name).toBeLessThan(1e-6);
      });
    }
    const averaged = opened(0, { weights: averages });
    const batch = batchOf(network, 2, 30);
    const [ours, oracle] = [await learner.check(batch), await averaged.check(batch)];
    expectClose(ours.loss, oracle.loss, 1e-6);
    expect(ours.labels).toEqual(oracle.labels);
    expect((await plain.check(batch)).loss).not.toBe(oracle.loss);
    [learner, plain, averaged].forEach((each) => {
      each.dispose();
    });
  });

  test('go on bit for bit from what was kept, and leave no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const [whole, first] = [opened(decay), opened(decay)];
    for (let step = 1; step <= 6; step++) {
      await lossOf(whole, batchOf(network, 2, step), step);
      if (step <= 3) await lossOf(first, batchOf(network, 2, step), step);
    }
    const after = opened(decay, { weights: await first.values(), slots: await first.slots() });
    for (let step = 4; step <= 6; step++) await lossOf(after, batchOf(network, 2, step), step);
    expect([...(await after.answering())]).toEqual([...(await whole.answering())]);
    expect([...(await after.slots())]).toEqual([...(await whole.slots())]);
    [whole, first, after].forEach((each) => {
      each.dispose();
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});

function doubled(values: WeightValues): ReadonlyMap<string, Float64Array> {
  return new Map([...values].map(([name, numbers]) => [name, Float64Array.from(numbers)]));
}
