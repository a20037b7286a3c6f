import { zooModels } from './zoo.ts';

/** The networks: what each is called and good for, and what its figures mean. */

export const models = {
  unet: {
    name: 'U-Net, small',
    about: 'Learns from a few hundred pictures on an ordinary computer.',
  },
  'unet-tutorial': {
    name: 'U-Net of the tutorial',
    about:
      'Layer for layer as in the tutorial. By its own recipe, on few pictures, it tends to call everything background.',
  },
  'fcn-8s': {
    name: 'FCN-8s',
    about:
      'The first network that gave each pixel a class: scores at three depths, added up and enlarged by transposed convolutions. A quarter of the published width.',
  },
  'fcn-16s': {
    name: 'FCN-16s',
    about: 'FCN with scores at two depths: borders are coarser than with FCN-8s.',
  },
  'fcn-32s': {
    name: 'FCN-32s',
    about:
      'FCN with scores at the lowest depth alone, enlarged 32 times in one go: what a network knows without any detail from above.',
  },
  segnet: {
    name: 'SegNet',
    about:
      'Goes back up by unpooling: each value returns to where pooling found it, and convolutions fill the rest. A quarter of the published width.',
  },
  deconvnet: {
    name: 'DeconvNet',
    about:
      'The network called deconvolution: unpooling and transposed convolutions mirror the whole way down. A quarter of the published width.',
  },
  pspnet: {
    name: 'PSPNet',
    about:
      'ResNet-50 that stays at an eighth of the size, and beside its features their averages over the whole picture, halves, thirds and sixths. A quarter of the published width.',
  },
  deeplab: {
    name: 'DeepLabv3+, light',
    about:
      'Sees each place at five ranges at once, from one pixel to the whole picture, and takes finer features again for its edges. Channels are convolved one by one, as on phones.',
  },
  lraspp: {
    name: 'LR-ASPP',
    about:
      'Made for phones: MobileNetV3-Small, whose features are weighed by what the whole picture is like. Light to predict with; its edges are coarser.',
  },
  'fast-scnn': {
    name: 'Fast-SCNN',
    about:
      'Goes down three steps once for both its branches: one keeps the detail, a deep one looks at the whole picture in four grids. Made to learn from scratch.',
  },
  ...zooModels,
};

export const network = {
  parameters: 'parameters',
  parametersHelp: (trained: string, gathered: string) =>
    gathered === '0'
      ? `The network learns ${trained} numbers.`
      : `The network learns ${trained} numbers, and gathers ${gathered} more: what its normalisations see on average.`,
  multiplyAdds: 'multiply-adds',
  multiplyAddsHelp:
    'Multiplications of all convolutions for one picture, each with its addition: about what a prediction costs. A step of training costs about three times that for each picture.',
  memory: 'memory',
  memoryHelp: (batch: string, weights: string) =>
    `About what a step of training holds for ${batch} at once: ${weights} for weights, gradients and the optimiser, the rest for what the layers give. The library needs some more.`,
  sees: 'sees',
  seesHelp: (stride: string) =>
    `What a pixel is called depends on no more than a square of this side around it. The coarsest layer has a value every ${stride} px.`,
  layers: (layers: string) => `${layers} layers`,
  layersTitle: 'Layers of the network',
  layer: 'layer',
  gives: 'gives',
};
