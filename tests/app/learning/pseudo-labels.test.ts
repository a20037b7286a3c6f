import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../../app/learning/backends/backend.ts';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import type { Batch } from '../../../app/learning/data/batches.ts';
import { keyOf } from '../../../app/learning/data/random.ts';
import { draftNetwork } from '../../../app/learning/models/draft.ts';
import { probabilitiesOf } from '../../../app/learning/models/forward.ts';
import { weightSpecs, type Network } from '../../../app/learning/models/network.ts';
import type { WeightValues } from '../../../app/learning/models/weights.ts';
import { openEagerLearner } from '../../../app/learning/run/eager-learner.ts';
import { openGraphLearner } from '../../../app/learning/run/graph-learner.ts';
import type { Besides, Learner } from '../../../app/learning/run/learner.ts';
import {
  averagingOf,
  besidesOf,
  pseudoLabelled,
  unlabelledWeightAt,
  weaklyVaried,
} from '../../../app/learning/run/pseudo-labels.ts';
import { playGpu } from '../../fixtures/software-gpu.ts';
import { batchOf, expectClose, learnerOptions } from './learning.ts';
import { tinyNetwork } from './tiny-network.ts';

describe('pseudo labels', () => {
  /** Two pictures of 2 x 2 pixels, each weakly and strongly varied; of the last, padding and a covered pixel. */
  function pair(): Batch {
    return {
      count: 4,
      sidePx: 2,
      pictures: Float32Array.from({ length: 4 * 4 * 3 }, (_, at) => at),
      labels: Int32Array.of(0, 0, 0, 0, 255, 0, 0, 0, /**/ 0, 0, 0, 0, 255, 255, 0, 0),
      indices: [4, 7, 4, 7],
    };
  }
  const teacher = {
    labels: Uint8Array.of(2, 1, 0, 1, 1, 1, 1, 2),
    certainty: Float32Array.of(0.99, 0.95, 0.9, 0.5, 1, 1, 0.94, 0.96),
  };

  test('are what the teacher is sure of; the rest, padding and what is covered are ignored', () => {
    const { batch, sureShare } = pseudoLabelled(pair(), teacher, 0.95);
    expect([...batch.labels]).toEqual([2, 1, 255, 255, /**/ 255, 255, 255, 2]);
    expect(batch.count).toBe(2);
    expect(batch.indices).toEqual([4, 7]);
    // The strong looks are what is learned from.
    expect([...batch.pictures]).toEqual([...pair().pictures.subarray(24)]);
    expect(sureShare).toBe(3 / 6);
    expect(besidesOf({ batch, sureShare }, 0.8).weight).toBe(0.8 * 0.5);
  });

  test('are all there by a threshold of 0, and none where nobody is sure', () => {
    const all = pseudoLabelled(pair(), teacher, 0);
    expect([...all.batch.labels]).toEqual([2, 1, 0, 1, /**/ 255, 255, 1, 2]);
    expect(all.sureShare).toBe(1);
    const unsure = { ...teacher, certainty: new Float32Array(8).fill(0.5) };
    const none = pseudoLabelled(pair(), unsure, 0.95);
    expect([...none.batch.labels]).toEqual(new Array(8).fill(255));
    expect(none.sureShare).toBe(0);
  });

  test('are asked of the weak looks', () => {
    const { count, pictures, labels } = weaklyVaried(pair());
    expect(count).toBe(2);
    expect([...pictures]).toEqual([...pair().pictures.subarray(0, 24)]);
    expect(labels).toHaveLength(8);
  });

  test('come to count over the first fifth of a run', () => {
    const weightAt = (step: number) =>
      unlabelledWeightAt({ unlabelledWeight: 2 }, { step, steps: 100 });
    expect(weightAt(1)).toBeLessThan(0.03);
    expect(weightAt(10)).toBeCloseTo(2 * Math.exp(-1.25), 12);
    expect([20, 21, 100].map(weightAt)).toEqual([2, 2, 2]);
  });

  test('come from an average of the weights also where none was asked for', () => {
    expect(averagingOf({ ema: 0 }, { isTeaching: false })).toBe(0);
    expect(averagingOf({ ema: 0 }, { isTeaching: true })).toBe(0.99);
    expect(averagingOf({ ema: 0.9 }, { isTeaching: true })).toBe(0.9);
  });
});

