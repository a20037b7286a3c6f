import * as tf from '@tensorflow/tfjs';
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import type { Operations } from './operations.ts';

/**
 * Each picture's channels, `groups` of neighbouring ones, brought to an average of 0 and a deviation of 1, then scaled and
 * shifted channel by channel. Each group of each picture is laid out as a channel of one picture, which the backend's
 * normalisation of a batch, and its gradient, then serve.
 */
export function groupsNormalised(
  operations: Pick<Operations, 'normaliseBatch' | 'addBias'>,
  x: Tensor4D,
  given: {
    readonly groups: number;
    readonly epsilon: number;
    readonly scale: Tensor1D;
    readonly offset: Tensor1D;
  },
): Tensor4D {
  const { groups, epsilon, scale, offset } = given;
  const [batch, height, width, channels] = x.shape;
  const [pixels, each] = [height * width, channels / groups];
  const apart = tf.transpose(tf.reshape(x, [batch, pixels, groups, each]), [1, 3, 0, 2]);
  const [zeros, ones] = [tf.zeros([batch * groups]), tf.ones([batch * groups])] as const;
  const { y, runningMean, runningVariance } = operations.normaliseBatch(
    tf.reshape(apart, [1, pixels, each, batch * groups]),
    {
      scale: ones as Tensor1D,
      offset: zeros as Tensor1D,
      runningMean: zeros as Tensor1D,
      runningVariance: ones as Tensor1D,
      epsilon,
      momentum: 0,
    },
  );
  // Nobody asks for them: pictures that are answered are normalised by their own figures, too.
  tf.dispose([runningMean, runningVariance]);
  const back = tf.transpose(tf.reshape(y, [pixels, each, batch, groups]), [2, 0, 3, 1]);
  return operations.addBias(tf.mul(tf.reshape(back, x.shape), scale), offset);
}
