import { types } from './graph-def.ts';

/** What is known of a tensor while a graph is recorded; nothing is computed then. */
export interface Known {
  readonly shape: readonly number[];
  readonly type: number;
  /** Of a constant. */
  readonly numbers?: readonly number[];
}

export interface Call {
  readonly op: string;
  readonly inputs: readonly Known[];
  readonly attributes: ReadonlyMap<string, unknown>;
}

type Rule = (call: Call) => readonly Known[];

/**
 * What an operation gives. Throws for one that has no rule: a network that needs it is run without a graph. That the
 * rules say what TensorFlow does is tested by computing every network both ways.
 */
export function outputsOf(call: Call): readonly Known[] {
  const rule = rules.get(call.op);
  if (rule === undefined) throw new Error(`No graph can be made with “${call.op}” yet.`);
  return rule(call);
}

const rules = new Map<string, Rule>([
  ...same(0, [
    'Relu',
    'ReluGrad',
    'Relu6',
    'Relu6Grad',
    'Sigmoid',
    'BiasAdd',
    'Exp',
    'Log',
    'Neg',
    'Abs',
    'Floor',
    'Sqrt',
    'AddN',
    'MaxPoolGrad',
  ]),
  ...same(0, ['Cumsum']),
  ...same(1, ['ResizeBilinearGrad']),
  ...broadcast(null, ['Add', 'Sub', 'Mul', 'RealDiv', 'Maximum']),
  ...broadcast(types.bool, ['Greater', 'Equal', 'IsFinite']),
  ['BiasAddGrad', ({ inputs }) => floats([at(inputs, 0).shape.at(-1) ?? 1])],
  ['Conv2D', convolution],
  ['Conv2DBackpropInput', ({ inputs }) => floats(numbersOf(inputs, 0))],
  ['Conv2DBackpropFilter', ({ inputs }) => floats(numbersOf(inputs, 1))],
  ['DepthwiseConv2dNative', depthwise],
  ['DepthwiseConv2dNativeBackpropInput', ({ inputs }) => floats(numbersOf(inputs, 0))],
  ['DepthwiseConv2dNativeBackpropFilter', ({ inputs }) => floats(numbersOf(inputs, 1))],
  ['SpaceToBatchND', takenApart],
  ['BatchToSpaceND', putTogether],
  ['MaxPool', pool],
  ['AvgPool', pool],
  ['FusedBatchNorm', (call) => normalisation(call, 4)],
  ['FusedBatchNormV3', (call) => normalisation(call, 5)],
  ['FusedBatchNormGradV3', normalisationGradient],
  ['ResizeNearestNeighbor', resized],
  ['ResizeNearestNeighborGrad', resized],
  ['ResizeBilinear', resized],
  ['Slice', slice],
  ['PadV2', padded],
  ['ConcatV2', concatenated],
  ['SplitV', split],
  ['Reshape', reshaped],
  ['Transpose', transposed],
  ['Cast', cast],
  ['Sum', reduced],
  ['Max', reduced],
  ['L2Loss', () => floats([])],
  ['ArgMax', largest],
  ['TopKV2', ranked],
  ['GatherNd', gathered],
  ['ScatterNd', ({ inputs }) => [{ shape: numbersOf(inputs, 2), type: at(inputs, 1).type }]],
  ['BatchMatMulV2', product],
  ['StatelessRandomUniform', ({ inputs }) => floats(numbersOf(inputs, 0))],
]);

function same(index: number, ops: readonly string[]): readonly [string, Rule][] {
  return ops.map((op) => [op, ({ inputs }) => [plain(at(inputs, index))]]);
}

function broadcast(type: number | null, ops: readonly string[]): readonly [string, Rule][] {
  return ops.map((op) => [
    op,
    ({ inputs }) => [{ shape: broadcastOf(inputs), type: type ?? at(inputs, 0).type }],
  ]);
}

function convolution({ inputs, attributes }: Call): readonly Known[] {
  const [batch = 0, height = 0, width = 0] = at(inputs, 0).shape;
  const [kernelHeight = 0, kernelWidth = 0, , filters = 0] = at(inputs, 1).shape;
  const window = { height: kernelHeight, width: kernelWidth };
  const [outHeight, outWidth] = windowed({ height, width }, window, attributes);
  return floats([batch, outHeight, outWidth, filters]);
}