let backends: Readonly<Record<'tensorflow' | 'webgpu' | 'wasm', Backend>>;
beforeAll(async () => {
  playGpu();
  backends = {
    tensorflow: await openBackend('tensorflow', 'train'),
    webgpu: await openBackend('webgpu', 'train'),
    wasm: await openBackend('wasm', 'train'),
  };
});

/** Without what looks at the whole batch or draws: each half of a batch has its own gradient. */
const plain = plainNetwork(17);

function plainNetwork(side: number): Network {
  const draft = draftNetwork(side);
  const he = { initializer: 'he-normal', kernel: 3, relu: true } as const;
  const stem = draft.convolution('stem', draft.input, { ...he, filters: 4 });
  const low = draft.convolution('low', draft.maxPool('pool', stem), { ...he, filters: 6 });
  const up = draft.cropTo('crop', draft.upsample('up', low, 'nearest'), stem);
  const joined = draft.concatenate('join', [up, stem]);
  return draft.softmax(
    'probabilities',
    draft.convolution('classes', joined, { initializer: 'he-normal', filters: 3, kernel: 1 }),
  );
}

const at = { rate: 2e-3, step: 1, key: keyOf('dropout', 3, 1) };

const ways = ['graph', 'tensorflow', 'webgpu', 'wasm'] as const;

function opened(way: (typeof ways)[number], network: Network, pseudoLabelled: boolean): Learner {
  const backend = backends[way === 'graph' ? 'tensorflow' : way];
  const { settings, ...rest } = learnerOptions(backend, network);
  const averaging = pseudoLabelled ? 0.5 : 0;
  const options = { ...rest, settings: { ...settings, pseudoLabelled, averaging } };
  if (way !== 'graph') return openEagerLearner(options);
  if (backend.kernels === null) throw new Error('These tests need TensorFlow.');
  return openGraphLearner(backend.kernels, options);
}

/** Of each weight: after one step Adam's first moment is a tenth of the gradient. */
async function gradientsOf(
  way: (typeof ways)[number],
  batch: Batch,
  besides?: Besides,
): Promise<{ readonly loss: number; readonly gradients: WeightValues }> {
  await tf.setBackend(way === 'graph' ? 'tensorflow' : way);
  const learner = opened(way, plain, besides !== undefined);
  const outcome = await learner.step(batch, at, besides);
  if (outcome.kind !== 'stepped') throw new Error(`The ${outcome.what} were not finite.`);
  const slots = await learner.slots();
  learner.dispose();
  const firsts = [...slots].filter(([name]) => name.endsWith('/first'));
  return { loss: outcome.loss, gradients: new Map(firsts) };
}

describe.each(ways)('a step with pseudo-labelled pictures by %s', (way) => {
  const own = batchOf(plain, 2, 1);
  const pseudo = batchOf(plain, 2, 2);
  const ignored = { ...pseudo, labels: new Int32Array(pseudo.labels.length).fill(255) };

  test('has the loss and gradient of each half as if it were labelled, weighed', async () => {
    const weight = 0.7;
    const both = await gradientsOf(way, own, { batch: pseudo, weight });
    const [first, second] = [await gradientsOf(way, own), await gradientsOf(way, pseudo)];
    expectClose(both.loss, first.loss + weight * second.loss, 1e-5);
    expect(both.gradients.size).toBe(first.gradients.size);
    for (const [name, gradient] of both.gradients) {
      const [a, b] = [first.gradients.get(name) ?? [], second.gradients.get(name) ?? []];
      const expected = Float64Array.from(gradient, (_, place) => a[place]! + weight * b[place]!);
      expectAlike(gradient, expected, name);
    }
  });

  test('learns nothing of pixels that are ignored', async () => {
    const both = await gradientsOf(way, own, { batch: ignored, weight: 1 });
    const alone = await gradientsOf(way, own);
    expectClose(both.loss, alone.loss, 1e-6);
    for (const [name, gradient] of both.gradients) {
      expectAlike(gradient, Float64Array.from(alone.gradients.get(name) ?? []), name);
    }
  });
});

