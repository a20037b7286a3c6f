import type { Bytes } from './bytes.ts';
import { Refusal } from './bytes.ts';
import {
  layersFromNames,
  mostNameLength,
  mostTensors,
  shortened,
  type FoundClass,
  type FoundLayer,
  type FoundTensor,
  type FoundWeights,
  type NamedTensor,
  type Role,
} from './found.ts';
import type { Dataset } from './hdf5/dataset.ts';
import { openHdf5, type Group } from './hdf5/file.ts';
import { floatsFrom } from './numbers.ts';

/**
 * The weights in an HDF5 file of Keras. Keras 3 writes `layers/<class>[_n]/vars/<i>`, with the layer's own name as an attribute
 * (measured with 3.15.1); before that, and in its `.h5` of today, a file lists names: `layer_names`, and of each `weight_names`.
 * Configurations are not looked at: what a file says that a layer is to do is never done.
 */
export function readKerasWeights(bytes: Bytes, format: string): FoundWeights {
  const root = openHdf5(bytes);
  const legacy = root.group('model_weights') ?? root;
  if (legacy.texts('layer_names').length > 0 || legacy.texts('layer_names0').length > 0) {
    return { format: 'Keras (.h5)', layers: legacyLayers(legacy) };
  }
  const layers: FoundLayer[] = [];
  collect(root, { path: '', layers, depth: 0 });
  if (layers.length === 0) {
    throw new Refusal(
      'it is HDF5, but holds no weights as Keras writes them',
      'save it with Keras’ save_weights or save',
    );
  }
  return { format, layers };
}

/** Classes as Keras 3 names their groups, and what their variables are, in order. */
const classes: readonly (readonly [RegExp, FoundClass, readonly Role[]])[] = [
  [/^conv2d_transpose(_\d+)?$/, 'transposed-convolution', ['kernel', 'bias']],
  [/^conv2d(_\d+)?$/, 'convolution', ['kernel', 'bias']],
  [/^depthwise_conv2d(_\d+)?$/, 'depthwise-convolution', ['kernel', 'bias']],
  [
    /^batch_normalization(_\d+)?$/,
    'normalisation',
    ['gamma', 'beta', 'moving_mean', 'moving_variance'],
  ],
  [/^group_normalization(_\d+)?$/, 'group-normalisation', ['gamma', 'beta']],
  [/^dense(_\d+)?$/, 'dense', ['kernel', 'bias']],
];

interface Collecting {
  readonly path: string;
  readonly layers: FoundLayer[];
  readonly depth: number;
}

/** Beside the layers, in a file of a model that was trained. */
const noLayers: ReadonlySet<string> = new Set(['optimizer', 'metrics', 'seed_generator']);

/**
 * Models within models, such as an encoder used as a layer, are gone into, and come before the layers beside them: nothing says
 * which is computed first, and what is added to an encoder comes after it.
 */
function collect(group: Group, { path, layers, depth }: Collecting): void {
  if (depth > 12) throw new Refusal('it is damaged: its layers have no end');
  const names = [...group.names]
    .filter((name) => name !== 'vars' && !(depth === 0 && noLayers.has(name)))
    .sort((one, other) => byNumbers.compare(one, other));
  const own: FoundLayer[] = [];
  for (const name of names) {
    const inner = group.group(name);
    if (inner === null) continue;
    const vars = inner.group('vars');
    const variables = vars === null ? [] : variablesOf(vars);
    if (vars !== null && variables.length > 0) {
      const [called = name] = vars.texts('name');
      own.push(layerOf(name, called.slice(0, mostNameLength), `${path}${name}`, variables));
    }
    collect(inner, { path: `${path}${name}/`, layers, depth: depth + 1 });
  }
  layers.push(...own);
  if (layers.length > mostTensors) throw new Refusal('it lists more layers than any network has');
}

const byNumbers = new Intl.Collator('en', { numeric: true });

function variablesOf(vars: Group): readonly { readonly name: string; readonly data: Dataset }[] {
  return [...vars.names]
    .sort((one, other) => byNumbers.compare(one, other))
    .flatMap((name) => {
      const data = vars.dataset(name);
      return data === null ? [] : [{ name, data }];
    });
}

function layerOf(
  group: string,
  name: string,
  path: string,
  variables: ReturnType<typeof variablesOf>,
): FoundLayer {
  const [, kind = 'other', roles = []] = classes.find(([pattern]) => pattern.test(group)) ?? [];
  // Without scale or without centre there are fewer, and nothing says which.
  const areAll = !kind.endsWith('normalisation') || variables.length === roles.length;
  const tensors = variables.map(({ name: variable, data }, nth): FoundTensor => ({
    ...tensorOf(`${path}/vars/${variable}`, data),
    role: areAll ? (roles[nth] ?? 'other') : 'other',
  }));
  return { name, classes: [kind], order: 'keras', tensors };
}

function tensorOf(name: string, { shape, datatype, read }: Dataset): NamedTensor {
  return {
    name,
    shape,
    read() {
      if (datatype.kind !== 'number') {
        throw new Refusal(
          `“${shortened(name)}” holds no numbers that can be weights`,
          'save it as 32-bit or 16-bit floats',
        );
      }
      return floatsFrom(read(), datatype.number, datatype.littleEndian);
    },
  };
}

function legacyLayers(root: Group): readonly FoundLayer[] {
  const named = listed(root, 'layer_names').flatMap((layer) => {
    const group = root.group(layer);
    if (group === null) {
      throw new Refusal(`it is damaged: its layer “${shortened(layer)}” is missing`);
    }
    const weights = listed(group, 'weight_names').map((weight) => {
      const data = datasetAt(group, weight);
      if (data === null) {
        throw new Refusal(`it is damaged: the weight “${shortened(weight)}” is missing`);
      }
      const parts = weight.split('/');
      return { leaf: parts.at(-1) ?? '', owner: parts.at(-2) ?? layer, data };
    });
    // A model used as a layer lists the weights of its own layers under its name.
    const isOneLayer = new Set(weights.map(({ owner }) => owner)).size === 1;
    return weights.map(({ leaf, owner, data }) =>
      tensorOf(`${isOneLayer ? layer : owner}/${leaf}`, data),
    );
  });
  return layersFromNames(named);
}

/** Keras splits lists that do not fit into one attribute: `weight_names0`, `weight_names1`, ... */
function listed(group: Group, attribute: string): readonly string[] {
  const whole = group.texts(attribute);
  if (whole.length > 0) return whole;
  const all: string[] = [];
  for (let nth = 0; all.length <= mostTensors; nth++) {
    const part = group.texts(`${attribute}${nth}`);
    if (part.length === 0) return all;
    all.push(...part);
  }
  throw new Refusal('it lists more weights than any network has');
}

function datasetAt(group: Group, path: string): Dataset | null {
  const parts = path.split('/');
  const last = parts.pop() ?? '';
  let present: Group | null = group;
  for (const part of parts) present = present?.group(part) ?? null;
  return present?.dataset(last) ?? null;
}
