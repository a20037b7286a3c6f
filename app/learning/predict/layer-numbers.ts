import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { StudioError } from '../../contract/errors.ts';
import type { LayerNumbers, NumberWindow } from '../../contract/layers.ts';
import type { Layer } from '../models/network.ts';
import { paddedBefore } from '../models/receptive-field.ts';
import type { Seen } from '../models/walk.ts';
import { taken } from '../operations/taken.ts';

/** A value of a layer whose surroundings are asked for. */
export interface Place {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

/** A part of one channel: columns, rows, and which channel. */
interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly channel: number;
}

type Of<K extends Layer['kind']> = Layer & { readonly kind: K };

/**
 * The numbers around a value of a layer that takes them from several places or puts them elsewhere, and those they are made
 * of: a few by a few, so that a person can follow each. Throws StudioError for a layer of another kind.
 */
export async function numbersAround(
  seen: Seen,
  place: Place,
  weights: ReadonlyMap<string, Tensor>,
): Promise<LayerNumbers> {
  const { layer } = seen;
  switch (layer.kind) {
    case 'max-pool':
      return ofPool(seen, place);
    case 'unpool':
      return ofUnpool(seen, place);
    case 'upsample':
      return ofUpsample(seen, layer, place);
    case 'convolution':
    case 'depthwise-convolution':
      return ofConvolution(seen, layer, { place, weights });
    case 'transposed-convolution':
      return ofTransposed(seen, layer, { place, weights });
    default:
      throw new StudioError(
        'bad-input',
        `“${layer.name}” leaves every number where it is. Ask for a layer that convolves, pools, unpools or enlarges.`,
      );
  }
}

async function ofPool({ inputs: [input], output }: Seen, place: Place): Promise<LayerNumbers> {
  const small = partAround(output, place, 4);
  const large = partWithin(input, scaled(small, 2));
  return {
    channel: place.channel,
    inputChannel: place.channel,
    input: await numbersOf(input, large),
    output: await numbersOf(output, small),
  };
}

async function ofUnpool(
  { inputs: [input, pooled], output }: Seen,
  { channel, row, column }: Place,
): Promise<LayerNumbers> {
  const half = { channel, row: Math.floor(row / 2), column: Math.floor(column / 2) };
  const small = partAround(input, half, 4);
  const large = partWithin(output, scaled(small, 2));
  return {
    channel,
    inputChannel: channel,
    input: await numbersOf(input, small),
    output: await numbersOf(output, large),
    pooled: await numbersOf(pooled, large),
  };
}

async function ofUpsample(
  { inputs: [input], output }: Seen,
  { factor, interpolation }: Of<'upsample'>,
  { channel, row, column }: Place,
): Promise<LayerNumbers> {
  const middle = { channel, row: Math.floor(row / factor), column: Math.floor(column / factor) };
  const small = partAround(input, middle, factor <= 2 ? 4 : 2);
  const whole = scaled(small, factor);
  // Between two values it takes both: beyond the last one here, one is taken that is not shown.
  const cut = interpolation === 'bilinear' ? factor - 1 : 0;
  const large = { ...whole, width: whole.width - cut, height: whole.height - cut };
  return {
    channel,
    inputChannel: channel,
    input: await numbersOf(input, small),
    output: await numbersOf(output, partWithin(output, large)),
  };
}

async function ofConvolution(
  { inputs: [input], output }: Seen,
  layer: Of<'convolution' | 'depthwise-convolution'>,
  { place, weights }: Asked,
): Promise<LayerNumbers> {
  const { name, kernel: sizePx, stride: stridePx, dilation } = layer;
  const isDepthwise = layer.kind === 'depthwise-convolution';
  const kernels = weights.get(`${name}/${isDepthwise ? 'depthwise_kernel' : 'kernel'}`);
  if (input === undefined || kernels === undefined) throw new Error(`“${name}” has no kernel.`);
  const reach = (sizePx - 1) * dilation + 1;
  const padded = (large: number, small: number) =>
    paddedBefore({ large, small, kernel: reach, stride: stridePx });
  const small = partAround(output, place, sizePx * stridePx > 3 ? 3 : 4);
  const left = small.left * stridePx - padded(input.shape[2], output.shape[2]);
  const top = small.top * stridePx - padded(input.shape[1], output.shape[1]);
  const whole = {
    left,
    top,
    width: (small.width - 1) * stridePx + reach,
    height: (small.height - 1) * stridePx + reach,
    channel: place.channel,
  };
  const large = partWithin(input, whole);
  // As those of a transposed convolution: what goes out before what comes in.
  const turned = isDepthwise ? null : tf.transpose(kernels as Tensor4D, [0, 1, 3, 2]);
  const inputChannel =
    turned === null
      ? place.channel
      : await strongestInput(input, large, { kernels: turned, channel: place.channel });
  turned?.dispose();
  const corner: [number, number, number, number] = isDepthwise
    ? [0, 0, place.channel, 0]
    : [0, 0, inputChannel, place.channel];
  const values = await valuesOf(tf.slice4d(kernels as Tensor4D, corner, [sizePx, sizePx, 1, 1]));
  return {
    channel: place.channel,
    inputChannel,
    input: await numbersOf(input, { ...large, channel: inputChannel }),
    output: await numbersOf(output, small),
    kernel: { sizePx, stridePx, dilation, values, left, top },
  };
}

