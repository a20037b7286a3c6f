import type { Tensor, Tensor2D } from '@tensorflow/tfjs';

/** A part of a loss: its value, and its slope by the logits, P x balance + direct. */
export interface LossPart {
  readonly value: Tensor;
  /** What the slope is worked out from. */
  readonly saved: readonly Tensor[];
  slope(planes: Planes, saved: readonly Tensor[]): { balance: Tensor; direct: Tensor };
}

/** Of a batch, each class a plane [classes, pixels]. Ignored pixels are of no class. */
export interface Planes {
  readonly truth: Tensor2D;
  /** P, after the softmax. */
  readonly probabilities: Tensor2D;
}

/** A loss by region, and its falling slope by each probability, [classes, pixels]. */
export interface RegionLoss {
  readonly value: Tensor;
  readonly saved: readonly Tensor[];
  pullOf(truth: Tensor2D, saved: readonly Tensor[]): Tensor;
}
