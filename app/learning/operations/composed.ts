import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import { keyOf, numbersOf } from '../data/random.ts';
import { composedOptimiser } from './composed-optimiser.ts';
import type { Normalisation, NormalisedBatch, Operations } from './operations.ts';

/** Everything from tfjs' public operations: runs on every backend, differentiates itself, hurries nowhere. */
export const composed: Operations = {
  relu: (x) => tf.relu(x),
  relu6: (x) => tf.relu6(x),
  addBias: (x, bias) => tf.add(x, bias),
  normaliseBatch,
  dropout(x, rate, { step, layer }) {
    const next = numbersOf(keyOf(step.dataSync()[0] ?? 0, layer));
    const scale = 1 / (1 - rate);
    const kept = Float32Array.from({ length: x.size }, () => (next() < rate ? 0 : scale));
    return tf.mul(x, tf.tensor4d(kept, x.shape));
  },
  sumOfSquares: (tensors) => tf.addN(tensors.map((tensor) => tf.sum(tf.square(tensor)))),
  optimiser: (weights, settings) => composedOptimiser(weights, settings),
};

function normaliseBatch(x: Tensor4D, given: Normalisation): NormalisedBatch {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const y = tf.batchNorm(
    x,
    mean as Tensor1D,
    variance as Tensor1D,
    given.offset,
    given.scale,
    given.epsilon,
  );
  return { y, ...blended(given, { mean, variance, count: x.size / (x.shape[3] || 1) }) };
}

/** The running figures after a batch, of `count` pixels. */
export function blended(
  given: Normalisation,
  {
    mean,
    variance,
    count,
  }: { readonly mean: Tensor; readonly variance: Tensor; readonly count: number },
): Omit<NormalisedBatch, 'y'> {
  // TensorFlow's kernel keeps the variance of the population, not of the sample.
  const unbiased = tf.mul(variance, count / Math.max(1, count - 1));
  return {
    runningMean: tf.keep(blend(given.runningMean, mean, given.momentum)),
    runningVariance: tf.keep(blend(given.runningVariance, unbiased, given.momentum)),
  };
}

function blend(old: Tensor, fresh: Tensor, momentum: number): Tensor1D {
  return tf.add(tf.mul(old, momentum), tf.mul(fresh, 1 - momentum));
}