function depthwise(call: Call): readonly Known[] {
  const { shape } = at(call.inputs, 1);
  const [channels = 0, times = 0] = shape.slice(2);
  const given = convolution(call).flatMap((known) => known.shape.slice(0, 3));
  return floats([...given, channels * times]);
}

/** Every so many pixels are a picture of their own. */
function takenApart({ inputs }: Call): readonly Known[] {
  const [batch = 0, ...sides] = at(inputs, 0).shape;
  const blocks = numbersOf(inputs, 1);
  const paddings = numbersOf(inputs, 2);
  const smaller = sides.map((length, axis) => {
    const block = blocks[axis];
    const beyond = (paddings[axis * 2] ?? 0) + (paddings[axis * 2 + 1] ?? 0);
    return block === undefined ? length : (length + beyond) / block;
  });
  return like(inputs, [blocks.reduce((times, block) => times * block, batch), ...smaller]);
}

function putTogether({ inputs }: Call): readonly Known[] {
  const [batch = 0, ...sides] = at(inputs, 0).shape;
  const blocks = numbersOf(inputs, 1);
  const crops = numbersOf(inputs, 2);
  const larger = sides.map((length, axis) => {
    const beyond = (crops[axis * 2] ?? 0) + (crops[axis * 2 + 1] ?? 0);
    return length * (blocks[axis] ?? 1) - beyond;
  });
  return like(inputs, [blocks.reduce((times, block) => times / block, batch), ...larger]);
}

function pool({ inputs, attributes }: Call): readonly Known[] {
  const [batch = 0, height = 0, width = 0, channels = 0] = at(inputs, 0).shape;
  const [, windowHeight = 1, windowWidth = 1] = attributes.get('ksize') as readonly number[];
  const window = { height: windowHeight, width: windowWidth };
  const [outHeight, outWidth] = windowed({ height, width }, window, attributes);
  return floats([batch, outHeight, outWidth, channels]);
}

interface Extent {
  readonly height: number;
  readonly width: number;
}

function windowed(
  given: Extent,
  window: Extent,
  attributes: Call['attributes'],
): readonly [number, number] {
  const [, down = 1, across = 1] = attributes.get('strides') as readonly number[];
  const isSame = attributes.get('padding') === 'SAME';
  const [, dilateDown = 1, dilateAcross = 1] = (attributes.get('dilations') ??
    []) as readonly number[];
  const along = (length: number, reach: number, stride: number, dilation: number) =>
    isSame ? Math.ceil(length / stride) : Math.ceil((length - (reach - 1) * dilation) / stride);
  return [
    along(given.height, window.height, down, dilateDown),
    along(given.width, window.width, across, dilateAcross),
  ];
}

function normalisation({ inputs }: Call, statistics: number): readonly Known[] {
  const figures = plain(at(inputs, 1));
  return [plain(at(inputs, 0)), ...Array.from({ length: statistics }, () => figures)];
}

function normalisationGradient({ inputs }: Call): readonly Known[] {
  const figures = plain(at(inputs, 2));
  return [plain(at(inputs, 0)), figures, figures, ...floats([0]), ...floats([0])];
}

function resized({ inputs }: Call): readonly Known[] {
  const [batch = 0, , , channels = 0] = at(inputs, 0).shape;
  return floats([batch, ...numbersOf(inputs, 1), channels]);
}

function slice({ inputs }: Call): readonly Known[] {
  const begin = numbersOf(inputs, 1);
  const sizes = numbersOf(inputs, 2).map((length, axis) =>
    length === -1 ? size(inputs, axis) - (begin[axis] ?? 0) : length,
  );
  return like(inputs, sizes);
}

function padded({ inputs }: Call): readonly Known[] {
  const paddings = numbersOf(inputs, 1);
  const grown = (length: number, axis: number) =>
    length + (paddings[axis * 2] ?? 0) + (paddings[axis * 2 + 1] ?? 0);
  return like(inputs, at(inputs, 0).shape.map(grown));
}

function concatenated({ inputs }: Call): readonly Known[] {
  const parts = inputs.slice(0, -1);
  const [given = 0] = numbersOf(inputs, inputs.length - 1);
  const { shape } = at(parts, 0);
  const along = given < 0 ? given + shape.length : given;
  const total = parts.reduce((sum, part) => sum + (part.shape[along] ?? 0), 0);
  return like(
    inputs,
    shape.map((length, axis) => (axis === along ? total : length)),
  );
}

