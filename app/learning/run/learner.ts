import type { Backend } from '../backends/backend.ts';
import type { Batch } from '../data/batches.ts';
import type { WeightValues } from '../models/weights.ts';
import type { StepOutcome, StepSettings } from './step.ts';

/**
 * A network that learns: its weights and the optimiser's figures on the backend, and the step that moves them. Answers are
 * waited for: a GPU gives numbers back when it is done. Nobody asks for the next before.
 */
export interface Learner {
  /**
   * Learns from one batch, and where the settings have it from as many pseudo-labelled pictures `besides`. `step` counts from
   * 1; `key` is what the step's random numbers belong to.
   */
  step(batch: Batch, at: StepPoint, besides?: Besides): Promise<StepOutcome>;
  /** How wrong the weights that answer are about a batch, and the class of each of its pixels. */
  check(batch: Batch): Promise<Checked>;
  /** What the weights that answer say of a batch whose labels nobody looks at. */
  answer(batch: Batch): Promise<Answered>;
  /** Copies of the weights that learn. */
  values(): Promise<WeightValues>;
  /** Copies of the weights that answer: their running averages where the settings want them, else those that learn. */
  answering(): Promise<WeightValues>;
  /** Copies of what has to be kept beside the weights: the optimiser's figures, and the averages. */
  slots(): Promise<WeightValues>;
  dispose(): void;
}

export interface StepPoint {
  readonly rate: number;
  readonly step: number;
  readonly key: number;
}

/** Pictures with pseudo labels, and what the loss on them counts beside that on labelled ones. */
export interface Besides {
  readonly batch: Batch;
  readonly weight: number;
}

/** The class of each pixel, and the probability by which it was called so. */
export interface Answered {
  readonly labels: Uint8Array;
  readonly certainty: Float32Array;
}

export interface Checked {
  readonly loss: number;
  /** See `Found`. */
  readonly found: readonly number[];
  readonly labels: Uint8Array;
}

export interface LearnerOptions {
  readonly backend: Backend;
  readonly settings: StepSettings;
  /** Pictures in a step. */
  readonly batch: number;
  readonly weights: WeightValues;
  /** As `Learner.slots` gives them; null where learning begins. */
  readonly slots: WeightValues | null;
}
