import type { Job } from '../../contract/shapes.ts';

/** What a job's work is given. */
export interface JobWork {
  /** Aborted when the person cancels or the studio closes; the work then leaves nothing half done. */
  readonly signal: AbortSignal;
  /** How far it is; what is left out stays as it was. */
  progress(progress: { done?: number; total?: number; message?: string }): void;
}

export interface JobOptions {
  /** Such as `import.coco`: the method that started it. */
  readonly kind: string;
  /** Such as “Import instances_train2014.json”. */
  readonly title: string;
  /** What `done` and `total` count. */
  readonly unit: string;
  readonly total?: number;
  /** What a person is told who cancels it. */
  readonly whenCancelled?: string;
  /** True for work that has nothing to do with the project that is open. */
  readonly outlivesProject?: boolean;
}

/** Long work, told of while it goes on and kept for a while after. Jobs do not depend on any window. */
export interface Jobs {
  /** Answers the job's id at once. What `run` answers is the job's result. */
  start(options: JobOptions, run: (work: JobWork) => Promise<unknown>): string;
  list(): readonly Job[];
  /** Throws `not-found`. */
  get(id: string): Job;
  /** Asks a job to end; one that has ended already stays as it is. */
  cancel(id: string): void;
  /** Cancels what works on the project, and waits for its end. */
  endProject(): Promise<void>;
  /** Cancels all and waits for their ends. */
  close(): Promise<void>;
}
