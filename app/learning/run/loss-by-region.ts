import * as tf from '@tensorflow/tfjs';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { diagonal, diagonalOf } from './diagonal.ts';
import type { LossPart, Planes, RegionLoss } from './planes.ts';
import { lovasz } from './lovasz.ts';

/** How much a class named where it is not, and a class missed where it is, count against the pixels put right. */
const costs = {
  /** 2 |A and B| / (|A| + |B|). */
  dice: { named: 0.5, missed: 0.5 },
  /** What is missed costs more, for small objects: Salehi et al., arXiv 1706.05721. */
  tversky: { named: 0.3, missed: 0.7 },
} as const;

/** Keeps the score of a class with a pixel or two from jumping. */
const smoothing = 0.5;

/**
 * 1 - the agreement of each foreground class, averaged over those that occur in the batch: a class that is absent would
 * punish every doubt (arXiv 2209.06078).
 */
export function lossByRegion(kind: 'dice' | 'tversky' | 'lovasz', planes: Planes): LossPart {
  const parts = partsOfClasses(planes.truth);
  const { value, saved, pullOf } =
    kind === 'lovasz' ? lovasz(planes, parts) : tversky(planes, parts, costs[kind]);
  return {
    value,
    saved,
    // Through the softmax: P x (what all classes of the pixel are pulled by, less what each is).
    slope: ({ truth, probabilities }, kept) => {
      const pull = tf.mul(probabilities, pullOf(truth, kept));
      return { balance: tf.sum(pull, 0, true), direct: tf.neg(pull) };
    },
  };
}

/** The part of each class in the average: none of the background's, nor of one that does not occur. */
function partsOfClasses(truth: Tensor2D): Tensor1D {
  const classes = truth.shape[0];
  const foreground = tf.tensor1d(Array.from({ length: classes }, (_, value) => Number(value > 0)));
  const occurs = tf.cast(tf.greater(tf.sum(truth, 1), 0.5), 'float32');
  const present: Tensor1D = tf.mul(occurs, foreground);
  return tf.div(present, tf.maximum(tf.sum(present), 1));
}

/**
 * (right + s) / (right + named x wrongly named + missed x missed + s) of the probability masses. Y P' holds every sum, and
 * a matrix of that size brings the slopes, by the mass put right and by the mass named, to the pixels.
 */
function tversky(
  { truth, probabilities }: Planes,
  part: Tensor1D,
  cost: { readonly named: number; readonly missed: number },
): RegionLoss {
  // Row: label; column: probability mass given to each class. Ignored pixels are in no row.
  const masses: Tensor2D = tf.matMul(truth, probabilities, false, true);
  const right = diagonalOf(masses);
  const labelled: Tensor1D = tf.sum(truth, 1);
  const rest = 1 - cost.named - cost.missed;
  const named = tf.mul(tf.sum(masses, 0), cost.named);
  const missed = tf.mul(labelled, cost.missed);
  const all = tf.add(tf.add(tf.add(named, missed), tf.mul(right, rest)), smoothing);
  const score: Tensor1D = tf.div(tf.add(right, smoothing), all);
  const shareOfAll = tf.div(part, all);
  const byRight: Tensor1D = tf.mul(shareOfAll, tf.sub(1, tf.mul(score, rest)));
  const byNamed = tf.mul(tf.mul(shareOfAll, score), -cost.named);
  return {
    value: tf.sum(tf.mul(tf.sub(1, score), part)),
    saved: [tf.add(diagonal(byRight), byNamed)],
    pullOf: (kept, [byClass]) => tf.matMul(byClass as Tensor2D, kept, true),
  };
}
