import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { Planes, RegionLoss } from './planes.ts';

/**
 * 1 - IoU itself, made smooth: the errors of a class from the largest down, each weighed by what the IoU loses by it
 * (Lovász-softmax, Berman et al., arXiv 1705.08790, algorithm 1). `part` [classes] weighs the classes.
 */
export function lovasz({ truth, probabilities }: Planes, part: Tensor1D): RegionLoss {
  const [classes, pixels] = truth.shape;
  const seen = tf.sum(truth, 0, true);
  const errors = tf.abs(tf.sub(truth, probabilities));
  // Ignored pixels come last, after every error that there can be.
  const ranked = tf.topk(tf.sub(errors, tf.mul(tf.sub(1, seen), 2)), pixels, true);
  const rows = tf.tensor2d(
    [...Array(classes).keys()].map((row) => [row * pixels]),
    [classes, 1],
    'int32',
  );
  // As `gather` would, whose kernel in tfjs-node reads the places, which are not there while a graph is recorded.
  const sorted = (values: Tensor, places: Tensor): Tensor2D =>
    tf.reshape(tf.gatherND(tf.reshape(values, [-1]), tf.reshape(places, [-1, 1])), [
      classes,
      pixels,
    ]);
  const places = tf.add(ranked.indices, rows);
  const lost = lostBySteps(sorted(truth, places), sorted(seen, ranked.indices));
  const weights: Tensor2D = tf.reshape(
    tf.scatterND(tf.reshape(places, [-1, 1]), tf.reshape(lost, [-1]), [classes * pixels]),
    [classes, pixels],
  );
  const weighed: Tensor2D = tf.mul(weights, tf.reshape(part, [classes, 1]));
  // More of a class that is there makes its error smaller, of one that is not larger.
  const pull = tf.mul(weighed, tf.sub(tf.mul(truth, 2), 1));
  return {
    value: tf.sum(tf.mul(weighed, errors)),
    saved: [pull],
    pullOf: (_, [kept]) => kept as Tensor2D,
  };
}

/** What 1 - IoU grows by with each further error, along each row; nothing at ignored pixels. */
function lostBySteps(truthSorted: Tensor2D, seenSorted: Tensor2D): Tensor2D {
  const labelled = tf.sum(truthSorted, 1, true);
  const found = tf.cumsum(truthSorted, 1);
  const others = tf.cumsum(tf.sub(seenSorted, truthSorted), 1);
  const kept = tf.sub(labelled, found);
  // A class that does not occur has no part in the loss: any denominator will do for it.
  const lost: Tensor2D = tf.sub(1, tf.div(kept, tf.maximum(tf.add(labelled, others), 1)));
  const before = tf.pad(tf.slice(lost, [0, 0], [-1, lost.shape[1] - 1]), [
    [0, 0],
    [1, 0],
  ]);
  return tf.mul(tf.sub(lost, before), seenSorted);
}
