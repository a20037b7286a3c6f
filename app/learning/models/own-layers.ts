import * as tf from '@tensorflow/tfjs';
import type { Shape, Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import { activated } from '../operations/activations.ts';
import { composed } from '../operations/composed.ts';
import { groupsNormalised } from '../operations/group-normalisation.ts';
import { averagedGrid, enlargedGrid } from '../operations/grids.ts';

/** Layers of a tfjs model that tfjs has none of; who opens such a model elsewhere registers classes of these names. */

type Config = ConstructorParameters<typeof tf.layers.Layer>[0];

/** Averages of `cells` x `cells` parts of the picture. */
export class AdaptiveAveragePooling2D extends tf.layers.Layer {
  static className = 'AdaptiveAveragePooling2D';
  readonly #cells: number;

  constructor({ cells, ...config }: Config & { readonly cells: number }) {
    super(config);
    this.#cells = cells;
  }

  override computeOutputShape(shape: Shape | Shape[]): Shape {
    const [batch = null, , , channels = null] = shape as Shape;
    return [batch, this.#cells, this.#cells, channels];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return averagedGrid(only(inputs), this.#cells);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), cells: this.#cells };
  }
}

/** As large as `height` x `width`, bilinear between the pixels' centres, where tfjs' own goes from the corner. */
export class CentredResizing2D extends tf.layers.Layer {
  static className = 'CentredResizing2D';
  readonly #size: { readonly height: number; readonly width: number };

  constructor({
    height,
    width,
    ...config
  }: Config & { readonly height: number; readonly width: number }) {
    super(config);
    this.#size = { height, width };
  }

  override computeOutputShape(shape: Shape | Shape[]): Shape {
    const [batch = null, , , channels = null] = shape as Shape;
    return [batch, this.#size.height, this.#size.width, channels];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return enlargedGrid(only(inputs), this.#size);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#size };
  }
}

/** min(max(x + 3, 0), 6) / 6, or x times that; tfjs' own hardSigmoid has another slope. */
export class HardActivation extends tf.layers.Layer {
  static className = 'HardActivation';
  readonly #of: 'hard-sigmoid' | 'hard-swish';

  constructor({ of, ...config }: Config & { readonly of: 'hard-sigmoid' | 'hard-swish' }) {
    super(config);
    this.#of = of;
  }

  override computeOutputShape(shape: Shape | Shape[]): Shape | Shape[] {
    return shape;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return activated(composed, only(inputs), this.#of);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), of: this.#of };
  }
}

/** Each channel by itself, pixels `dilation` apart, padding "same": tfjs' DepthwiseConv2D takes no dilation. */
export class DilatedDepthwiseConv2D extends tf.layers.Layer {
  static className = 'DilatedDepthwiseConv2D';
  readonly #options: { readonly kernel: number; readonly dilation: number; readonly bias: boolean };
  #kernel: tf.LayerVariable | null = null;
  #bias: tf.LayerVariable | null = null;

  constructor({
    kernel,
    dilation,
    bias,
    ...config
  }: Config & { readonly kernel: number; readonly dilation: number; readonly bias: boolean }) {
    super(config);
    this.#options = { kernel, dilation, bias };
  }

  override build(shape: Shape | Shape[]): void {
    const channels = (shape as Shape).at(-1) ?? 1;
    const { kernel, bias } = this.#options;
    const zeros = tf.initializers.zeros();
    const sides = [kernel, kernel, channels, 1];
    this.#kernel = this.addWeight('depthwise_kernel', sides, 'float32', zeros);
    if (bias) this.#bias = this.addWeight('bias', [channels], 'float32', zeros);
    super.build(shape);
  }

  override computeOutputShape(shape: Shape | Shape[]): Shape | Shape[] {
    return shape;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const { dilation } = this.#options;
    const kernel = this.#kernel?.read() as Tensor4D;
    const convolved = tf.depthwiseConv2d(only(inputs), kernel, 1, 'same', 'NHWC', dilation);
    return this.#bias === null ? convolved : tf.add(convolved, this.#bias.read());
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#options };
  }
}

/** As Keras' layer of this name. */
export class GroupNormalization extends tf.layers.Layer {
  static className = 'GroupNormalization';
  readonly #options: { readonly groups: number; readonly epsilon: number };
  #scale: tf.LayerVariable | null = null;
  #offset: tf.LayerVariable | null = null;

  constructor({
    groups,
    epsilon,
    ...config
  }: Config & { readonly groups: number; readonly epsilon: number }) {
    super(config);
    this.#options = { groups, epsilon };
  }

  override build(shape: Shape | Shape[]): void {
    const channels = (shape as Shape).at(-1) ?? 1;
    this.#scale = this.addWeight('gamma', [channels], 'float32', tf.initializers.ones());
    this.#offset = this.addWeight('beta', [channels], 'float32', tf.initializers.zeros());
    super.build(shape);
  }

  override computeOutputShape(shape: Shape | Shape[]): Shape | Shape[] {
    return shape;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return groupsNormalised(composed, only(inputs), {
      ...this.#options,
      scale: this.#scale?.read() as Tensor1D,
      offset: this.#offset?.read() as Tensor1D,
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#options };
  }
}

for (const own of [
  AdaptiveAveragePooling2D,
  CentredResizing2D,
  HardActivation,
  DilatedDepthwiseConv2D,
  GroupNormalization,
]) {
  tf.serialization.registerClass(own);
}

function only(inputs: Tensor | Tensor[]): Tensor4D {
  return (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor4D;
}
