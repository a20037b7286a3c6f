import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LossSettings } from '../../../app/learning/run/loss.ts';
import { lossNames } from '../../../app/contract/training.ts';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import type { Backend } from '../../../app/learning/backends/backend.ts';
import { taughtNetwork } from '../../../app/learning/models/deep-supervision.ts';
import { deeplab } from '../../../app/learning/models/deeplab.ts';
import { zooNetwork } from '../../../app/learning/models/zoo/zoo.ts';
import { fastScnn } from '../../../app/learning/models/fast-scnn.ts';
import { fcn } from '../../../app/learning/models/fcn.ts';
import { lraspp } from '../../../app/learning/models/lraspp.ts';
import { weightSpecs, type Network } from '../../../app/learning/models/network.ts';
import { pspnet } from '../../../app/learning/models/pspnet.ts';
import { segnet } from '../../../app/learning/models/segnet.ts';
import { unetTutorial } from '../../../app/learning/models/unet-tutorial.ts';
import { unet } from '../../../app/learning/models/unet.ts';
import { startingWeights } from '../../../app/learning/models/weights.ts';
import { openEagerLearner } from '../../../app/learning/run/eager-learner.ts';
import { openGraphLearner } from '../../../app/learning/run/graph-learner.ts';
import { type Learner, type LearnerOptions } from '../../../app/learning/run/learner.ts';
import { openLearner } from '../../../app/learning/run/open-learner.ts';
import { batchOf, expectClose, isDeep, learnerOptions, lossOf } from './learning.ts';
import { tinyNetwork } from './tiny-network.ts';

const networks: readonly (readonly [string, Network])[] = [
  ['every kind of layer', tinyNetwork()],
  ['unet-tutorial, narrow', unetTutorial(20, 3, [4, 6, 8])],
  ['unet, narrow, its levels taught', taughtNetwork(unet(50, 3, [4, 6, 8, 10]))],
  ['unet, narrow, odd', unet(37, 3, [4, 6, 8])],
  ['unet, plain, transposed', unet(37, 3, [4, 6, 8], { normalise: 'none', enlarge: 'transposed' })],
  ['unet, groups', unet(37, 3, [4, 6, 16], { normalise: 'groups' })],
  ['fcn-8s, narrow, odd', fcn(70, 3, { stride: 8, widths: { depths: [2, 3, 4, 4, 5], top: 6 } })],
  ['segnet, narrow', segnet(40, 3, [4, 6])],
  ['pspnet, narrow', pspnet(64, 3, (own) => own / 16)],
  ['deeplab, narrow', deeplab(64, 3, 0.25)],
  ['lraspp, narrow', lraspp(61, 3, 0.5)],
  ['fast-scnn, narrow', fastScnn(96, 3, 0.25)],
  ['vgg_unet, narrow, odd', zooNetwork('vgg_unet', 45, 3, (own) => own / 16)],
];

let backend: Backend;

beforeAll(async () => {
  backend = await openBackend('tensorflow', 'train');
});

describe.each(networks)('a step of “%s” as a graph', (name, network) => {
  const some = isDeep(network) ? [] : (['cross-entropy'] as const);
  const losses =
    name === 'every kind of layer' ? lossNames : ([...some, 'cross-entropy+dice'] as const);

  test.each(losses)(
    'with %s: gradients, ten losses, and what it says of other pictures, as call by call',
    async (kind) => {
      const [graph, eager] = both(network, kind);
      for (let step = 1; step <= 10; step++) {
        const batch = batchOf(network, 2, step);
        const tolerance = step === 1 ? 1e-5 : 2e-4;
        expectClose(await lossOf(graph, batch, step), await lossOf(eager, batch, step), tolerance);
        if (step === 1) await expectSameGradients(network, graph, eager);
        if (step === 3) await expectSameAnswers(network, graph, eager);
      }
      dispose(graph, eager);
    },
  );
});

