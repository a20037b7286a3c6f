import type { WeightsFit } from '../../contract/weights-fit.ts';
import { sizeOfShape, weightSpecs, type Layer, type Network } from '../models/network.ts';
import type { WeightValues } from '../models/weights.ts';
import { shapeHere, valuesHere } from './arrange.ts';
import { Refusal } from './bytes.ts';
import type { FoundClass, FoundTensor, FoundWeights } from './found.ts';
import { matchLayers, sameShape, type Match, type WantedLayer } from './match.ts';

export interface Fitted {
  readonly report: Omit<WeightsFit, 'file'>;
  /** Of the layers that are taken, by the names the network has for them. */
  readonly values: WeightValues;
}

/** Lays the weights of a file onto the layers of a network. Throws a `Refusal` where what is taken is damaged or not finite. */
export function fitWeights(found: FoundWeights, network: Network): Fitted {
  const wanted = wantedLayers(network);
  const matches = matchLayers(wanted, found.layers);
  const values = new Map<string, Float32Array>();
  const read = new Set<FoundTensor>();
  const layers = wanted.map((layer) => {
    const match = matches.get(layer);
    const weights = layer.weights.map(({ name, role, shape }) => {
      const tensor = match?.layer.tensors.find((each) => each.role === role);
      const there =
        match === undefined || tensor === undefined
          ? null
          : [...shapeHere(tensor, match.layer, layer.class)];
      return { weight: { name: role, wanted: [...shape], found: there }, full: name, tensor };
    });
    const verdict = verdictOf(weights.map(({ weight }) => weight));
    for (const { tensor } of weights) if (tensor !== undefined) read.add(tensor);
    if (verdict === 'taken' && match !== undefined) {
      for (const { full, tensor } of weights) {
        if (tensor !== undefined) values.set(full, finiteValues(tensor, match, layer.class));
      }
    }
    return {
      layer: layer.name,
      verdict,
      from: match?.layer.name ?? null,
      by: match?.by ?? null,
      weights: weights.map(({ weight }) => weight),
    };
  });
  const left = found.layers.flatMap(({ tensors }) =>
    tensors
      .filter((tensor) => !read.has(tensor))
      .map(({ name, shape }) => ({
        name,
        shape: [...shape],
      })),
  );
  const of = wanted.flatMap((layer) => layer.weights);
  return {
    values,
    report: {
      format: found.format,
      layers,
      left,
      taken: {
        layers: layers.filter(({ verdict }) => verdict === 'taken').length,
        numbers: [...values.values()].reduce((sum, array) => sum + array.length, 0),
      },
      of: {
        layers: wanted.length,
        numbers: of.reduce((sum, { shape }) => sum + sizeOfShape(shape), 0),
      },
    },
  };
}

/** A layer is taken as a whole: a bias without its kernel says nothing. What the file does not have of it begins anew. */
function verdictOf(
  weights: readonly {
    readonly wanted: readonly number[];
    readonly found: readonly number[] | null;
  }[],
): WeightsFit['layers'][number]['verdict'] {
  const [first] = weights;
  if (first === undefined || first.found === null) return 'missing';
  const fits = weights.every(({ wanted, found }) => found === null || sameShape(wanted, found));
  return fits ? 'taken' : 'mismatch';
}

function finiteValues(tensor: FoundTensor, { layer }: Match, wanted: FoundClass): Float32Array {
  const values = valuesHere(tensor, layer, wanted);
  const isBelow = tensor.role === 'moving_variance' ? (value: number) => value < 0 : () => false;
  if (values.some((value) => !Number.isFinite(value) || isBelow(value))) {
    throw new Refusal(
      `“${tensor.name}” holds a number that no weight can be, such as infinity`,
      'take weights of a run that went well',
    );
  }
  return values;
}

function wantedLayers(network: Network): readonly WantedLayer[] {
  const specs = weightSpecs(network);
  return network.layers.flatMap((layer) => {
    const weights = specs
      .filter(({ name }) => name.slice(0, name.lastIndexOf('/')) === layer.name)
      .map(({ name, shape }) => ({ name, shape, role: roleOf(name) }));
    return weights.length === 0 ? [] : [{ name: layer.name, class: classOf(layer), weights }];
  });
}

/** Both kinds of kernels are one to a file's reader. */
function roleOf(weight: string): string {
  const part = weight.slice(weight.lastIndexOf('/') + 1);
  return part === 'depthwise_kernel' ? 'kernel' : part;
}

const classes: readonly FoundClass[] = [
  'convolution',
  'depthwise-convolution',
  'transposed-convolution',
  'normalisation',
  'group-normalisation',
];

function classOf(layer: Layer): FoundClass {
  return classes.find((each) => each === layer.kind) ?? 'other';
}
