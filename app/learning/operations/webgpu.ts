import * as tf from '@tensorflow/tfjs';
import { composed } from './composed.ts';
import type { Operations } from './operations.ts';

/** What a graphics card would refuse of the compositions, or be slow at, said otherwise. */
export const webgpuOperations: Operations = {
  ...composed,
  // A program has room for a few tensors, while addN takes all of them into one.
  sumOfSquares: (tensors) => tf.sum(tf.stack(tensors.map((tensor) => tf.sum(tf.square(tensor))))),
};
