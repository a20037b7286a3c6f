import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { diagonalOf } from './diagonal.ts';
import type { LossPart, Planes } from './planes.ts';

interface Judged extends Planes {
  readonly logProbabilities: Tensor2D;
}

/**
 * Cross-entropy, weighed by class and averaged by weight. Focal: the same with each pixel weighed by (1 - p)^2 of the
 * probability p of its own class, so that what is known already counts little (Lin et al., arXiv 1708.02002, gamma 2).
 */
export function lossByPixel(
  kind: 'cross-entropy' | 'focal',
  judged: Judged,
  weights: Tensor1D,
): LossPart {
  const { truth } = judged;
  const total = tf.maximum(tf.sum(tf.mul(tf.sum(truth, 1), weights)), 1e-6);
  const share: Tensor1D = tf.div(weights, total);
  return kind === 'focal' ? focal(judged, share) : crossEntropy(judged, share);
}

/** Its slope is (P - Y) x share. What is said per class is a small matrix: Y L' holds every sum. */
function crossEntropy({ truth, logProbabilities }: Judged, share: Tensor1D): LossPart {
  const said = diagonalOf(tf.matMul<Tensor2D>(truth, logProbabilities, false, true));
  return {
    value: tf.neg(tf.sum(tf.mul(said, share))),
    saved: [share],
    slope: (planes, [kept]) => slopeBy(planes.truth, kept as Tensor1D),
  };
}

/** With l = log p: each pixel's slope is that of the cross-entropy, times (1 - p)^2 - 2 (1 - p) p l. */
function focal({ truth, probabilities, logProbabilities }: Judged, share: Tensor1D): LossPart {
  const own = tf.sum(tf.mul(truth, probabilities), 0, true);
  const said = tf.sum(tf.mul(truth, logProbabilities), 0, true);
  const doubt = tf.sub(1, own);
  const doubtSquared = tf.mul(doubt, doubt);
  const ownShare = sharesOfPixels(truth, share);
  const steepness = tf.sub(doubtSquared, tf.mul(tf.mul(tf.mul(doubt, own), said), 2));
  return {
    value: tf.neg(tf.sum(tf.mul(tf.mul(ownShare, doubtSquared), said))),
    saved: [share, steepness],
    slope: (planes, [kept, factor]) => slopeBy(planes.truth, kept as Tensor1D, factor as Tensor2D),
  };
}

function slopeBy(
  truth: Tensor2D,
  share: Tensor1D,
  factor?: Tensor2D,
): { balance: Tensor; direct: Tensor } {
  const shares = sharesOfPixels(truth, share);
  const told = tf.mul(truth, tf.reshape(tf.neg(share), [truth.shape[0], 1]));
  return factor === undefined
    ? { balance: shares, direct: told }
    : { balance: tf.mul(shares, factor), direct: tf.mul(told, factor) };
}

/** A figure of each class, brought to its pixels [1, pixels]; 0 where a pixel is ignored. */
function sharesOfPixels(truth: Tensor2D, share: Tensor1D): Tensor2D {
  return tf.matMul(tf.reshape(share, [1, truth.shape[0]]), truth);
}
