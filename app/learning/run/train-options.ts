import type { EngineEvent, RunJob } from '../../contract/run-folder.ts';
import type { Backend } from '../backends/backend.ts';

/** What the outside wants of a run, looked at before every step. */
export type Wish =
  | 'go-on'
  /** Keep best and last, and end. */
  | 'stop'
  /** Keep best and last, and end, to go on another time. */
  | 'pause'
  /** Write a checkpoint, and be gone within seconds. */
  | 'leave';

export interface TrainOptions {
  readonly folder: string;
  readonly job: RunJob;
  readonly resume: boolean;
  /** A crash costs no more than this, or an epoch where that is shorter. */
  readonly checkpointEveryMs: number;
  readonly openBackend: () => Promise<Backend>;
  readonly wish: () => Wish;
  readonly send: (event: EngineEvent) => void;
}
