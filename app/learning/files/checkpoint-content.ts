import type { Keyed, RunProgress } from '../../contract/run-weights.ts';
import type { TrainingSettings } from '../../contract/training.ts';
import type { WeightValues } from '../models/weights.ts';

export interface Checkpoint {
  readonly progress: RunProgress;
  readonly fingerprint: string;
  readonly settings: TrainingSettings;
  readonly dataHash: string;
  readonly keyed: Keyed;
  readonly weights: WeightValues;
  /** The optimiser's figures. */
  readonly slots: WeightValues;
}
