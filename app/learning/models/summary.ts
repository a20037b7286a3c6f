import type { ModelSummary } from '../../contract/model-summary.ts';
import { memoryNeeded, type KeptPerWeight } from './memory-needed.ts';
import { multiplyAddsOf } from './multiply-adds.ts';
import { sizeOfShape, weightSpecs, type Network } from './network.ts';
import { receptiveFields } from './receptive-field.ts';

/** What a network is made of and costs, layer by layer and in all; `batch` pictures at once. No tensor is made. */
export function summaryOf(
  network: Network,
  batch: number,
  kept?: KeptPerWeight,
): Omit<ModelSummary, 'model' | 'size' | 'batch' | 'width' | 'classes'> {
  const specs = weightSpecs(network);
  const fields = receptiveFields(network);
  const layers = network.layers.map((layer) => ({
    name: layer.name,
    kind: layer.kind,
    ...layer.shape,
    parameters: sum(
      specs
        .filter(({ name }) => name.startsWith(`${layer.name}/`))
        .map(({ shape }) => sizeOfShape(shape)),
    ),
    multiplyAdds: multiplyAddsOf(network, layer),
    field: fields.get(layer.name) ?? { sizePx: 1, stridePx: 1 },
  }));
  const trained = specs.filter((spec) => spec.trained);
  const parametersTrained = sum(trained.map(({ shape }) => sizeOfShape(shape)));
  return {
    layers,
    parameters: {
      trained: parametersTrained,
      gathered: sum(layers.map(({ parameters }) => parameters)) - parametersTrained,
    },
    multiplyAdds: sum(layers.map(({ multiplyAdds }) => multiplyAdds)),
    bytes: memoryNeeded(network, batch, kept),
    field: {
      sizePx: layers.at(-1)?.field.sizePx ?? 1,
      stridePx: Math.max(...layers.map(({ field }) => field.stridePx)),
    },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
