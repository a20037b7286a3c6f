import type { RunStatus } from '../../domain/run.ts';

/** How a run came to its end, in words. */
export interface Ending {
  readonly status: RunStatus;
  readonly message: string;
}

export const left: Ending = { status: 'interrupted', message: 'The engine was asked to end' };
