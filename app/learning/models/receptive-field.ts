import { partOf } from './grid-parts.ts';
import { inputShape, type Layer, type Network } from './network.ts';

/**
 * Of a layer's values: how many columns of the picture the one that knows most depends on, and how many columns further
 * the next value stands.
 */
export interface ReceptiveField {
  readonly sizePx: number;
  readonly stridePx: number;
}

/** From the first to the last. Beyond the picture's border they go on, as if it had none: that is where padding lies. */
export type Columns = readonly [first: number, last: number];

/**
 * The columns of the picture that one column of a layer's output depends on, along every path through the network; the union
 * of all is what the longest reaches. Rows are alike, since pictures, kernels and steps are square. Exact for a network that
 * answers; while it learns, a normalisation's mean is that of the whole batch.
 */
export function columnsBehind(network: Network, layer: Layer, column: number): Columns {
  const needed = new Map<string, Columns>([[layer.name, [column, column]]]);
  const widths = new Map(network.layers.map(({ name, shape }) => [name, shape.width]));
  for (const present of network.layers.toReversed()) {
    const wanted = needed.get(present.name);
    if (wanted === undefined) continue;
    present.from.forEach((source, nth) => {
      const taken = columnsTaken(present, { nth, width: widths.get(source) ?? 0, wanted });
      needed.set(source, united(needed.get(source), taken));
    });
  }
  return needed.get(network.layers[0]?.name ?? '') ?? [column, column];
}

/** Of every layer, by name. */
export function receptiveFields(network: Network): ReadonlyMap<string, ReceptiveField> {
  const strides = stridesOf(network);
  // The cells of a grid are few and lie anywhere: nothing repeats itself by them.
  const coarsest = Math.max(...stridesOf(network, { withGrids: false }).values());
  return new Map(
    network.layers.map((layer) => {
      const stridePx = strides.get(layer.name) ?? 1;
      // What a value knows repeats itself after as many as lie in one of the coarsest layer.
      const phases = Array.from({ length: Math.max(1, coarsest / stridePx) }, (_, column) =>
        widthOf(columnsBehind(network, layer, column)),
      );
      return [layer.name, { sizePx: Math.max(...phases), stridePx }];
    }),
  );
}

function widthOf([first, last]: Columns): number {
  return last - first + 1;
}

function united(one: Columns | undefined, other: Columns): Columns {
  return one === undefined ? other : [Math.min(one[0], other[0]), Math.max(one[1], other[1])];
}

/** Which columns of its `nth` input, `width` wide, a layer takes to give the wanted ones. */
function columnsTaken(
  layer: Layer,
  {
    nth,
    width,
    wanted,
  }: { readonly nth: number; readonly width: number; readonly wanted: Columns },
): Columns {
  const [first, last] = wanted;
  switch (layer.kind) {
    case 'convolution':
    case 'depthwise-convolution': {
      const { stride } = layer;
      const kernel = (layer.kernel - 1) * layer.dilation + 1;
      const before = paddedBefore({ large: width, small: layer.shape.width, kernel, stride });
      return [first * stride - before, last * stride - before + kernel - 1];
    }
    case 'transposed-convolution': {
      // Forwards what the gradient of a convolution is: column x of the large side lies under every small one whose
      // kernel covers it.
      const { kernel, stride } = layer;
      const before = paddedBefore({ large: layer.shape.width, small: width, kernel, stride });
      return [
        Math.ceil((first + before - kernel + 1) / stride),
        Math.floor((last + before) / stride),
      ];
    }
    case 'max-pool':
      return [first * 2, last * 2 + 1];
    case 'unpool': {
      const coarse: Columns = [Math.floor(first / 2), Math.floor(last / 2)];
      // Where a value goes is decided by all that was pooled together.
      return nth === 1 ? [coarse[0] * 2, coarse[1] * 2 + 1] : coarse;
    }
    case 'upsample': {
      const further = layer.interpolation === 'nearest' ? Math.floor : Math.ceil;
      return [Math.floor(first / layer.factor), further(last / layer.factor)];
    }
    case 'average-grid':
      return [partOf(width, layer.cells, first)[0], partOf(width, layer.cells, last)[1] - 1];
    case 'enlarge-grid': {
      const place = (column: number): number => ((column + 0.5) * width) / layer.shape.width - 0.5;
      const inside = (column: number): number => Math.min(Math.max(column, 0), width - 1);
      return [inside(Math.floor(place(first))), inside(Math.ceil(place(last)))];
    }
    case 'multiply': {
      // The one pixel that is taken for all.
      const isOne = nth === 1 && width === 1;
      return isOne ? [0, 0] : wanted;
    }
    case 'group-normalisation':
      // By the figures of the whole picture.
      return [Math.min(first, 0), Math.max(last, width - 1)];
    case 'activation':
    case 'input':
    case 'normalisation':
    case 'dropout':
    case 'crop':
    case 'concatenate':
    case 'add':
    case 'softmax':
      return wanted;
  }
}

/** TensorFlow's "same": what is missing is added half before and half after, the odd one after. */
export function paddedBefore(given: {
  readonly large: number;
  readonly small: number;
  readonly kernel: number;
  readonly stride: number;
}): number {
  const { large, small, kernel, stride } = given;
  return Math.floor(Math.max(0, (small - 1) * stride + kernel - large) / 2);
}

/** Columns of the picture from one value to the next, layer by layer. */
function stridesOf(network: Network, { withGrids = true } = {}): ReadonlyMap<string, number> {
  const strides = new Map<string, number>();
  for (const layer of network.layers) {
    const isGrid = layer.kind === 'average-grid' || layer.kind === 'enlarge-grid';
    const step = isGrid && !withGrids ? 1 : stepOf(network, layer);
    strides.set(layer.name, (strides.get(layer.from[0] ?? '') ?? 1) * step);
  }
  return strides;
}

function stepOf(network: Network, layer: Layer): number {
  switch (layer.kind) {
    case 'convolution':
    case 'depthwise-convolution':
      return layer.stride;
    case 'transposed-convolution':
      return 1 / layer.stride;
    case 'max-pool':
      return 2;
    case 'unpool':
      return 1 / 2;
    case 'upsample':
      return 1 / layer.factor;
    case 'average-grid':
    case 'enlarge-grid':
      return inputShape(network, layer).width / layer.shape.width;
    default:
      return 1;
  }
}
