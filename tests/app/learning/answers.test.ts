import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../../app/learning/backends/backend.ts';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import { numbersOf } from '../../../app/learning/data/random.ts';
import { draftNetwork } from '../../../app/learning/models/draft.ts';
import { deconvnet } from '../../../app/learning/models/deconvnet.ts';
import { deeplab } from '../../../app/learning/models/deeplab.ts';
import { fastScnn } from '../../../app/learning/models/fast-scnn.ts';
import { fcn } from '../../../app/learning/models/fcn.ts';
import { folded } from '../../../app/learning/models/folded.ts';
import { lraspp } from '../../../app/learning/models/lraspp.ts';
import { weightSpecs, type Network } from '../../../app/learning/models/network.ts';
import { pspnet } from '../../../app/learning/models/pspnet.ts';
import { segnet } from '../../../app/learning/models/segnet.ts';
import { unetTutorial } from '../../../app/learning/models/unet-tutorial.ts';
import { unet } from '../../../app/learning/models/unet.ts';
import { startingWeights, type WeightValues } from '../../../app/learning/models/weights.ts';
import {
  openAnswerer,
  openEagerAnswerer,
  openGraphAnswerer,
} from '../../../app/learning/predict/answerer.ts';
import { isDeep } from './learning.ts';
import { tinyNetwork } from './tiny-network.ts';

const networks: readonly (readonly [string, Network])[] = [
  ['every kind of layer', tinyNetwork()],
  ['unet-tutorial, narrow', unetTutorial(20, 3, [4, 6, 8])],
  ['unet, narrow, odd', unet(37, 3, [4, 6, 8])],
  ['unet, plain, transposed', unet(37, 3, [4, 6, 8], { normalise: 'none', enlarge: 'transposed' })],
  ['unet, groups', unet(37, 3, [4, 6, 16], { normalise: 'groups' })],
  ['fcn-8s, narrow, odd', fcn(70, 3, { stride: 8, widths: { depths: [2, 3, 4, 4, 5], top: 6 } })],
  ['deconvnet, narrow, odd', deconvnet(45, 3, { depths: [4, 6], top: 8 })],
  ['segnet, narrow', segnet(40, 3, [4, 6])],
  ['pspnet, narrow, odd', pspnet(45, 3, (own) => own / 32)],
  ['deeplab, narrow, odd', deeplab(45, 3, 0.1)],
  ['lraspp, narrow, odd', lraspp(45, 3, 0.1)],
  ['fast-scnn, narrow, odd', fastScnn(61, 3, 0.25)],
];

let backend: Backend;

beforeAll(async () => {
  backend = await openBackend('tensorflow', 'predict');
});

describe.each(networks)('“%s”', (_, network) => {
  test('answers the same with its normalisations folded away, as a graph, and one by one', async () => {
    const values = livedIn(network);
    const pictures = picturesOf(network, 3);
    const before = tf.memory().numTensors;
    const plain = openEagerAnswerer({ backend, network, values });
    const expected = await plain.probabilities(pictures);
    const folding = openEagerAnswerer({ backend, ...folded(network, values) });
    const graph = openGraph(network, values);
    const whole = openAnswerer({ backend, network, values });
    for (const answerer of [folding, graph, whole]) {
      expect(farthest(await answerer.probabilities(pictures), expected)).toBeLessThan(
        isDeep(network) ? 1e-4 : 1e-5,
      );
    }
    const length = pictures.length / 3;
    const last = await graph.probabilities(pictures.slice(2 * length));
    const all = await graph.probabilities(pictures);
    expect(last).toEqual(all.slice((2 * expected.length) / 3));
    [plain, folding, graph, whole].forEach((answerer) => {
      answerer.dispose();
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  test('has no normalisation left when it is folded, and weights for what there is', () => {
    const result = folded(network, livedIn(network));
    expect(result.network.layers.filter(({ kind }) => kind === 'normalisation')).toEqual([]);
    const names = weightSpecs(result.network).map(({ name }) => name);
    expect([...result.values.keys()].toSorted()).toEqual(names.toSorted());
  });
});

test('a normalisation stays where somebody else takes what comes before it', async () => {
  const draft = draftNetwork(8);
  const options = { filters: 3, kernel: 3, initializer: 'he-normal' } as const;
  const shared = draft.convolution('shared', draft.input, options);
  const norm = draft.normalisation('norm', shared, { momentum: 0.9 });
  const network = draft.softmax('probabilities', draft.add('sum', [norm, shared]));
  const values = livedIn(network);
  const result = folded(network, values);
  expect(result.network.layers.map(({ name }) => name)).toContain('norm');
  const pictures = picturesOf(network, 1);
  const answerOf = async (each: Pick<typeof result, 'network' | 'values'>) => {
    const answerer = openEagerAnswerer({ backend, ...each });
    const answer = await answerer.probabilities(pictures);
    answerer.dispose();
    return answer;
  };
  expect(await answerOf(result)).toEqual(await answerOf({ network, values }));
});

function openGraph(network: Network, values: WeightValues) {
  if (backend.kernels === null) throw new Error('These tests need TensorFlow.');
  return openGraphAnswerer(backend.kernels, { backend, network, values });
}

/** Weights as they are after a while: normalisations and biases have figures of their own. */
function livedIn(network: Network): WeightValues {
  const next = numbersOf(5);
  const moved = (values: Float32Array) => values.map((value) => value + (next() - 0.5) * 0.4);
  return new Map(
    [...startingWeights(network, 1)].map(([name, values]) => [
      name,
      // Kernels are drawn already; larger ones would let values grow from layer to layer, and roundings with them.
      name.endsWith('kernel') ? values : moved(values),
    ]),
  );
}

function picturesOf({ input }: Network, count: number): Float32Array {
  const next = numbersOf(3);
  return Float32Array.from({ length: count * input.width * input.height * 3 }, next);
}

function farthest(ours: Float32Array, expected: Float32Array): number {
  expect(ours).toHaveLength(expected.length);
  return ours.reduce((most, each, at) => Math.max(most, Math.abs(each - (expected[at] ?? NaN))), 0);
}
