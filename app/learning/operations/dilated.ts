import * as tf from '@tensorflow/tfjs';
import type { Tensor4D } from '@tensorflow/tfjs';

/**
 * A convolution whose kernel takes pixels that stand `by` apart, as plain ones: every so many rows and columns are a picture
 * of their own, which `convolve` (odd kernel, steps of one, padding "same") sees without gaps. tfjs has no gradient of a
 * dilated convolution, and TensorFlow for processors no such kernel where channels are convolved by themselves.
 */
export function dilated(x: Tensor4D, by: number, convolve: (x: Tensor4D) => Tensor4D): Tensor4D {
  if (by === 1) return convolve(x);
  const [, height, width] = x.shape;
  const beyond = [height, width].map((length) => [0, Math.ceil(length / by) * by - length]);
  const apart: Tensor4D = tf.spaceToBatchND(x, [by, by], beyond);
  return tf.batchToSpaceND(convolve(apart), [by, by], beyond);
}
