import { beforeAll, describe, expect, test } from 'vitest';
import { optimiserNames } from '../../../app/contract/training.ts';
import type { Backend } from '../../../app/learning/backends/backend.ts';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import { unet } from '../../../app/learning/models/unet.ts';
import { openEagerLearner } from '../../../app/learning/run/eager-learner.ts';
import { openGraphLearner } from '../../../app/learning/run/graph-learner.ts';
import type { Learner, LearnerOptions } from '../../../app/learning/run/learner.ts';
import { batchOf, expectClose, learnerOptions, lossOf } from './learning.ts';

const network = unet(37, 3, [4, 6, 8]);
let backend: Backend;

beforeAll(async () => {
  backend = await openBackend('tensorflow', 'train');
});

describe.each(optimiserNames)('learning by %s', (kind) => {
  // Enough decay to be seen in ten steps.
  const optimiser = { kind, weightDecay: 1 };
  const rate = kind === 'sgd' ? 0.02 : 2e-3;

  function optionsWith(more: Partial<LearnerOptions> = {}): LearnerOptions {
    const { settings, ...rest } = learnerOptions(backend, network, more);
    return { ...rest, settings: { ...settings, optimiser } };
  }
  const ways = {
    graph(more?: Partial<LearnerOptions>): Learner {
      if (backend.kernels === null) throw new Error('These tests need TensorFlow.');
      return openGraphLearner(backend.kernels, optionsWith(more));
    },
    eager: (more?: Partial<LearnerOptions>): Learner => openEagerLearner(optionsWith(more)),
  };

  test('has ten losses as a graph that are those call by call', async () => {
    const [graph, eager] = [ways.graph(), ways.eager()];
    const losses: number[] = [];
    for (let step = 1; step <= 10; step++) {
      const batch = batchOf(network, 2, 1);
      const loss = await lossOf(graph, batch, step, rate);
      losses.push(loss);
      expectClose(loss, await lossOf(eager, batch, step, rate), 2e-4);
    }
    expect(losses.at(-1)).toBeLessThan(losses[0] ?? NaN);
    expect([...(await graph.slots()).keys()]).toEqual([...(await eager.slots()).keys()]);
    graph.dispose();
    eager.dispose();
  });

  test.each(['graph', 'eager'] as const)('goes on bit for bit by %s', async (way) => {
    const open = ways[way];
    const [whole, before] = [open(), open()];
    for (let step = 1; step <= 6; step++) {
      await lossOf(whole, batchOf(network, 2, step), step, rate);
      if (step <= 3) await lossOf(before, batchOf(network, 2, step), step, rate);
    }
    const after = open({ weights: await before.values(), slots: await before.slots() });
    for (let step = 4; step <= 6; step++) {
      await lossOf(after, batchOf(network, 2, step), step, rate);
    }
    expect([...(await after.values())]).toEqual([...(await whole.values())]);
    expect([...(await after.slots())]).toEqual([...(await whole.slots())]);
    [whole, before, after].forEach((learner) => {
      learner.dispose();
    });
  });
});
