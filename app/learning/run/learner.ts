import type { Backend } from '../backends/backend.ts';
import type { Batch } from '../data/batches.ts';
import type { WeightValues } from '../models/weights.ts';
import { openEagerLearner } from './eager-learner.ts';
import { openGraphLearner } from './graph-learner.ts';
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

/**
 * As a graph where the backend can run one; otherwise operation by operation, which is slower. `fallback` says why, and
 * is null when it is what was hoped for.
 */
export function openLearner(options: LearnerOptions): {
  readonly learner: Learner;
  readonly fallback: string | null;
} {
  const { kernels } = options.backend;
  if (kernels === null) return { learner: openEagerLearner(options), fallback: null };
  try {
    return { learner: openGraphLearner(kernels, options), fallback: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { learner: openEagerLearner(options), fallback: reason };
  }
}
