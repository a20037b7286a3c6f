import { inputRangeOf, type PicturesGiven } from '../../contract/weights-fit.ts';
import type { Layer, Network } from '../models/network.ts';
import type { WeightValues } from '../models/weights.ts';
import { Refusal } from './bytes.ts';

/**
 * Weights of a network that was given its pictures in another way than RGB of 0..1, made such that they answer the same to these.
 * Each convolution of the input takes the scale and the order of the channels into its kernel; what was subtracted goes to its
 * bias, or to the running mean of the normalisation behind it. Exact but for the outermost pixels, where a padding of zeros means
 * black here and the mean colour there.
 *
 * Layers that are not among `values` stay as they are: a normalisation that begins anew finds its mean by itself. Throws a
 * `Refusal` where nothing behind a convolution can take what was subtracted.
 */
export function asGivenHere(
  values: WeightValues,
  network: Network,
  pictures: PicturesGiven,
): WeightValues {
  if (pictures === 'unit') return values;
  const changed = new Map(values);
  const inputs = network.layers.filter(({ kind }) => kind === 'input').map(({ name }) => name);
  for (const layer of network.layers) {
    if (!layer.from.some((name) => inputs.includes(name))) continue;
    const kernel = values.get(`${layer.name}/kernel`);
    if (layer.kind !== 'convolution' || kernel === undefined) continue;
    const { kernel: turned, constants } = turnedKernel(kernel, layer.shape.channels, pictures);
    changed.set(`${layer.name}/kernel`, turned);
    takeConstants(changed, constants, { layer, network });
  }
  return changed;
}

/** A kernel [height, width, 3, out] for RGB of 0..1, and what the convolution then lacks at each of its channels. */
function turnedKernel(
  kernel: Float32Array,
  outputs: number,
  pictures: PicturesGiven,
): { readonly kernel: Float32Array; readonly constants: Float64Array } {
  const { channels } = inputRangeOf[pictures];
  const turned = new Float32Array(kernel.length);
  const constants = new Float64Array(outputs);
  for (let tap = 0; tap < kernel.length; tap += 3 * outputs) {
    for (const [there, { of, scale, shift }] of channels.entries()) {
      for (let output = 0; output < outputs; output++) {
        const weight = kernel[tap + there * outputs + output]!;
        turned[tap + of * outputs + output] = weight * scale;
        constants[output]! += weight * shift;
      }
    }
  }
  return { kernel: turned, constants };
}

function takeConstants(
  values: Map<string, Float32Array>,
  constants: Float64Array,
  { layer, network }: { readonly layer: Layer; readonly network: Network },
): void {
  if (layer.kind === 'convolution' && layer.bias) {
    const name = `${layer.name}/bias`;
    const bias = values.get(name) ?? new Float32Array(constants.length);
    values.set(
      name,
      Float32Array.from(constants, (constant, at) => bias[at]! + constant),
    );
    return;
  }
  for (const { kind, name } of network.layers.filter(({ from }) => from.includes(layer.name))) {
    if (kind !== 'normalisation') {
      throw new Refusal(
        `“${layer.name}” has neither a bias nor a batch normalisation behind it to take what was subtracted from the pictures`,
        'choose batch normalisation, or pictures of 0 to 1',
      );
    }
    const mean = values.get(`${name}/moving_mean`);
    if (mean === undefined) continue;
    values.set(
      `${name}/moving_mean`,
      Float32Array.from(constants, (constant, at) => mean[at]! - constant),
    );
  }
}
