import type { FoundClass, FoundLayer, FoundTensor } from './found.ts';

/** How a tensor of a file lies in a network of ours, whose kernels are [height, width, in, out] as TensorFlow's are. */

/** PyTorch's sides in our order: [out, in, height, width] of a convolution, [in, out, height, width] of a transposed one. */
const torchKernel = [2, 3, 1, 0];
/** [channels, 1, height, width] to [height, width, channels, 1]. */
const torchDepthwise = [2, 3, 0, 1];

/** The shape it has here. */
export function shapeHere(
  tensor: FoundTensor,
  layer: FoundLayer,
  wanted: FoundClass,
): readonly number[] {
  const sides = sidesOf(tensor, layer, wanted);
  return sides === null ? tensor.shape : sides.map((side) => tensor.shape[side] ?? 0);
}

/** Its numbers in the order they have here. */
export function valuesHere(
  tensor: FoundTensor,
  layer: FoundLayer,
  wanted: FoundClass,
): Float32Array {
  const sides = sidesOf(tensor, layer, wanted);
  const values = tensor.read();
  return sides === null ? values : permuted(values, tensor.shape, sides);
}

function sidesOf(
  { role, shape }: FoundTensor,
  { order }: FoundLayer,
  wanted: FoundClass,
): readonly number[] | null {
  if (order === 'keras' || role !== 'kernel' || shape.length !== 4) return null;
  return wanted === 'depthwise-convolution' ? torchDepthwise : torchKernel;
}

/** `sides[n]` is the side of the given that becomes the nth. */
function permuted(
  values: Float32Array,
  shape: readonly number[],
  sides: readonly number[],
): Float32Array {
  const steps = shape.map((_, side) =>
    shape.slice(side + 1).reduce((product, each) => product * each, 1),
  );
  const [a = 1, b = 1, c = 1, d = 1] = sides.map((side) => shape[side] ?? 1);
  const [stepA = 0, stepB = 0, stepC = 0, stepD = 0] = sides.map((side) => steps[side] ?? 0);
  const result = new Float32Array(values.length);
  let at = 0;
  for (let i = 0; i < a; i++) {
    for (let j = 0; j < b; j++) {
      for (let k = 0; k < c; k++) {
        for (let l = 0; l < d; l++) {
          result[at++] = values[i * stepA + j * stepB + k * stepC + l * stepD]!;
        }
      }
    }
  }
  return result;
}
