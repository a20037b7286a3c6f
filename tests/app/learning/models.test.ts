import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import { ownLayersIn } from '../../../app/contract/run-weights.ts';
import { numbersOf } from '../../../app/learning/data/random.ts';
import { deconvnet } from '../../../app/learning/models/deconvnet.ts';
import { deeplab } from '../../../app/learning/models/deeplab.ts';
import { zooNetwork } from '../../../app/learning/models/zoo/zoo.ts';
import { fastScnn } from '../../../app/learning/models/fast-scnn.ts';
import { fcn } from '../../../app/learning/models/fcn.ts';
import { probabilitiesOf } from '../../../app/learning/models/forward.ts';
import { layersModelOf } from '../../../app/learning/models/layers-model.ts';
import { lraspp } from '../../../app/learning/models/lraspp.ts';
import {
  countParameters,
  sizeOfShape,
  weightSpecs,
  type Network,
} from '../../../app/learning/models/network.ts';
import { MaxUnpooling2D } from '../../../app/learning/models/max-unpooling.ts';
import * as ownLayers from '../../../app/learning/models/own-layers.ts';
import { pspnet } from '../../../app/learning/models/pspnet.ts';
import { segnet } from '../../../app/learning/models/segnet.ts';
import { unetTutorial } from '../../../app/learning/models/unet-tutorial.ts';
import { unet } from '../../../app/learning/models/unet.ts';
import { startingWeights } from '../../../app/learning/models/weights.ts';
import { composed } from '../../../app/learning/operations/composed.ts';
import { tinyNetwork } from './tiny-network.ts';

const networks: readonly (readonly [string, Network])[] = [
  ['every kind of layer', tinyNetwork()],
  ['unet-tutorial, narrow', unetTutorial(20, 3, [2, 3, 4])],
  ['unet, narrow', unet(50, 4, [2, 3, 4, 5])],
  ['unet, narrow, odd', unet(37, 2, [2, 3, 4])],
  ['unet, plain, transposed', unet(37, 3, [4, 6, 8], { normalise: 'none', enlarge: 'transposed' })],
  ['unet, groups', unet(37, 3, [4, 6, 16], { normalise: 'groups' })],
  ['fcn-8s, narrow, odd', fcn(70, 3, { stride: 8, widths: { depths: [2, 3, 4, 4, 5], top: 6 } })],
  ['deconvnet, narrow, odd', deconvnet(45, 3, { depths: [4, 6], top: 8 })],
  ['segnet, narrow', segnet(40, 3, [4, 6])],
  ['pspnet, narrow, odd', pspnet(45, 3, (own) => own / 32)],
  ['deeplab, narrow, odd', deeplab(45, 3, 0.1)],
  ['lraspp, narrow, odd', lraspp(45, 3, 0.1)],
  ['fast-scnn, narrow, odd', fastScnn(45, 3, 0.1)],
  ['mobilenet_unet, narrow, odd', zooNetwork('mobilenet_unet', 45, 3, (own) => own / 16)],
];

describe.each(networks)('%s', (_, network) => {
  beforeAll(() => openBackend('cpu', 'train'));

  test('names the layers that tfjs has none of', () => {
    const model = layersModelOf(network, 'test');
    const ours = [
      MaxUnpooling2D,
      ...Object.values(ownLayers),
    ] as readonly (typeof tf.layers.Layer)[];
    const own = model.layers
      .filter((layer) => ours.some((each) => layer instanceof each))
      .map((layer) => layer.getClassName());
    const said = ownLayersIn(JSON.stringify({ modelTopology: model.toJSON(null, false) }));
    expect(new Set(said)).toEqual(new Set(own));
    model.dispose();
  });

  test('answers as its model of stock layers does', () => {
    const model = layersModelOf(network, 'test');
    const next = numbersOf(5);
    // Normalisations with figures of their own, not with the ones they start from.
    const values = new Map(
      [...startingWeights(network, 1)].map(([name, start]) => [
        name,
        start.map((value) => value + next() * 0.5),
      ]),
    );
    const tensors = new Map(
      weightSpecs(network).map(({ name, shape }) => [
        name,
        tf.tensor(values.get(name) ?? [], [...shape]),
      ]),
    );
    model.loadWeights(Object.fromEntries(tensors));
    const { width, height } = network.input;
    const picture = tf.randomUniform<tf.Rank.R4>([2, height, width, 3], 0, 1, 'float32', 3);
    const mode = { kind: 'answer' } as const;
    const ours = probabilitiesOf(
      { network, operations: composed, weights: tensors, mode },
      picture,
    );
    const theirs = tf.transpose(model.predict(picture) as tf.Tensor, [0, 3, 1, 2]);
    expect(ours.shape).toEqual([2, network.classes, height, width]);
    expect(theirs.shape).toEqual(ours.shape);
    expect(tf.max(tf.abs(tf.sub(ours, theirs))).dataSync()[0]).toBeLessThan(1e-6);
    expect(model.countParams()).toBe(countParameters(network));
  });
});

test.each([
  // As Keras' applications count them, without a top.
  ['MobileNetV3-Small', lraspp(224, 3), /^(stem|block|last)/, 939_120],
  // Without its last convolution of 1280, which no decoder needs.
  ['MobileNetV2', deeplab(224, 3), /^(stem|block)/, 2_257_984 - 320 * 1280 - 4 * 1280],
] as const)('%s is as large as published', (_, network, ofEncoder, count) => {
  const own = weightSpecs(network).filter(({ name }) => ofEncoder.test(name));
  expect(own.reduce((sum, { shape }) => sum + sizeOfShape(shape), 0)).toBe(count);
});

test('the default is light enough for two cores', () => {
  const count = countParameters(unet(200, 3));
  expect(count).toBeGreaterThan(300_000);
  expect(count).toBeLessThan(2_000_000);
});

test('starting weights belong to the seed and spread as He says', () => {
  const network = unet(64, 3, [8, 16, 32]);
  const first = startingWeights(network, 1);
  expect([...startingWeights(network, 1)]).toEqual([...first]);
  expect([...startingWeights(network, 2)]).not.toEqual([...first]);
  const [name, kernel] = [...first].find(([key]) => key === 'down3_conv2/kernel') ?? ['', []];
  const fanIn = (weightSpecs(network).find((spec) => spec.name === name)?.shape[2] ?? 0) * 9;
  const variance = Array.from(kernel).reduce((sum, value) => sum + value ** 2, 0) / kernel.length;
  expect(variance * fanIn).toBeCloseTo(2, 1);
});