function expectAlike(ours: Float32Array, oracle: Float64Array, name: string): void {
  const largest = oracle.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
  const farthest = ours.reduce(
    (most, value, place) => Math.max(most, Math.abs(value - (oracle[place] ?? NaN))),
    0,
  );
  expect(farthest / largest, name).toBeLessThan(2e-5);
}

describe('a learner with a teacher', () => {
  const network = tinyNetwork();

  test('goes the same way as a graph and call by call, dropout, normalisation and all', async () => {
    await tf.setBackend('tensorflow');
    const before = tf.memory().numTensors;
    const [graph, eager] = [opened('graph', network, true), opened('tensorflow', network, true)];
    for (let step = 1; step <= 8; step++) {
      const besides = { batch: batchOf(network, 2, 50 + step), weight: step / 8 };
      const point = { rate: 2e-3, step, key: keyOf('dropout', 3, step) };
      const outcomes = [graph, eager].map((each) =>
        each.step(batchOf(network, 2, step), point, besides),
      );
      const [ours, oracle] = await Promise.all(outcomes);
      if (ours?.kind !== 'stepped' || oracle?.kind !== 'stepped') throw new Error('not finite');
      expectClose(ours.loss, oracle.loss, 2e-4);
    }
    const asked = batchOf(network, 2, 90);
    const [ours, oracle] = [await graph.answer(asked), await eager.answer(asked)];
    expect(ours.labels).toHaveLength(asked.labels.length);
    ours.certainty.forEach((value, pixel) => {
      expect(Math.abs(value - (oracle.certainty[pixel] ?? NaN))).toBeLessThan(1e-4);
    });
    expect(ours.labels).toEqual((await graph.check(asked)).labels);
    graph.dispose();
    eager.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each(['graph', 'tensorflow'] as const)(
    'by %s answers with the average of its weights, by the probability of each class',
    async (way) => {
      await tf.setBackend('tensorflow');
      const learner = opened(way, network, true);
      const besides = { batch: batchOf(network, 2, 51), weight: 1 };
      await learner.step(batchOf(network, 2, 1), { ...at, rate: 0.05 }, besides);
      const averages = await learner.answering();
      expect([...averages]).not.toEqual([...(await learner.values())]);
      const asked = batchOf(network, 2, 90);
      const answered = await learner.answer(asked);
      learner.dispose();
      const weights = new Map(
        weightSpecs(network).map(({ name, shape }) => [
          name,
          tf.tensor(averages.get(name) ?? [], [...shape], 'float32'),
        ]),
      );
      const { operations } = backends.tensorflow;
      const side = network.input.width;
      const planes = tf.tidy(() =>
        probabilitiesOf(
          { network, operations, weights, mode: { kind: 'answer' } },
          tf.tensor4d(asked.pictures, [asked.count, side, side, 3]),
        ).dataSync(),
      );
      tf.dispose([...weights.values()]);
      const area = side * side;
      answered.certainty.forEach((certainty, pixel) => {
        const [picture, place] = [Math.floor(pixel / area), pixel % area];
        const of = (value: number) => planes[(picture * 3 + value) * area + place] ?? NaN;
        expect(certainty).toBeCloseTo(Math.max(of(0), of(1), of(2)), 5);
        expect(of(answered.labels[pixel] ?? NaN)).toBeCloseTo(certainty, 5);
      });
    },
  );
});
