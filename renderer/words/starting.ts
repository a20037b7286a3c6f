/** What a run starts from. */
export const starting = {
  title: 'Starts from',
  help: 'A network that has learned something already learns the rest sooner. What of it fits is said before it is trained.',
  random: 'random numbers',
  file: 'weights I have',
  run: (run: string) => `${run}, best epoch`,
  path: 'File of weights',
  pathTitle: 'Choose a file of weights',
  formats:
    'Keras (.keras, .weights.h5, .h5), PyTorch (.pt), safetensors, or model.json of TensorFlow.js. Only numbers are read.',
  pictures: 'Its pictures',
  picturesHelp:
    'How the network of the file was given pictures. Those here see red, green and blue from 0 to 1; Keras’ MobileNet saw -1 to 1, its VGG and ResNet blue, green and red less their mean. The weights are changed once, so that they answer the same.',
  picturesNames: {
    unit: 'from 0 to 1',
    signed: 'from -1 to 1',
    caffe: 'less their mean',
    torchvision: 'as in torchvision',
  },
  reading: 'Reading the weights',
  nothing: (format: string) =>
    `${format}: none of its layers fits this network. Choose another model, width or file.`,
  taken: (format: string, layers: string, all: string) =>
    `${format}: ${layers} of ${all} layers are taken.`,
  rest: 'The rest begins with random numbers.',
  layers: 'Layer by layer',
  verdicts: { taken: 'taken', mismatch: 'another shape', missing: 'missing' },
  byPlace: (layer: string) => `by its place: ${layer}`,
  anew: (weight: string) => `${weight} begins anew`,
  shapes: (weight: string, found: string, wanted: string) => `${weight}: ${found}, here ${wanted}`,
  left: (tensors: string) => `Left over in the file: ${tensors}`,
  started: (file: string, layers: string, all: string) =>
    `Started from ${file}: ${layers} of ${all} layers.`,
  givenThere: (how: string) => `Its pictures were given ${how}.`,
} as const;
