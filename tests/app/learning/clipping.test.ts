import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import type { Backend } from '../../../app/learning/backends/backend.ts';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import { unet } from '../../../app/learning/models/unet.ts';
import { openEagerLearner } from '../../../app/learning/run/eager-learner.ts';
import { openGraphLearner } from '../../../app/learning/run/graph-learner.ts';
import type { Learner, LearnerOptions } from '../../../app/learning/run/learner.ts';
import { batchOf, expectClose, learnerOptions } from './learning.ts';

const network = unet(37, 3, [4, 6, 8]);
let backend: Backend;

beforeAll(async () => {
  backend = await openBackend('tensorflow', 'train');
});

/** By plain SGD: after one step the velocity is the rate times the gradient that was gone along. */
const rate = 0.5;
function opened(way: 'graph' | 'eager', clipNorm: number): Learner {
  const { settings, ...rest } = learnerOptions(backend, network);
  const optimiser = { kind: 'sgd', weightDecay: 0 } as const;
  const options: LearnerOptions = { ...rest, settings: { ...settings, optimiser, clipNorm } };
  if (way === 'eager') return openEagerLearner(options);
  if (backend.kernels === null) throw new Error('These tests need TensorFlow.');
  return openGraphLearner(backend.kernels, options);
}

async function stepped(way: 'graph' | 'eager', clipNorm: number) {
  const learner = opened(way, clipNorm);
  const before = tf.memory().numTensors;
  const outcome = await learner.step(batchOf(network, 2, 1), { rate, step: 1, key: 1 });
  if (outcome.kind !== 'stepped') throw new Error('The step was not taken.');
  const slots = await learner.slots();
  if (way === 'graph') expect(tf.memory().numTensors).toBe(before);
  learner.dispose();
  const numbers = [...slots.values()].flatMap((each) => [...each]);
  return { told: outcome.gradientNorm, gone: Math.hypot(...numbers) / rate, numbers };
}

test.each(['graph', 'eager'] as const)(
  'by %s, the length of the gradients is told',
  async (way) => {
    const { told, gone } = await stepped(way, 0);
    expect(told).toBeGreaterThan(0);
    expectClose(told, gone, 1e-5);
  },
);

test.each(['graph', 'eager'] as const)(
  'by %s, longer ones are gone along as far as they may be, in the same direction',
  async (way) => {
    const free = await stepped(way, 0);
    const most = free.told / 3;
    const clipped = await stepped(way, most);
    expectClose(clipped.told, free.told, 1e-6);
    expectClose(clipped.gone, most, 1e-5);
    clipped.numbers.forEach((value, at) => {
      expect(Math.abs(value * 3 - (free.numbers[at] ?? NaN))).toBeLessThan(1e-6);
    });
    // Shorter ones are left as they are, to the bit.
    expect((await stepped(way, free.told * 1.01)).numbers).toEqual(free.numbers);
  },
);

test('clipped steps of a graph have the losses of those call by call', async () => {
  const [graph, eager] = [opened('graph', 0.3), opened('eager', 0.3)];
  for (let step = 1; step <= 10; step++) {
    const [ours, oracle] = await Promise.all(
      [graph, eager].map((each) =>
        each.step(batchOf(network, 2, 1), { rate: 0.05, step, key: step }),
      ),
    );
    if (ours?.kind !== 'stepped' || oracle?.kind !== 'stepped') throw new Error('No step.');
    expectClose(ours.loss, oracle.loss, 2e-4);
    expectClose(ours.gradientNorm, oracle.gradientNorm, 2e-3);
  }
  graph.dispose();
  eager.dispose();
});
