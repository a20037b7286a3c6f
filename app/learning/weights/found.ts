import { Refusal } from './bytes.ts';

/** What a file of weights holds, in whatever format: layers with tensors, of which nothing is read before it is wanted. */
export interface FoundWeights {
  /** Such as "Keras weights (.weights.h5)". */
  readonly format: string;
  readonly layers: readonly FoundLayer[];
}

/** The classes of layers whose weights are taken; what belongs to any other is listed as left over, and never read. */
export type FoundClass =
  | 'convolution'
  | 'depthwise-convolution'
  | 'transposed-convolution'
  | 'normalisation'
  | 'group-normalisation'
  | 'dense'
  | 'other';

/** What a tensor is to its layer. */
export type Role =
  'kernel' | 'bias' | 'gamma' | 'beta' | 'moving_mean' | 'moving_variance' | 'other';

export interface FoundTensor {
  readonly role: Role;
  /** As the file has it. */
  readonly name: string;
  /** As the file has it. */
  readonly shape: readonly number[];
  /** In the order of the file; a `Refusal` where its bytes are not all there. */
  readonly read: () => Float32Array;
}

export interface FoundLayer {
  readonly name: string;
  /** More than one where the file does not say: PyTorch's convolutions of all kinds have four sides. */
  readonly classes: readonly FoundClass[];
  /** How kernels lie: Keras' [height, width, in, out], or PyTorch's [out, in, height, width]. */
  readonly order: 'keras' | 'torch';
  readonly tensors: readonly FoundTensor[];
}

/** A tensor before it is known what it is: its whole name and how to read it. */
export type NamedTensor = Omit<FoundTensor, 'role'>;

/** Far above what any network has: VGG16 has 32, a ResNet152 has 932. */
export const mostTensors = 20_000;
export const mostNameLength = 500;
const mostSides = 8;

/** Throws a `Refusal` unless it is a shape whose size can be counted. Answers how many numbers it holds. */
export function countOf(shape: readonly number[], name: string): number {
  const isShape =
    shape.length <= mostSides && shape.every((side) => Number.isSafeInteger(side) && side >= 0);
  const count = shape.reduce((product, side) => product * side, 1);
  if (!isShape || !Number.isSafeInteger(count)) {
    throw new Refusal(`it is damaged: “${shortened(name)}” has no shape that can be`);
  }
  return count;
}

export function shortened(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}...` : name;
}

/** Puts the tensors of flat names together to layers, in the order in which each layer first comes. */
export function layersFromNames(tensors: readonly NamedTensor[]): readonly FoundLayer[] {
  const grouped = new Map<string, { readonly leaf: string; readonly tensor: NamedTensor }[]>();
  for (const tensor of tensors) {
    const whole = tensor.name.replace(/:\d+$/, '');
    const end = Math.max(whole.lastIndexOf('.'), whole.lastIndexOf('/'));
    const leaf = whole.slice(end + 1);
    const layer = whole.slice(0, Math.max(0, end));
    const known = grouped.get(layer);
    if (known === undefined) grouped.set(layer, [{ leaf, tensor }]);
    else known.push({ leaf, tensor });
  }
  return [...grouped].map(([name, parts]) => layerOf(name, parts));
}

function layerOf(
  name: string,
  parts: readonly { readonly leaf: string; readonly tensor: NamedTensor }[],
): FoundLayer {
  const leaves = new Set(parts.map(({ leaf }) => leaf));
  const isTorch = leaves.has('weight') || leaves.has('running_mean');
  const isBatch = leaves.has('moving_mean') || leaves.has('running_mean');
  // PyTorch calls the scale of a normalisation a weight too: it has one side.
  const isNormalisation =
    isBatch ||
    leaves.has('gamma') ||
    leaves.has('beta') ||
    parts.some(({ leaf, tensor }) => leaf === 'weight' && tensor.shape.length === 1);
  const tensors = parts.flatMap(({ leaf, tensor }): FoundTensor[] => {
    // How many batches a normalisation saw: no weight.
    if (leaf === 'num_batches_tracked') return [];
    return [{ ...tensor, role: roleOf(leaf, isNormalisation) }];
  });
  const kernel = tensors.find(({ role }) => role === 'kernel');
  return {
    name,
    order: isTorch ? 'torch' : 'keras',
    tensors,
    classes: isNormalisation
      ? [isBatch ? 'normalisation' : 'group-normalisation']
      : classesOf(kernel, leaves, isTorch),
  };
}

function classesOf(
  kernel: FoundTensor | undefined,
  leaves: ReadonlySet<string>,
  isTorch: boolean,
): readonly FoundClass[] {
  if (leaves.has('depthwise_kernel')) return ['depthwise-convolution'];
  switch (kernel?.shape.length) {
    case 2:
      return ['dense'];
    case 4: {
      const [, inner, , outer] = kernel.shape;
      // A depthwise kernel is [channels, 1, ...] in PyTorch, [..., channels, 1] in Keras, and may be called as any other.
      return (isTorch ? inner : outer) === 1
        ? ['depthwise-convolution', 'convolution', 'transposed-convolution']
        : ['convolution', 'transposed-convolution'];
    }
    default:
      return ['other'];
  }
}

function roleOf(leaf: string, isNormalisation: boolean): Role {
  switch (leaf) {
    case 'kernel':
    case 'depthwise_kernel':
      return 'kernel';
    case 'weight':
      return isNormalisation ? 'gamma' : 'kernel';
    case 'bias':
      return isNormalisation ? 'beta' : 'bias';
    case 'gamma':
    case 'beta':
    case 'moving_mean':
    case 'moving_variance':
      return leaf;
    case 'running_mean':
      return 'moving_mean';
    case 'running_var':
      return 'moving_variance';
    default:
      return 'other';
  }
}
