import { keyOf, numbersOf } from '../data/random.ts';
import { sizeOfShape, weightSpecs, type Network, type WeightSpec } from './network.ts';

/** The numbers of a network by the names of its weights, off the backend. */
export type WeightValues = ReadonlyMap<string, Float32Array>;

/** Where learning starts: the same for the same seed, whatever the backend. */
export function startingWeights(network: Network, seed: number): WeightValues {
  return new Map(weightSpecs(network).map((spec) => [spec.name, startOf(spec, seed)]));
}

/** Throws unless there is exactly one array of the right length for every weight of the network. */
export function checkWeights(network: Network, values: WeightValues): void {
  const specs = weightSpecs(network);
  for (const { name, shape } of specs) {
    const length = values.get(name)?.length;
    if (length !== sizeOfShape(shape)) {
      throw new Error(
        `The weight “${name}” should hold ${String(sizeOfShape(shape))} numbers and holds ${String(length ?? 'none')}.`,
      );
    }
  }
  if (values.size !== specs.length) {
    throw new Error(
      `There are ${String(values.size)} weights where the network has ${String(specs.length)}.`,
    );
  }
}

export function areFinite(values: WeightValues): boolean {
  // One sum is quicker than a question to each number, and is finite only where all of them are.
  for (const array of values.values()) {
    let sum = 0;
    for (const value of array) sum += value * 0;
    if (sum !== 0) return false;
  }
  return true;
}

function startOf({ name, shape, start }: WeightSpec, seed: number): Float32Array {
  const values = new Float32Array(sizeOfShape(shape));
  if (start === 'ones') return values.fill(1);
  if (start === 'zeros') return values;
  if (start === 'bilinear') return bilinear(values, shape);
  const [height = 1, width = 1, given = 1, outputs = 1] = shape;
  // Where each channel is convolved by itself it is the only one that comes in.
  const inputs = name.endsWith('/depthwise_kernel') ? 1 : given;
  const fanIn = height * width * inputs;
  const fanOut = height * width * outputs;
  const next = numbersOf(keyOf('start', seed, name));
  if (start === 'glorot-uniform') {
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    return values.map(() => (2 * next() - 1) * limit);
  }
  // Keras cuts the normal at two deviations and widens it so that the deviation stays sqrt(2 / fanIn).
  const deviation = Math.sqrt(2 / fanIn) / 0.87962566103423978;
  return values.map(() => truncatedNormal(next) * deviation);
}

function truncatedNormal(next: () => number): number {
  for (;;) {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const value = radius * Math.cos(2 * Math.PI * next());
    if (Math.abs(value) <= 2) return value;
  }
}

/** A kernel [side, side, channels, channels] that enlarges by half its side, between pixels, each channel by itself. */
function bilinear(values: Float32Array, shape: readonly number[]): Float32Array {
  const [side = 1, , outputs = 1, inputs = 1] = shape;
  const factor = Math.ceil(side / 2);
  const middle = (side - 1) / 2;
  const share = (at: number): number => 1 - Math.abs(at - middle) / factor;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let channel = 0; channel < Math.min(outputs, inputs); channel++) {
        values[((y * side + x) * outputs + channel) * inputs + channel] = share(y) * share(x);
      }
    }
  }
  return values;
}
