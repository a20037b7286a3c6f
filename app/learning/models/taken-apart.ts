import type { Layer, Network } from './network.ts';

/**
 * The same network with each cut-off at zero as a layer of its own, named as in the tfjs model (`<layer>_relu`): what a
 * convolution gives can then be looked at before and after. The weights are the same ones.
 */
export function takenApart(network: Network): Network {
  const last = new Map<string, string>();
  const layers = network.layers.flatMap((given): readonly Layer[] => {
    const layer = { ...given, from: given.from.map((name) => last.get(name) ?? name) };
    if (!('relu' in layer) || !layer.relu) return [layer];
    const name = `${layer.name}_relu`;
    last.set(layer.name, name);
    const { shape } = layer;
    return [
      { ...layer, relu: false },
      { kind: 'activation', of: 'relu', name, from: [layer.name], shape },
    ];
  });
  return { ...network, layers };
}
