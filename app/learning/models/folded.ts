import type { Layer, Network } from './network.ts';
import type { WeightValues } from './weights.ts';

type Convolution = Layer & {
  readonly kind: 'convolution' | 'transposed-convolution' | 'depthwise-convolution';
};
type Normalisation = Layer & { readonly kind: 'normalisation' };

/**
 * The same answers with fewer layers, for a network that no longer learns: a normalisation by fixed figures is a scale and a
 * shift, and goes into the kernel and the bias of the convolution before it.
 */
export function folded(
  network: Network,
  values: WeightValues,
): { readonly network: Network; readonly values: WeightValues } {
  const layers: Layer[] = [];
  const result = new Map(values);
  /** Where the output of a layer that is gone comes from. */
  const renamed = new Map<string, string>();
  for (const given of network.layers) {
    const layer = { ...given, from: given.from.map((name) => renamed.get(name) ?? name) };
    const before = layer.kind === 'normalisation' ? onlyForIt(network, layers, layer) : undefined;
    if (layer.kind !== 'normalisation' || before === undefined) {
      layers.push(layer);
      continue;
    }
    fold(result, before, layer);
    layers[layers.indexOf(before)] = { ...before, bias: true, relu: layer.relu };
    renamed.set(layer.name, before.name);
  }
  return { network: { ...network, layers }, values: result };
}

/** The convolution, of whichever kind, before a normalisation, when nobody else takes from it. */
function onlyForIt(
  network: Network,
  layers: readonly Layer[],
  { name, from }: Normalisation,
): Convolution | undefined {
  const before = layers.find((layer) => layer.name === from[0]);
  if (before === undefined || !isConvolution(before) || before.relu) return undefined;
  const isShared = network.layers.some(
    (layer) => layer.name !== name && layer.from.includes(before.name),
  );
  return isShared ? undefined : before;
}

function isConvolution(layer: Layer): layer is Convolution {
  return layer.kind.endsWith('convolution');
}

function fold(
  values: Map<string, Float32Array>,
  convolution: Convolution,
  layer: Normalisation,
): void {
  const take = (name: string): Float32Array => {
    const found = values.get(name);
    if (found === undefined) throw new Error(`The weight “${name}” is missing.`);
    values.delete(name);
    return found;
  };
  const isDepthwise = convolution.kind === 'depthwise-convolution';
  const kernelName = `${convolution.name}/${isDepthwise ? 'depthwise_kernel' : 'kernel'}`;
  const kernel = take(kernelName);
  const bias = convolution.bias ? take(`${convolution.name}/bias`) : null;
  const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(
    (part) => take(`${layer.name}/${part}`),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const scale = gamma.map((each, at) => each / Math.sqrt((variance[at] ?? 0) + layer.epsilon));
  const filters = scale.length;
  // A transposed kernel ends with what comes in, any other with what goes out.
  const inner =
    convolution.kind === 'transposed-convolution'
      ? kernel.length / filters / convolution.kernel ** 2
      : 1;
  values.set(
    kernelName,
    kernel.map((value, at) => value * (scale[Math.floor(at / inner) % filters] ?? 0)),
  );
  values.set(
    `${convolution.name}/bias`,
    beta.map((each, at) => each + ((bias?.[at] ?? 0) - (mean[at] ?? 0)) * (scale[at] ?? 0)),
  );
}
