import { expect, test } from 'vitest';
import { settingsFrom } from '../../../app/contract/training.ts';
import { zooNames, type ZooName } from '../../../app/contract/zoo.ts';
import { networkOf } from '../../../app/learning/models/models.ts';
import { countParameters } from '../../../app/learning/models/network.ts';
import { zooNetwork } from '../../../app/learning/models/zoo/zoo.ts';

/** Millions of numbers for 3 classes, counted in keras-segmentation 0.3.0; those of PSPNet on ResNet as its paper's networks have. */
const millions: Readonly<Record<ZooName, string>> = {
  fcn_8: '69.7',
  fcn_8_vgg: '134.3',
  fcn_8_resnet50: '451.4',
  fcn_8_mobilenet: '225.6',
  fcn_32: '69.8',
  fcn_32_vgg: '134.3',
  fcn_32_resnet50: '451.5',
  fcn_32_mobilenet: '225.6',
  vanilla_segnet: '3.70',
  vgg_segnet: '11.55',
  resnet50_segnet: '14.86',
  mobilenet_segnet: '5.54',
  vanilla_unet: '4.47',
  vgg_unet: '12.32',
  resnet50_unet: '16.37',
  mobilenet_unet: '6.32',
  unet_mini: '0.47',
  vanilla_pspnet: '3.28',
  vgg_pspnet: '17.10',
  resnet50_pspnet: '29.90',
  pspnet_50: '47',
  pspnet_101: '66',
};

test('there are all 22 networks, each as large as keras-segmentation’s', () => {
  expect(zooNames).toHaveLength(22);
  for (const name of zooNames) {
    const digits = millions[name].split('.')[1]?.length ?? 0;
    const count = countParameters(networkOf(settingsFrom({ model: name }), 3)) / 1e6;
    expect(count.toFixed(digits), name).toBe(millions[name]);
  }
});

test.each([16, 61, 200, 224])('each answers at the full size of a picture of %i px', (sidePx) => {
  for (const name of zooNames) {
    const network = zooNetwork(name, sidePx, 4, (own) => Math.ceil(own / 16));
    const { width, height, channels } = network.layers.at(-1)!.shape;
    expect([width, height, channels], name).toEqual([sidePx, sidePx, 4]);
    const used = new Set(network.layers.flatMap(({ from }) => from));
    const idle = network.layers.filter((layer) => !used.has(layer.name)).map((layer) => layer.name);
    expect(idle, name).toEqual(['probabilities']);
  }
});

test('SegNet unpools where a pool is as wide as what comes up', () => {
  const unpooled = (name: ZooName): number =>
    zooNetwork(name, 64, 3).layers.filter(({ kind }) => kind === 'unpool').length;
  expect(
    ['vgg_segnet', 'vanilla_segnet', 'resnet50_segnet', 'mobilenet_segnet'].map((name) =>
      unpooled(name as ZooName),
    ),
  ).toEqual([3, 2, 0, 0]);
});
