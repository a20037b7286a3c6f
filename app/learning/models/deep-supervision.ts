import type { Layer, Network } from './network.ts';

/**
 * Deep supervision (Lee et al. 2015, "Deeply-Supervised Nets", arXiv 1409.5185): levels on the way up answer too while the network
 * learns, so that the gradient reaches them without going through all that stands above.
 *
 * Which levels: of each size that the way down had, larger than the smallest, at least a sixteenth of the picture's side, and
 * smaller than the size at which the network itself decides, the last layer after the smallest; of those the three largest. A
 * convolution with nothing behind it is left out, since it only readies the next level. Each level has a convolution of 1 x 1 to
 * the classes, enlarged to the picture as the pixels' middles lie.
 */

const most = 3;
const smallestShare = 1 / 16;

/**
 * The network as it is taught: with its levels' answers behind the softmax, where nobody looks who wants the network's own. Its
 * weights stand first and in their order. The same network where it has no such level.
 */
export function taughtNetwork(network: Network): Network {
  const heads = levelsToTeach(network).flatMap((level, at) =>
    headOf(network, level, `level${String(at + 1)}`),
  );
  return { ...network, layers: [...network.layers, ...heads] };
}

/** The last layer of each level that is taught, the largest first. */
export function levelsToTeach({ layers, input }: Network): readonly Layer[] {
  const aside = besideThePicture(layers);
  const picture = layers.filter(({ name }) => !aside.has(name));
  const smallest = Math.min(...picture.map(({ shape }) => shape.width));
  const bottom = picture.findLastIndex(({ shape }) => shape.width === smallest);
  const down = new Set(picture.slice(0, bottom).map(({ shape }) => shape.width));
  const decided = sizeOfDecision(layers);
  const levels = new Map<number, Layer>();
  for (const layer of picture.slice(bottom + 1)) {
    const { width } = layer.shape;
    const isLarge = width > smallest && width >= input.width * smallestShare;
    const isLevel = isLarge && width < decided && down.has(width);
    if (isLevel && !isBare(layer)) levels.set(width, layer);
  }
  return [...levels.values()]
    .sort((one, other) => other.shape.width - one.shape.width)
    .slice(0, most);
}

/** The answers that stand behind the softmax, the largest level's first. */
export function taughtAnswers(behind: readonly Layer[]): readonly Layer[] {
  return behind.filter(({ name }) => !behind.some(({ from }) => from.includes(name)));
}

/** Grids of averages and what is made of them, whose sizes are no levels. */
function besideThePicture(layers: readonly Layer[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { kind, name, from } of layers) {
    const [first = ''] = from;
    if (kind === 'average-grid' || (kind !== 'enlarge-grid' && names.has(first))) names.add(name);
  }
  return names;
}

/** The size of the scores before they are only made as large as the picture. */
function sizeOfDecision(layers: readonly Layer[]): number {
  const named = new Map(layers.map((layer) => [layer.name, layer]));
  let layer = layers.findLast(({ kind }) => kind === 'softmax');
  while (layer !== undefined && onlyEnlarges(layer)) layer = named.get(layer.from[0] ?? '');
  return layer?.shape.width ?? 0;
}

/** As it is where the U-Net thins out before it goes up. */
function isBare(layer: Layer): boolean {
  return layer.kind === 'convolution' && !layer.relu;
}

function onlyEnlarges(layer: Layer): boolean {
  switch (layer.kind) {
    case 'softmax':
    case 'upsample':
    case 'enlarge-grid':
    case 'crop':
      return true;
    case 'transposed-convolution':
      return layer.initializer === 'bilinear';
    default:
      return false;
  }
}

function headOf({ input, classes }: Network, level: Layer, name: string): readonly Layer[] {
  const { width, height } = level.shape;
  const scores: Layer = {
    kind: 'convolution',
    name: `${name}_classes`,
    from: [level.name],
    shape: { width, height, channels: classes },
    kernel: 1,
    stride: 1,
    dilation: 1,
    relu: false,
    bias: true,
    initializer: 'he-normal',
  };
  const enlarged = width * timesHalved(input.width, width);
  const large: Layer = {
    kind: 'enlarge-grid',
    name: `${name}_size`,
    from: [scores.name],
    shape: { width: enlarged, height: enlarged, channels: classes },
  };
  if (enlarged === input.width) return [scores, large];
  const shape = { ...input, channels: classes };
  return [scores, large, { kind: 'crop', name: `${name}_crop`, from: [large.name], shape }];
}

/** How many pixels of the picture a level's pixel is wide: a level may hang over the edge, where halves were rounded up. */
function timesHalved(side: number, width: number): number {
  let times = 1;
  for (let present = side; present > width; present = Math.ceil(present / 2)) times *= 2;
  return times;
}
