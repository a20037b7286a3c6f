import * as tf from '@tensorflow/tfjs';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { TrainingSettings } from '../../contract/training.ts';
import type { Operations } from '../operations/operations.ts';

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
 */
export function lossOf(
  logits: Tensor2D,
  labels: Tensor1D,
  { operations, settings }: { readonly operations: Operations; readonly settings: LossSettings },
): Scalar {
  const classes = logits.shape[1];
  // A value that is no class, such as 255, makes a row of zeros: the pixel falls out of every sum.
  const truth = tf.cast(tf.oneHot(labels, classes), 'float32') as Tensor2D;
  const logProbabilities = operations.logSoftmax(logits);
  const weighed = tf.mul<Tensor2D>(truth, tf.tensor2d([...settings.classWeights], [1, classes]));
  const total = tf.maximum(tf.sum(weighed), 1e-6);
  const crossEntropy = tf.div<Scalar>(tf.neg(tf.sum(tf.mul(weighed, logProbabilities))), total);
  if (settings.kind === 'cross-entropy') return crossEntropy;
  return tf.add<Scalar>(crossEntropy, diceLossOf(truth, tf.exp(logProbabilities)));
}

function diceLossOf(truth: Tensor2D, probabilities: Tensor2D): Scalar {
  const classes = truth.shape[1];
  // Row: label; column: probability mass given to each class. Ignored pixels are in no row.
  const masses = tf.matMul(truth, probabilities, true);
  const right = tf.sum(tf.mul(masses, tf.eye(classes)), 0);
  const labelled = tf.sum(truth, 0);
  const named = tf.sum(masses, 0);
  const dice = tf.div(
    tf.add(tf.mul(right, 2), smoothing),
    tf.add(tf.add(labelled, named), smoothing),
  );
  const foreground = tf.tensor1d(Array.from({ length: classes }, (_, value) => Number(value > 0)));
  const present = tf.mul(tf.cast(tf.greater(labelled, 0.5), 'float32'), foreground);
  const missed = tf.sum(tf.mul(tf.sub(1, dice), present));
  return tf.div(missed, tf.maximum(tf.sum(present), 1));
}