describe('a graph', () => {
  const network = tinyNetwork();

  test('goes on bit for bit from weights and figures that were kept, in another graph', async () => {
    const whole = graphOf(network);
    const before = graphOf(network);
    const batches = Array.from({ length: 8 }, (_, index) => batchOf(network, 2, index));
    const run = async (learner: Learner, from: number, to: number) => {
      const losses: number[] = [];
      for (const [at, batch] of batches.slice(from, to).entries()) {
        losses.push(await lossOf(learner, batch, from + at + 1));
      }
      return losses;
    };
    const expected = await run(whole, 0, 8);
    expect(await run(before, 0, 5)).toEqual(expected.slice(0, 5));
    const after = graphOf(network, {
      weights: await before.values(),
      slots: await before.slots(),
    });
    expect(await run(after, 5, 8)).toEqual(expected.slice(5));
    expect([...(await after.values())]).toEqual([...(await whole.values())]);
    expect([...(await after.slots())]).toEqual([...(await whole.slots())]);
    dispose(whole, before, after);
  });

  test('is recorded anew for another number of pictures, and goes on where it was', async () => {
    const graph = graphOf(network);
    const eager = openEagerLearner(optionsOf(network));
    for (const [index, count] of [2, 2, 3, 3, 1, 2].entries()) {
      const batch = batchOf(network, count, index);
      const step = index + 1;
      expectClose(await lossOf(graph, batch, step), await lossOf(eager, batch, step), 1e-4);
    }
    dispose(graph, eager);
  });

  test.each([
    ['loss', { 'classes/bias': NaN }],
    // Nothing varies, so nothing is scaled up on the way forward; on the way back the scale is there.
    ['gradients', { 'stem/kernel': 0, 'stem_norm/gamma': 1e37, 'stem_norm/beta': 1 }],
  ] as const)('changes nothing when the %s are not finite, and says so', async (what, bad) => {
    const weights = new Map(startingWeights(network, 7));
    Object.entries(bad).forEach(([name, value]) => weights.get(name)?.fill(value));
    const learners = [
      graphOf(network, { weights }),
      openEagerLearner(optionsOf(network, { weights })),
    ];
    for (const learner of learners) {
      const before = [await learner.values(), await learner.slots()];
      const outcome = await learner.step(batchOf(network, 2, 1), { rate: 0.01, step: 1, key: 1 });
      expect(outcome).toEqual({ kind: 'not-finite', what });
      expect([await learner.values(), await learner.slots()]).toEqual(before);
    }
    dispose(...learners);
  });

  test('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const graph = graphOf(network);
    expect(tf.memory().numTensors).toBe(before);
    await lossOf(graph, batchOf(network, 2, 1), 1);
    await graph.check(batchOf(network, 2, 1));
    await graph.values();
    await graph.slots();
    expect(tf.memory().numTensors).toBe(before);
    dispose(graph);
  });

  test('is what is opened on TensorFlow; where it cannot be recorded, the reason is told', async () => {
    const hoped = openLearner(optionsOf(network));
    expect(hoped.fallback).toBeNull();
    const operations: typeof backend.operations = {
      ...backend.operations,
      relu: (x) => tf.selu(x),
    };
    const options = optionsOf(network);
    const { learner, fallback } = openLearner({
      ...options,
      settings: { ...options.settings, operations },
    });
    expect(fallback).toBe('No graph can be made with “Selu” yet.');
    expect(await lossOf(learner, batchOf(network, 2, 1), 1)).toBeGreaterThan(0);
    dispose(hoped.learner, learner);
  });
});

function optionsOf(network: Network, more: Partial<LearnerOptions> = {}): LearnerOptions {
  return learnerOptions(backend, network, more);
}

function graphOf(network: Network, more: Partial<LearnerOptions> = {}): Learner {
  if (backend.kernels === null) throw new Error('These tests need TensorFlow.');
  return openGraphLearner(backend.kernels, optionsOf(network, more));
}

function both(network: Network, kind: LossSettings['kind']): readonly [Learner, Learner] {
  const { settings } = optionsOf(network);
  const more = { settings: { ...settings, loss: { ...settings.loss, kind } } };
  return [graphOf(network, more), openEagerLearner(optionsOf(network, more))];
}

function trainedNames(network: Network): readonly string[] {
  return weightSpecs(network)
    .filter(({ trained }) => trained)
    .map(({ name }) => name);
}

/** After one step Adam's first moment is a tenth of the gradient. */
async function expectSameGradients(network: Network, graph: Learner, eager: Learner) {
  const slots = [await graph.slots(), await eager.slots()];
  const firsts = trainedNames(network).map(
    (name) =>
      [name, ...slots.map((each) => each.get(`${name}/first`) ?? new Float32Array())] as const,
  );
  const largest = Math.max(...firsts.map(([, , oracle]) => largestOf(oracle)));
  for (const [name, ours, oracle] of firsts) {
    const scale = isDeep(network) ? largest : largestOf(oracle);
    expectAlike(ours, oracle, 1e-5 * scale, name);
  }
}

/** Of pictures it does not learn from, also of fewer than a batch. */
async function expectSameAnswers(network: Network, graph: Learner, eager: Learner) {
  for (const count of [2, 1]) {
    const batch = batchOf(network, count, 20);
    const [ours, oracle] = [await graph.check(batch), await eager.check(batch)];
    expectClose(ours.loss, oracle.loss, 1e-4);
    expect(ours.found).toHaveLength(oracle.found.length);
    expect(ours.labels).toHaveLength(batch.labels.length);
    const different = ours.labels.filter((label, pixel) => label !== oracle.labels[pixel]);
    expect(different.length / oracle.labels.length).toBeLessThan(0.002);
  }
}

function dispose(...learners: readonly Learner[]): void {
  learners.forEach((learner) => {
    learner.dispose();
  });
}

function largestOf(values: Float32Array = new Float32Array()): number {
  return values.reduce((largest, each) => Math.max(largest, Math.abs(each)), 0);
}

function expectAlike(
  ours: Float32Array = new Float32Array(),
  oracle: Float32Array = new Float32Array(),
  tolerance: number,
  name: string,
): void {
  expect(ours).toHaveLength(oracle.length);
  const farthest = Math.max(
    ...ours.map((value, index) => Math.abs(value - (oracle[index] ?? NaN))),
  );
  expect(farthest, name).toBeLessThanOrEqual(tolerance);
}
