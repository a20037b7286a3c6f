import * as tf from '@tensorflow/tfjs';
import type { Tensor4D } from '@tensorflow/tfjs';
import type { Activation } from '../models/network.ts';
import type { Operations } from './operations.ts';

/** Number by number, the function that `of` names; differentiates itself. */
export function activated(operations: Operations, x: Tensor4D, of: Activation): Tensor4D {
  switch (of) {
    case 'relu':
      return operations.relu(x);
    case 'relu6':
      return operations.relu6(x);
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'hard-sigmoid':
      return tf.mul(operations.relu6(tf.add(x, 3)), 1 / 6);
    case 'hard-swish':
      return tf.mul(tf.mul(x, operations.relu6(tf.add(x, 3))), 1 / 6);
  }
}