function split({ inputs }: Call): readonly Known[] {
  const [given = 0] = numbersOf(inputs, 2);
  const { shape, type } = at(inputs, 0);
  const along = given < 0 ? given + shape.length : given;
  return numbersOf(inputs, 1).map((part) => ({
    shape: shape.map((length, axis) => (axis === along ? part : length)),
    type,
  }));
}

function reshaped({ inputs }: Call): readonly Known[] {
  const wanted = numbersOf(inputs, 1);
  const count = at(inputs, 0).shape.reduce((product, length) => product * length, 1);
  const rest = wanted.reduce((product, length) => product * (length === -1 ? 1 : length), 1);
  return like(
    inputs,
    wanted.map((length) => (length === -1 ? count / rest : length)),
  );
}

function transposed({ inputs }: Call): readonly Known[] {
  const order = numbersOf(inputs, 1);
  return like(
    inputs,
    order.map((axis) => size(inputs, axis)),
  );
}

function cast({ inputs, attributes }: Call): readonly Known[] {
  return [{ shape: at(inputs, 0).shape, type: Number(attributes.get('DstT')) }];
}

function reduced({ inputs, attributes }: Call): readonly Known[] {
  const { shape } = at(inputs, 0);
  const axes = numbersOf(inputs, 1).map((axis) => (axis < 0 ? axis + shape.length : axis));
  return like(
    inputs,
    attributes.get('keep_dims') === true
      ? shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
      : shape.filter((_, axis) => !axes.includes(axis)),
  );
}

function largest({ inputs, attributes }: Call): readonly Known[] {
  const { shape } = at(inputs, 0);
  const [given = 0] = numbersOf(inputs, 1);
  const along = given < 0 ? given + shape.length : given;
  const type = Number(attributes.get('output_type'));
  return [{ shape: shape.filter((_, axis) => axis !== along), type }];
}

/** The largest of the last axis, and where they were. */
function ranked({ inputs }: Call): readonly Known[] {
  const shape = [...at(inputs, 0).shape.slice(0, -1), ...numbersOf(inputs, 1)];
  return [
    { shape, type: at(inputs, 0).type },
    { shape, type: types.int32 },
  ];
}

function gathered({ inputs }: Call): readonly Known[] {
  const places = at(inputs, 1).shape;
  return like(inputs, [...places.slice(0, -1), ...at(inputs, 0).shape.slice(places.at(-1))]);
}

function product({ inputs, attributes }: Call): readonly Known[] {
  const [left, right] = [at(inputs, 0).shape, at(inputs, 1).shape];
  const batches = [left, right].map((shape) => ({ shape: shape.slice(0, -2), type: 0 }));
  const rows = left.at(attributes.get('adj_x') === true ? -1 : -2) ?? 1;
  const columns = right.at(attributes.get('adj_y') === true ? -2 : -1) ?? 1;
  return like(inputs, [...broadcastOf(batches), rows, columns]);
}

function broadcastOf(inputs: readonly Known[]): readonly number[] {
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  return Array.from({ length: rank }, (_, axis) =>
    inputs.reduce((length, { shape }) => {
      const own = shape[axis - rank + shape.length] ?? 1;
      return own === 1 ? length : own;
    }, 1),
  );
}

function at(inputs: readonly Known[], index: number): Known {
  const input = inputs[index];
  if (input === undefined) throw new Error(`An operation lacks its input ${String(index)}.`);
  return input;
}

function plain({ shape, type }: Known): Known {
  return { shape, type };
}

function like(inputs: readonly Known[], shape: readonly number[]): readonly Known[] {
  return [{ shape, type: at(inputs, 0).type }];
}

function floats(shape: readonly number[]): readonly Known[] {
  return [{ shape, type: types.float }];
}

function size(inputs: readonly Known[], axis: number): number {
  return at(inputs, 0).shape[axis] ?? 1;
}

/** The values of an input that decides about shapes: it has to be a constant. */
function numbersOf(inputs: readonly Known[], index: number): readonly number[] {
  const { numbers } = at(inputs, index);
  if (numbers === undefined) throw new Error('A shape that is computed cannot be recorded.');
  return numbers;
}
