import * as tf from '@tensorflow/tfjs';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { TrainingSettings } from '../../contract/training.ts';

export interface LossSettings {
  readonly kind: TrainingSettings['loss'];
  /** How much a pixel of each class counts, the background first. */
  readonly classWeights: readonly number[];
}

/** Keeps Dice of a class with a pixel or two from jumping. */
const smoothing = 1;

/**
 * How wrong logits [pixels, classes] are against label values [pixels] (int32, 255 = ignore).
 * Cross-entropy, weighed by class and averaged by weight; with Dice, plus 1 - Dice averaged over the foreground classes
 * that occur in the batch (a class that is absent would punish every doubt: arXiv 2209.06078).
 * An ignored pixel has no part in value or gradient. All pixels ignored: 0.
 *
 * Its gradient is written out, since tfjs would go back through thirty operations as large as the picture. Each class is a
 * plane [classes, pixels] meanwhile, since a sum along three numbers a pixel takes TensorFlow three times as long. All that is
 * said per class is a small matrix: Y L' and Y P' hold every sum, and matrix x Y brings a figure of each class to its pixels.
 */
export function lossOf(logits: Tensor2D, labels: Tensor1D, settings: LossSettings): Scalar {
  const loss = tf.customGrad((given, save) => {
    const classes = logits.shape[1];
    // A value that is no class, such as 255, makes a column of zeros: the pixel falls out of every sum.
    const values = tf.tensor1d([...Array(classes).keys()], 'int32');
    const truth: Tensor2D = tf.cast(tf.equal(tf.reshape(values, [classes, 1]), labels), 'float32');
    const { probabilities, logProbabilities } = softmaxOf(tf.transpose(given as Tensor2D));
    const weights = tf.tensor1d([...settings.classWeights]);
    const total = tf.maximum(tf.sum(tf.mul(tf.sum(truth, 1), weights)), 1e-6);
    const share: Tensor1D = tf.div(weights, total);
    const said = diagonalOf(tf.matMul<Tensor2D>(truth, logProbabilities, false, true));
    const crossEntropy = tf.neg(tf.sum(tf.mul(said, share)));
    const dice = settings.kind === 'cross-entropy' ? null : diceOf(truth, probabilities);
    (save as tf.GradSaveFunc)([truth, probabilities, share, ...(dice?.slopes ?? [])]);
    return {
      value: dice === null ? crossEntropy : tf.add(crossEntropy, dice.loss),
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.transpose(tf.mul(dy, slopeOf(saved))),
    };
  });
  return loss(logits) as Scalar;
}

/** Down the classes of each pixel. */
function softmaxOf(planes: Tensor2D): {
  readonly probabilities: Tensor2D;
  readonly logProbabilities: Tensor2D;
} {
  const lowered = tf.sub<Tensor2D>(planes, tf.max(planes, 0, true));
  const powers = tf.exp(lowered);
  const sums = tf.sum(powers, 0, true);
  return {
    probabilities: tf.div(powers, sums),
    logProbabilities: tf.sub(lowered, tf.log(sums)),
  };
}

/** By the cross-entropy (P - Y) x share, and through the softmax by what Dice says of each probability. */
function slopeOf(saved: readonly Tensor[]): Tensor {
  const [truth, probabilities, share] = saved as [Tensor2D, Tensor2D, Tensor1D];
  const [byRight, byNamed] = saved.slice(3) as [] | [Tensor1D, Tensor1D];
  const classes = truth.shape[0];
  const ownShare = tf.matMul(tf.reshape(share, [1, classes]), truth);
  const told = tf.mul(truth, tf.reshape(share, [classes, 1]));
  if (byRight === undefined || byNamed === undefined) {
    return tf.sub(tf.mul(probabilities, ownShare), told);
  }
  const byProbability = tf.matMul(tf.add<Tensor2D>(diagonal(byRight), byNamed), truth, true);
  const pull = tf.mul(probabilities, byProbability);
  const balance = tf.sub(ownShare, tf.sum(pull, 0, true));
  return tf.add(tf.mul(probabilities, balance), tf.sub(pull, told));
}

/** 1 - Dice, and its slopes by the mass put right and by the mass named, per class. */
function diceOf(
  truth: Tensor2D,
  probabilities: Tensor2D,
): { readonly loss: Tensor; readonly slopes: readonly Tensor[] } {
  const classes = truth.shape[0];
  // Row: label; column: probability mass given to each class. Ignored pixels are in no row.
  const masses: Tensor2D = tf.matMul(truth, probabilities, false, true);
  const right = diagonalOf(masses);
  const labelled = tf.sum(truth, 1);
  const all = tf.add(tf.add(labelled, tf.sum(masses, 0)), smoothing);
  const dice = tf.div(tf.add(tf.mul(right, 2), smoothing), all);
  const foreground = tf.tensor1d(Array.from({ length: classes }, (_, value) => Number(value > 0)));
  const present = tf.mul(tf.cast(tf.greater(labelled, 0.5), 'float32'), foreground);
  const part = tf.div(present, tf.maximum(tf.sum(present), 1));
  return {
    loss: tf.sum(tf.mul(tf.sub(1, dice), part)),
    slopes: [tf.div(tf.mul(part, -2), all), tf.div(tf.mul(part, dice), all)],
  };
}

function diagonalOf(square: Tensor2D): Tensor1D {
  return tf.sum(tf.mul(square, tf.eye(square.shape[0])), 0);
}

function diagonal(values: Tensor1D): Tensor2D {
  return tf.mul(tf.eye(values.size), values);
}
