import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import { activated } from '../operations/activations.ts';
import { dilated } from '../operations/dilated.ts';
import { groupsNormalised } from '../operations/group-normalisation.ts';
import { averagedGrid, enlargedGrid } from '../operations/grids.ts';
import type { Operations } from '../operations/operations.ts';
import { unpooled } from '../operations/unpooling.ts';
import { keyOf } from '../data/random.ts';
import { taughtAnswers } from './deep-supervision.ts';
import type { Layer, Network } from './network.ts';

/** Whether the network learns from what it sees, or only answers. */
export type Mode =
  | { readonly kind: 'answer' }
  | {
      readonly kind: 'learn';
      /** Dropout draws from this, an int32 [1], and the layer's name. */
      readonly key: Tensor1D;
      /** Hears the running figures of each normalisation by weight name; the hearer disposes them. */
      readonly gather: (name: string, value: Tensor1D) => void;
    };

export interface Forward {
  readonly network: Network;
  readonly operations: Operations;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly mode: Mode;
}

/** The logits [batch, height, width, classes] for pictures [batch, height, width, 3] of 0..1. */
export function logitsOf(forward: Forward, pictures: Tensor4D): Tensor4D {
  return through(forward, untilAnswer(forward.network), { pictures, made: new Map() });
}

/** The same, and behind them those of the inner levels that teach, if there are any, each as large as the picture. */
export function allLogitsOf(
  forward: Forward,
  pictures: Tensor4D,
): readonly [Tensor4D, ...Tensor4D[]] {
  const made = new Map<string, Tensor4D>();
  const own = untilAnswer(forward.network);
  const logits = through(forward, own, { pictures, made });
  const behind = forward.network.layers.slice(own.length + 1);
  through(forward, behind, { pictures, made });
  return [logits, ...taughtAnswers(behind).flatMap(({ name }) => made.get(name) ?? [])];
}

function untilAnswer({ layers }: Network): readonly Layer[] {
  return layers.slice(
    0,
    layers.findIndex(({ kind }) => kind === 'softmax'),
  );
}

/** What the last of these layers gives. Adds to `made` what each does. */
function through(
  forward: Forward,
  layers: readonly Layer[],
  { pictures, made }: { readonly pictures: Tensor4D; readonly made: Map<string, Tensor4D> },
): Tensor4D {
  let present = pictures;
  for (const layer of layers) {
    const inputs = layer.from.map((name) => {
      const input = made.get(name);
      if (input === undefined) throw new Error(`Layer “${layer.name}” comes before “${name}”.`);
      return input;
    });
    present = outputOf(forward, layer, [inputs[0] ?? pictures, ...inputs.slice(1)]);
    made.set(layer.name, present);
  }
  return present;
}

/**
 * Probabilities [batch, classes, height, width], the background first; those of a pixel add up to 1. Each class is a plane
 * of its own, since along three numbers a pixel TensorFlow's softmax takes three times as long.
 */
export function probabilitiesOf(forward: Forward, pictures: Tensor4D): Tensor4D {
  const planes = tf.transpose(logitsOf(forward, pictures), [0, 3, 1, 2]);
  const powers = tf.exp(tf.sub(planes, tf.max(planes, 1, true)));
  return tf.div(powers, tf.sum(powers, 1, true));
}

