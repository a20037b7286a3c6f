import * as tf from '@tensorflow/tfjs';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';

export function diagonalOf(square: Tensor2D): Tensor1D {
  return tf.sum(tf.mul(square, tf.eye(square.shape[0])), 0);
}

export function diagonal(values: Tensor1D): Tensor2D {
  return tf.mul(tf.eye(values.size), values);
}
