import type { Activation, Initializer, Layer, LayerKind, Network, Shape } from './network.ts';

/** A network being written down, layer by layer. Each verb adds one layer and answers its name. */
export interface Draft {
  readonly input: string;
  convolution(name: string, from: string, options: ConvolutionOptions): string;
  /** `stride` times as large. */
  transposed(name: string, from: string, options: TransposedOptions): string;
  /** Each channel by itself. */
  depthwise(name: string, from: string, options: DepthwiseOptions): string;
  /** Cut off at zero where nothing else is said. */
  normalisation(
    name: string,
    from: string,
    options: { readonly momentum: number; readonly relu?: boolean },
  ): string;
  /** Of each picture by itself, channels in so many groups; cut off at zero. */
  groupNormalisation(name: string, from: string, groups: number): string;
  activation(name: string, from: string, of: Activation): string;
  dropout(name: string, from: string, rate: number): string;
  maxPool(name: string, from: string): string;
  /** Back to the size of what `pool` was made of, by where the largest were there. */
  unpool(name: string, from: string, pool: string): string;
  /** `factor` times as large, twice where nothing else is said. */
  upsample(
    name: string,
    from: string,
    interpolation: 'nearest' | 'bilinear',
    factor?: number,
  ): string;
  /** Averages of `cells` x `cells` parts. */
  averageGrid(name: string, from: string, cells: number): string;
  /** A grid as large as `like`. */
  enlargeGrid(name: string, from: string, like: string): string;
  /** `from` cut to the size of `like`; adds nothing where they agree already. */
  cropTo(name: string, from: string, like: string): string;
  concatenate(name: string, from: readonly string[]): string;
  add(name: string, from: readonly string[]): string;
  multiply(name: string, from: readonly [string, string]): string;
  /** Ends the network. */
  softmax(name: string, from: string): Network;
}

export interface ConvolutionOptions {
  readonly filters: number;
  readonly kernel: number;
  readonly stride?: number;
  readonly dilation?: number;
  readonly relu?: boolean;
  readonly bias?: boolean;
  readonly initializer: Initializer;
}

export interface DepthwiseOptions {
  readonly kernel: number;
  readonly stride?: number;
  readonly dilation?: number;
  readonly initializer: Initializer;
}

export interface TransposedOptions {
  readonly filters: number;
  readonly kernel: number;
  readonly stride: number;
  readonly bias?: boolean;
  readonly initializer: Initializer;
}

/** For RGB pictures of `sidePx` x `sidePx`. */
export function draftNetwork(sidePx: number): Draft {
  const input = { width: sidePx, height: sidePx, channels: 3 };
  const layers: Layer[] = [{ kind: 'input', name: 'picture', from: [], shape: input }];

  function layerNamed(name: string): Layer {
    const layer = layers.find((each) => each.name === name);
    if (layer === undefined) throw new Error(`There is no layer “${name}” to build on.`);
    return layer;
  }

  function shapeOf(name: string): Shape {
    return layerNamed(name).shape;
  }

  function append(name: string, from: readonly string[], kind: LayerKind, shape: Shape): string {
    if (layers.some((each) => each.name === name)) {
      throw new Error(`There are two layers named “${name}”.`);
    }
    layers.push({ ...kind, name, from, shape });
    return name;
  }

  return {
    input: 'picture',

    convolution(name, from, { filters, relu = false, bias = true, ...options }) {
      const { width, height } = shapeOf(from);
      const { stride = 1, dilation = 1, ...rest } = options;
      const shape = {
        width: Math.ceil(width / stride),
        height: Math.ceil(height / stride),
        channels: filters,
      };
      const kind = { kind: 'convolution', stride, dilation, relu, bias, ...rest } as const;
      return append(name, [from], kind, shape);
    },

    transposed(name, from, { filters, ...options }) {
      const { width, height } = shapeOf(from);
      const { stride } = options;
      const shape = { width: width * stride, height: height * stride, channels: filters };
      const kind = {
        kind: 'transposed-convolution',
        relu: false,
        bias: false,
        ...options,
      } as const;
      return append(name, [from], kind, shape);
    },

    depthwise(name, from, { stride = 1, dilation = 1, ...rest }) {
      const { width, height, channels } = shapeOf(from);
      const shape = {
        width: Math.ceil(width / stride),
        height: Math.ceil(height / stride),
        channels,
      };
      const kind = {
        kind: 'depthwise-convolution',
        stride,
        dilation,
        relu: false,
        bias: false,
        ...rest,
      } as const;
      return append(name, [from], kind, shape);
    },

    normalisation(name, from, { momentum, relu = true }) {
      const kind: LayerKind = { kind: 'normalisation', momentum, epsilon: 1e-3, relu };
      return append(name, [from], kind, shapeOf(from));
    },

    groupNormalisation(name, from, groups) {
      const kind = { kind: 'group-normalisation', groups, epsilon: 1e-3, relu: true } as const;
      return append(name, [from], kind, shapeOf(from));
    },

    activation(name, from, of) {
      return append(name, [from], { kind: 'activation', of }, shapeOf(from));
    },

    dropout(name, from, rate) {
      return append(name, [from], { kind: 'dropout', rate }, shapeOf(from));
    },

    maxPool(name, from) {
      const { width, height, channels } = shapeOf(from);
      const shape = { width: Math.ceil(width / 2), height: Math.ceil(height / 2), channels };
      return append(name, [from], { kind: 'max-pool' }, shape);
    },

    unpool(name, from, pool) {
      const [pooled = ''] = layerNamed(pool).from;
      return append(name, [from, pooled, pool], { kind: 'unpool' }, shapeOf(pooled));
    },

    upsample(name, from, interpolation, factor = 2) {
      const { width, height, channels } = shapeOf(from);
      const shape = { width: width * factor, height: height * factor, channels };
      return append(name, [from], { kind: 'upsample', factor, interpolation }, shape);
    },

    averageGrid(name, from, cells) {
      const { channels } = shapeOf(from);
      const shape = { width: cells, height: cells, channels };
      return append(name, [from], { kind: 'average-grid', cells }, shape);
    },

    enlargeGrid(name, from, like) {
      const { width, height } = shapeOf(like);
      const { channels } = shapeOf(from);
      return append(name, [from], { kind: 'enlarge-grid' }, { width, height, channels });
    },

    cropTo(name, from, like) {
      const { width, height } = shapeOf(like);
      const given = shapeOf(from);
      if (given.width === width && given.height === height) return from;
      return append(name, [from], { kind: 'crop' }, { width, height, channels: given.channels });
    },

    concatenate(name, from) {
      const shapes = from.map(shapeOf);
      const [first] = shapes;
      if (first === undefined) throw new Error(`Layer “${name}” joins nothing.`);
      const channels = shapes.reduce((sum, shape) => sum + shape.channels, 0);
      return append(name, from, { kind: 'concatenate' }, { ...first, channels });
    },

    add(name, from) {
      const [first = ''] = from;
      return append(name, from, { kind: 'add' }, shapeOf(first));
    },

    multiply(name, from) {
      return append(name, from, { kind: 'multiply' }, shapeOf(from[0]));
    },

    softmax(name, from) {
      const shape = shapeOf(from);
      append(name, [from], { kind: 'softmax' }, shape);
      return { layers, input, classes: shape.channels };
    },
  };
}