interface Asked {
  readonly place: Place;
  readonly weights: ReadonlyMap<string, Tensor>;
}

async function ofTransposed(
  { inputs: [input], output }: Seen,
  { name, kernel: sizePx, stride: stridePx }: Of<'transposed-convolution'>,
  { place: { channel, row, column }, weights }: Asked,
): Promise<LayerNumbers> {
  const kernels = weights.get(`${name}/kernel`) as Tensor4D | undefined;
  if (input === undefined || kernels === undefined) throw new Error(`“${name}” has no kernel.`);
  const [, height, width] = output.shape;
  const [, inputHeight, inputWidth] = input.shape;
  const padded = (large: number, small: number) =>
    paddedBefore({ large, small, kernel: sizePx, stride: stridePx });
  const [above, before] = [padded(height, inputHeight), padded(width, inputWidth)];
  const middle = {
    row: Math.floor((row + above) / stridePx),
    column: Math.floor((column + before) / stridePx),
  };
  const side = sizePx > 4 ? 2 : 3;
  const small = partAround(input, { ...middle, channel: 0 }, side);
  const inputChannel = await strongestInput(input, small, { kernels, channel });
  const [left, top] = [small.left * stridePx - before, small.top * stridePx - above];
  const large = {
    left,
    top,
    width: (small.width - 1) * stridePx + sizePx,
    height: (small.height - 1) * stridePx + sizePx,
    channel,
  };
  const kernel = await valuesOf(
    tf.slice4d(kernels, [0, 0, channel, inputChannel], [sizePx, sizePx, 1, 1]),
  );
  return {
    channel,
    inputChannel,
    input: await numbersOf(input, { ...small, channel: inputChannel }),
    output: await numbersOf(output, partWithin(output, large)),
    kernel: { sizePx, stridePx, dilation: 1, values: kernel, left, top },
  };
}

/** The channel whose values here, times its kernel, come to most. */
async function strongestInput(
  input: Tensor4D,
  { left, top, width, height }: Part,
  { kernels, channel }: { readonly kernels: Tensor4D; readonly channel: number },
): Promise<number> {
  const best = tf.tidy(() => {
    const values = tf.slice4d(input, [0, top, left, 0], [1, height, width, -1]);
    const kernel = tf.slice4d(kernels, [0, 0, channel, 0], [-1, -1, 1, -1]);
    const amounts = tf.mul(tf.sum(tf.abs(values), [0, 1, 2]), tf.sum(tf.abs(kernel), [0, 1, 2]));
    return tf.argMax(amounts);
  });
  const [[found = 0]] = await taken([best]);
  return found;
}

function scaled(part: Part, factor: number): Part {
  const { left, top, width, height, channel } = part;
  return {
    left: left * factor,
    top: top * factor,
    width: width * factor,
    height: height * factor,
    channel,
  };
}

/** Up to `side` by `side` values with the place in their middle, as near as the border lets it. */
function partAround(tensor: Tensor4D | undefined, place: Place, side: number): Part {
  const [, height = 1, width = 1, channels = 1] = tensor?.shape ?? [];
  if (place.channel >= channels || place.channel < 0) {
    throw new StudioError(
      'bad-input',
      `There is no channel ${String(place.channel)} in this layer: they are numbered 0 to ${String(channels - 1)}.`,
    );
  }
  const first = (middle: number, length: number): number =>
    Math.max(0, Math.min(middle - Math.floor((side - 1) / 2), length - side));
  return {
    left: first(place.column, width),
    top: first(place.row, height),
    width: Math.min(side, width),
    height: Math.min(side, height),
    channel: place.channel,
  };
}

/** What of a part lies inside. */
function partWithin(tensor: Tensor4D | undefined, part: Part): Part {
  const [, height = 1, width = 1] = tensor?.shape ?? [];
  const [left, top] = [Math.max(0, part.left), Math.max(0, part.top)];
  return {
    left,
    top,
    width: Math.min(width, part.left + part.width) - left,
    height: Math.min(height, part.top + part.height) - top,
    channel: part.channel,
  };
}

async function numbersOf(tensor: Tensor4D | undefined, part: Part): Promise<NumberWindow> {
  if (tensor === undefined) throw new Error('The layer lacks an input.');
  const { left, top, width, height, channel } = part;
  const values = await valuesOf(tf.slice4d(tensor, [0, top, left, channel], [1, height, width, 1]));
  return { left, top, width, height, values };
}

async function valuesOf(tensor: Tensor4D): Promise<number[]> {
  const [values] = await taken([tensor]);
  return [...values].map((value) => (Number.isFinite(value) ? value : 0));
}
