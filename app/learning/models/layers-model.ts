import * as tf from '@tensorflow/tfjs';
import {
  AdaptiveAveragePooling2D,
  CentredResizing2D,
  DilatedDepthwiseConv2D,
  GroupNormalization,
  HardActivation,
} from './own-layers.ts';
import { MaxUnpooling2D } from './max-unpooling.ts';
import { inputShape, type Layer, type Network } from './network.ts';

/**
 * The network as a tfjs model, with weights yet to be set; whoever asks for it disposes it. Its layers are stock ones but for
 * those of own-layers.ts and max-unpooling.ts, where tfjs has none.
 */
export function layersModelOf(network: Network, name: string): tf.LayersModel {
  const made = new Map<string, tf.SymbolicTensor>();
  for (const layer of network.layers) {
    const inputs = layer.from.map((source) => {
      const input = made.get(source);
      if (input === undefined) throw new Error(`Layer “${layer.name}” comes before “${source}”.`);
      return input;
    });
    made.set(layer.name, outputOf(network, layer, inputs));
  }
  const first = made.get(network.layers[0]?.name ?? '');
  const last = made.get(network.layers.at(-1)?.name ?? '');
  if (first === undefined || last === undefined) throw new Error('The network has no layers.');
  return tf.model({ name, inputs: first, outputs: last });
}

function outputOf(
  network: Network,
  layer: Layer,
  inputs: readonly tf.SymbolicTensor[],
): tf.SymbolicTensor {
  const { name, shape } = layer;
  const [input] = inputs;
  if (layer.kind === 'input') {
    return tf.input({ name, shape: [shape.height, shape.width, shape.channels] });
  }
  if (input === undefined) throw new Error(`Layer “${name}” has no input.`);
  switch (layer.kind) {
    case 'convolution':
    case 'transposed-convolution': {
      const options = {
        name,
        filters: shape.channels,
        kernelSize: layer.kernel,
        strides: layer.stride,
        padding: 'same',
        useBias: layer.bias,
        activation: layer.relu ? 'relu' : 'linear',
        kernelInitializer: 'zeros',
      } as const;
      return layer.kind === 'convolution'
        ? apply(tf.layers.conv2d({ ...options, dilationRate: layer.dilation }), input)
        : apply(tf.layers.conv2dTranspose(options), input);
    }
    case 'depthwise-convolution': {
      const { kernel, stride, dilation, bias, relu } = layer;
      if (dilation > 1) {
        const convolved = new DilatedDepthwiseConv2D({ name, kernel, dilation, bias });
        const given = apply(convolved, input);
        return relu ? apply(tf.layers.reLU({ name: `${name}_relu` }), given) : given;
      }
      const options = {
        name,
        kernelSize: kernel,
        strides: stride,
        padding: 'same',
        useBias: bias,
        activation: relu ? 'relu' : 'linear',
        depthwiseInitializer: 'zeros',
      } as const;
      return apply(tf.layers.depthwiseConv2d(options), input);
    }
    case 'normalisation': {
      const { momentum, epsilon } = layer;
      const normalised = apply(tf.layers.batchNormalization({ name, momentum, epsilon }), input);
      return layer.relu ? apply(tf.layers.reLU({ name: `${name}_relu` }), normalised) : normalised;
    }
    case 'group-normalisation': {
      const { groups, epsilon } = layer;
      const normalised = apply(new GroupNormalization({ name, groups, epsilon }), input);
      return layer.relu ? apply(tf.layers.reLU({ name: `${name}_relu` }), normalised) : normalised;
    }
    case 'activation':
      return layer.of === 'hard-sigmoid' || layer.of === 'hard-swish'
        ? apply(new HardActivation({ name, of: layer.of }), input)
        : apply(tf.layers.activation({ name, activation: layer.of }), input);
    case 'dropout':
      return apply(tf.layers.dropout({ name, rate: layer.rate }), input);
    case 'max-pool':
      return apply(tf.layers.maxPooling2d({ name, poolSize: 2, padding: 'same' }), input);
    case 'unpool':
      return apply(new MaxUnpooling2D({ name }), [...inputs]);
    case 'upsample':
      return apply(
        tf.layers.upSampling2d({
          name,
          size: [layer.factor, layer.factor],
          interpolation: layer.interpolation,
        }),
        input,
      );
    case 'average-grid': {
      if (layer.cells > 1) {
        return apply(new AdaptiveAveragePooling2D({ name, cells: layer.cells }), input);
      }
      const { height, width } = inputShape(network, layer);
      const poolSize: [number, number] = [height, width];
      return apply(tf.layers.averagePooling2d({ name, poolSize, padding: 'valid' }), input);
    }
    case 'enlarge-grid':
      return apply(
        new CentredResizing2D({ name, height: shape.height, width: shape.width }),
        input,
      );
    case 'crop': {
      const given = inputShape(network, layer);
      const cropping: [[number, number], [number, number]] = [
        [0, given.height - shape.height],
        [0, given.width - shape.width],
      ];
      return apply(tf.layers.cropping2D({ name, cropping }), input);
    }
    case 'concatenate':
      return apply(tf.layers.concatenate({ name }), [...inputs]);
    case 'add':
      return apply(tf.layers.add({ name }), [...inputs]);
    case 'multiply':
      return apply(tf.layers.multiply({ name }), [...inputs]);
    case 'softmax':
      // The softmax layer of tfjs 4.22 would go along the rows; this one goes along the classes.
      return apply(tf.layers.activation({ name, activation: 'softmax' }), input);
  }
}

function apply(
  layer: { apply(inputs: tf.SymbolicTensor | tf.SymbolicTensor[]): unknown },
  inputs: tf.SymbolicTensor | tf.SymbolicTensor[],
): tf.SymbolicTensor {
  return layer.apply(inputs) as tf.SymbolicTensor;
}
