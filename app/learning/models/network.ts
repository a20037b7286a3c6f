import type { Size } from '../../domain/geometry.ts';

/**
 * A network as data: layers in the order they are computed, each named, each with the shape of what it gives.
 * Training walks it with the fastest operations of the backend (`forward.ts`); `layers-model.ts` makes of it
 * a tfjs model, of stock layers where tfjs has them; nothing else needs to know an architecture.
 */
export interface Network {
  readonly layers: readonly Layer[];
  readonly input: Shape;
  /** The background included. */
  readonly classes: number;
}

export interface Shape extends Size {
  readonly channels: number;
}

export type Layer = LayerKind & {
  readonly name: string;
  /** Names of earlier layers. */
  readonly from: readonly string[];
  readonly shape: Shape;
};

/** `bilinear`: a transposed convolution that begins as an enlargement, each channel by itself. */
export type Initializer = 'he-normal' | 'glorot-uniform' | 'bilinear';

/** `relu6` is min(max(x, 0), 6), `hard-sigmoid` min(max(x + 3, 0), 6) / 6, and `hard-swish` x times that (Howard et al. 2019). */
export type Activation = 'relu' | 'relu6' | 'sigmoid' | 'hard-sigmoid' | 'hard-swish';

export type LayerKind =
  /** RGB, 0..1. */
  | { readonly kind: 'input' }
  /**
   * The pixels that a kernel takes stand `dilation` apart; of stride and dilation one is 1. Padding as TensorFlow's "same".
   */
  | {
      readonly kind: 'convolution';
      readonly kernel: number;
      readonly stride: number;
      readonly dilation: number;
      readonly relu: boolean;
      readonly bias: boolean;
      readonly initializer: Initializer;
    }
  /** The gradient of a convolution in steps, taken forwards: `stride` times as large. Padding as TensorFlow's "same". */
  | {
      readonly kind: 'transposed-convolution';
      readonly kernel: number;
      readonly stride: number;
      readonly relu: boolean;
      readonly bias: boolean;
      readonly initializer: Initializer;
    }
  /** A convolution of each channel by itself, with a kernel of its own. */
  | {
      readonly kind: 'depthwise-convolution';
      readonly kernel: number;
      readonly stride: number;
      readonly dilation: number;
      readonly relu: boolean;
      readonly bias: boolean;
      readonly initializer: Initializer;
    }
  /** Batch normalisation. `momentum` is the share of the old running figures that stays. */
  | {
      readonly kind: 'normalisation';
      readonly momentum: number;
      readonly epsilon: number;
      readonly relu: boolean;
    }
  /** Of each picture by itself, so many neighbouring channels together (Wu and He 2018): nothing is gathered. */
  | {
      readonly kind: 'group-normalisation';
      readonly groups: number;
      readonly epsilon: number;
      readonly relu: boolean;
    }
  | { readonly kind: 'activation'; readonly of: Activation }
  | { readonly kind: 'dropout'; readonly rate: number }
  /** Largest of 2 x 2; an odd last row or column makes a window of its own. */
  | { readonly kind: 'max-pool' }
  /**
   * Each value goes back to where the largest of its 2 x 2 was, all else is 0 (Zeiler and Fergus 2014, Noh et al. 2015).
   * From what is enlarged, what was pooled, and the pool.
   */
  | { readonly kind: 'unpool' }
  /**
   * `factor` times as large. `bilinear` goes from the upper left corner, as TensorFlow 1 and tfjs do: with a factor of 2 every
   * other row and column is the given one. Keras' UpSampling2D goes from the pixels' centres instead, and answers half a small
   * pixel aside.
   */
  | {
      readonly kind: 'upsample';
      readonly factor: number;
      readonly interpolation: 'nearest' | 'bilinear';
    }
  /**
   * The average of each of `cells` x `cells` parts of the picture. Where the size does not divide, neighbours share a row or a
   * column, as with PyTorch's adaptive pooling.
   */
  | { readonly kind: 'average-grid'; readonly cells: number }
  /** Such a grid as large as `shape`, bilinear between the middles of its cells. */
  | { readonly kind: 'enlarge-grid' }
  /** Cuts rows and columns off the bottom and the right until `shape` is left. */
  | { readonly kind: 'crop' }
  | { readonly kind: 'concatenate' }
  /** The sum of its inputs, which have one shape. */
  | { readonly kind: 'add' }
  /** The first input times the second, which has the first's shape or is one pixel for all of them. */
  | { readonly kind: 'multiply' }
  /**
   * Always the last one: what comes into it are the logits. Behind it stand at most answers of inner levels, which only teach
   * (`deep-supervision.ts`).
   */
  | { readonly kind: 'softmax' };

/** A tensor that the network learns (`trained`) or gathers, such as the running mean of a normalisation. */
export interface WeightSpec {
  /** `<layer>/kernel` and so on, as tfjs names them. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly trained: boolean;
  readonly start: Initializer | 'zeros' | 'ones';
}

/** Every weight in the order of a tfjs layers model: layer by layer, what is learned before what is gathered. */
export function weightSpecs(network: Network): readonly WeightSpec[] {
  return network.layers.flatMap((layer) => {
    const channels = layer.shape.channels;
    switch (layer.kind) {
      case 'convolution': {
        const kernel: WeightSpec = {
          name: `${layer.name}/kernel`,
          shape: [layer.kernel, layer.kernel, inputShape(network, layer).channels, channels],
          trained: true,
          start: layer.initializer,
        };
        return layer.bias ? [kernel, vector(layer, 'bias', 'zeros', true)] : [kernel];
      }
      case 'transposed-convolution': {
        const kernel: WeightSpec = {
          name: `${layer.name}/kernel`,
          shape: [layer.kernel, layer.kernel, channels, inputShape(network, layer).channels],
          trained: true,
          start: layer.initializer,
        };
        return layer.bias ? [kernel, vector(layer, 'bias', 'zeros', true)] : [kernel];
      }
      case 'depthwise-convolution': {
        const kernel: WeightSpec = {
          name: `${layer.name}/depthwise_kernel`,
          shape: [layer.kernel, layer.kernel, channels, 1],
          trained: true,
          start: layer.initializer,
        };
        return layer.bias ? [kernel, vector(layer, 'bias', 'zeros', true)] : [kernel];
      }
      case 'normalisation':
        return [
          vector(layer, 'gamma', 'ones', true),
          vector(layer, 'beta', 'zeros', true),
          vector(layer, 'moving_mean', 'zeros', false),
          vector(layer, 'moving_variance', 'ones', false),
        ];
      case 'group-normalisation':
        return [vector(layer, 'gamma', 'ones', true), vector(layer, 'beta', 'zeros', true)];
      default:
        return [];
    }
  });
}

/** How many numbers the network holds, gathered ones included, as Keras counts them. */
export function countParameters(network: Network): number {
  return weightSpecs(network).reduce((sum, spec) => sum + sizeOfShape(spec.shape), 0);
}

export function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** The shape of a layer's first input. */
export function inputShape(network: Network, layer: Layer): Shape {
  const source = network.layers.find(({ name }) => name === layer.from[0]);
  if (source === undefined) throw new Error(`Layer “${layer.name}” has no input.`);
  return source.shape;
}

function vector(
  { name, shape }: Layer,
  part: string,
  start: WeightSpec['start'],
  trained: boolean,
): WeightSpec {
  return { name: `${name}/${part}`, shape: [shape.channels], trained, start };
}
