import type { Scalar, Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import type { OptimiserSettings } from './optimisers.ts';

/**
 * What a training step is made of, where a backend may have something faster than tfjs' own composition.
 * `composed.ts` runs on every backend and is the oracle; `tensorflow.ts` calls TensorFlow's fused kernels.
 * Pictures are [batch, height, width, channels].
 */
export interface Operations {
  relu(x: Tensor4D): Tensor4D;
  /** Cut off at zero and at six. */
  relu6(x: Tensor4D): Tensor4D;
  addBias(x: Tensor4D, bias: Tensor1D): Tensor4D;
  /** Normalises with the figures of the batch. The running figures given back are already blended, and kept for the caller to dispose. */
  normaliseBatch(x: Tensor4D, given: Normalisation): NormalisedBatch;
  /** Zeroes a `rate` share, chosen by the draw alone, and scales the rest up. */
  dropout(x: Tensor4D, rate: number, draw: Draw): Tensor4D;
  /** Of every number of the tensors; finite only where all of them are. */
  sumOfSquares(tensors: readonly Tensor[]): Scalar;
  /** Takes over `weights`. */
  optimiser(weights: ReadonlyMap<string, Tensor>, settings: OptimiserSettings): Optimiser;
}

/** What random numbers belong to. The step's part is a tensor [1] of int32, so that a recorded graph can be fed it. */
export interface Draw {
  readonly step: Tensor1D;
  readonly layer: number;
}

export interface Normalisation {
  readonly scale: Tensor1D;
  readonly offset: Tensor1D;
  readonly runningMean: Tensor1D;
  readonly runningVariance: Tensor1D;
  readonly epsilon: number;
  /** The share of the old running figures that stays. */
  readonly momentum: number;
}

export interface NormalisedBatch {
  readonly y: Tensor4D;
  readonly runningMean: Tensor1D;
  readonly runningVariance: Tensor1D;
}

/**
 * A rule and the weights it moves (see `optimisers.ts`). It owns them: `read` lends tensors that stay good until the next
 * `apply`; the caller disposes nothing.
 */
export interface Optimiser {
  read(): ReadonlyMap<string, Tensor>;
  /** One step along gradients by weight name; `step` counts from 1. The gradients stay the caller's. */
  apply(gradients: ReadonlyMap<string, Tensor>, at: { rate: number; step: number }): void;
  /** What has to be kept of every weight for an exact resume, as `<weight>/<slot>`. */
  readSlots(): ReadonlyMap<string, Tensor>;
  setSlots(values: ReadonlyMap<string, Tensor>): void;
  dispose(): void;
}