/** What a layer makes of its inputs, which stay the caller’s. Where it changes nothing, its first input itself. */
export function outputOf(
  forward: Forward,
  layer: Layer,
  inputs: readonly [Tensor4D, ...Tensor4D[]],
): Tensor4D {
  const { operations, mode } = forward;
  const [input] = inputs;
  switch (layer.kind) {
    case 'input':
      return input;
    case 'convolution': {
      const kernel = weightOf<Tensor4D>(forward, layer, 'kernel');
      const convolved = dilated(input, layer.dilation, (each) =>
        tf.conv2d(each, kernel, layer.stride, 'same'),
      );
      return finished(forward, layer, convolved);
    }
    case 'depthwise-convolution': {
      const kernel = weightOf<Tensor4D>(forward, layer, 'depthwise_kernel');
      const convolved = dilated(input, layer.dilation, (each) =>
        tf.depthwiseConv2d(each, kernel, layer.stride, 'same'),
      );
      return finished(forward, layer, convolved);
    }
    case 'transposed-convolution': {
      const { height, width, channels } = layer.shape;
      const kernel = weightOf<Tensor4D>(forward, layer, 'kernel');
      const shape: [number, number, number, number] = [input.shape[0], height, width, channels];
      return finished(
        forward,
        layer,
        tf.conv2dTranspose(input, kernel, shape, layer.stride, 'same'),
      );
    }
    case 'normalisation': {
      const normalised = normalise(forward, layer, input);
      return layer.relu ? operations.relu(normalised) : normalised;
    }
    case 'group-normalisation': {
      const normalised = groupsNormalised(operations, input, {
        groups: layer.groups,
        epsilon: layer.epsilon,
        scale: weightOf(forward, layer, 'gamma'),
        offset: weightOf(forward, layer, 'beta'),
      });
      return layer.relu ? operations.relu(normalised) : normalised;
    }
    case 'activation':
      return activated(operations, input, layer.of);
    case 'dropout':
      return mode.kind === 'learn'
        ? operations.dropout(input, layer.rate, { step: mode.key, layer: keyOf(layer.name) })
        : input;
    case 'max-pool':
      return tf.maxPool(input, 2, 2, 'same');
    case 'unpool': {
      const [, pooled = input, pool = input] = inputs;
      return unpooled(input, pooled, pool);
    }
    case 'upsample': {
      const { height, width } = layer.shape;
      return layer.interpolation === 'nearest'
        ? tf.image.resizeNearestNeighbor(input, [height, width])
        : tf.image.resizeBilinear(input, [height, width]);
    }
    case 'average-grid':
      return averagedGrid(input, layer.cells);
    case 'enlarge-grid':
      return enlargedGrid(input, layer.shape);
    case 'crop': {
      const { height, width, channels } = layer.shape;
      return tf.slice4d(input, [0, 0, 0, 0], [-1, height, width, channels]);
    }
    case 'concatenate':
      return tf.concat([...inputs], 3);
    case 'add':
      return inputs.slice(1).reduce((sum, each) => tf.add(sum, each), input);
    case 'multiply': {
      const [, gate = input] = inputs;
      return tf.mul(input, gate);
    }
    case 'softmax':
      return tf.softmax(input);
  }
}

/** What stands behind a convolution and belongs to it. */
function finished(
  forward: Forward,
  layer: Layer & { readonly bias: boolean; readonly relu: boolean },
  convolved: Tensor4D,
): Tensor4D {
  const { operations } = forward;
  const shifted = layer.bias
    ? operations.addBias(convolved, weightOf(forward, layer, 'bias'))
    : convolved;
  return layer.relu ? operations.relu(shifted) : shifted;
}

function normalise(
  forward: Forward,
  layer: Layer & { readonly kind: 'normalisation' },
  input: Tensor4D,
): Tensor4D {
  const { operations, mode } = forward;
  const { epsilon, momentum } = layer;
  const scale = weightOf<Tensor1D>(forward, layer, 'gamma');
  const offset = weightOf<Tensor1D>(forward, layer, 'beta');
  const runningMean = weightOf<Tensor1D>(forward, layer, 'moving_mean');
  const runningVariance = weightOf<Tensor1D>(forward, layer, 'moving_variance');
  if (mode.kind === 'answer') {
    const normalised = tf.batchNorm(input, runningMean, runningVariance, offset, scale, epsilon);
    return normalised;
  }
  const given = { scale, offset, runningMean, runningVariance, epsilon, momentum };
  const batch = operations.normaliseBatch(input, given);
  mode.gather(`${layer.name}/moving_mean`, batch.runningMean);
  mode.gather(`${layer.name}/moving_variance`, batch.runningVariance);
  return batch.y;
}

function weightOf<T extends Tensor>({ weights }: Forward, layer: Layer, part: string): T {
  const weight = weights.get(`${layer.name}/${part}`);
  if (weight === undefined) throw new Error(`The weight “${layer.name}/${part}” is missing.`);
  return weight as T;
}
