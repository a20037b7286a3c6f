import { describe, expect, test } from 'vitest';
import { picturesGivenNames, type PicturesGiven } from '../../../../app/contract/weights-fit.ts';
import { fcn } from '../../../../app/learning/models/fcn.ts';
import type { Network } from '../../../../app/learning/models/network.ts';
import { unet } from '../../../../app/learning/models/unet.ts';
import { zooNetwork } from '../../../../app/learning/models/zoo/zoo.ts';
import { startingWeights, type WeightValues } from '../../../../app/learning/models/weights.ts';
import { asGivenHere } from '../../../../app/learning/weights/pictures-given.ts';

/** What `keras.applications.imagenet_utils.preprocess_input` of Keras 3.15.1 makes of the pixel 200, 100, 50. */
const byKeras: Readonly<Record<Exclude<PicturesGiven, 'unit'>, readonly number[]>> = {
  signed: [0.5686274509803921, -0.21568627450980393, -0.607843137254902],
  caffe: [-53.939, -16.779, 76.32],
  torchvision: [1.3070468362017296, -0.285014005602241, -0.9329847494553378],
};
const pixel = [200 / 255, 100 / 255, 50 / 255];

/** What the first convolution answers where all of the picture is this pixel, its normalisation behind it where it has one. */
function firstAnswer(network: Network, values: WeightValues, given: readonly number[]): number[] {
  const layer = network.layers.find(({ kind }) => kind === 'convolution');
  if (layer?.kind !== 'convolution') throw new Error('A convolution was expected.');
  const outputs = layer.shape.channels;
  const kernel = values.get(`${layer.name}/kernel`)!;
  const bias = values.get(`${layer.name}/bias`);
  const behind = network.layers.find(({ from }) => from.includes(layer.name));
  const mean = values.get(`${behind?.name ?? ''}/moving_mean`);
  return Array.from({ length: outputs }, (_, output) => {
    let sum = (bias?.[output] ?? 0) - (mean?.[output] ?? 0);
    for (let at = output; at < kernel.length; at += outputs) {
      sum += kernel[at]! * given[Math.floor(at / outputs) % 3]!;
    }
    return sum;
  });
}

const networks: readonly (readonly [string, Network])[] = [
  ['a bias', zooNetwork('vgg_unet', 32, 3, (own) => own / 16)],
  ['a normalisation', unet(32, 3, [4, 6])],
];

describe.each(networks)('a first convolution with %s', (_, network) => {
  test.each(Object.entries(byKeras))('answers the same as to pictures given “%s”', (how, given) => {
    const values = startingWeights(network, 3);
    const here = asGivenHere(values, network, how as PicturesGiven);
    const [ours, theirs] = [firstAnswer(network, here, pixel), firstAnswer(network, values, given)];
    ours.forEach((answer, at) => {
      expect(Math.abs(answer - theirs[at]!)).toBeLessThan(1e-3);
    });
    const changed = [...values.keys()].filter((name) => here.get(name) !== values.get(name));
    expect(changed).toHaveLength(2);
  });

  test('is left alone where pictures were given as here', () => {
    const values = startingWeights(network, 3);
    expect(asGivenHere(values, network, 'unit')).toBe(values);
  });
});

test('a kernel alone is taken before a normalisation that begins anew', () => {
  const network = fcn(64, 3, { stride: 32, widths: { depths: [2, 3, 4, 5, 6], top: 8 } });
  const first = network.layers.find(({ kind }) => kind === 'convolution')?.name ?? '';
  const kernel = startingWeights(network, 3).get(`${first}/kernel`)!;
  const here = asGivenHere(new Map([[`${first}/kernel`, kernel]]), network, 'caffe');
  expect([...here.keys()]).toEqual([`${first}/kernel`]);
});

test('where nothing can take what was subtracted, a sentence says so', () => {
  const network = unet(32, 3, [4, 8], { normalise: 'groups' });
  for (const how of picturesGivenNames.filter((each) => each !== 'unit')) {
    expect(() => asGivenHere(startingWeights(network, 3), network, how)).toThrow(
      /has neither a bias nor a batch normalisation behind it/,
    );
  }
});
