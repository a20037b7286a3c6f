/**
 * Where a training run stands. `queued` waits for the run before it; `paused` left off, by wish or because the disk was
 * full; `interrupted` means its process died or the computer did. The latter two resume from their last checkpoint.
 */
export type RunStatus =
  | 'queued'
  | 'preparing'
  | 'training'
  | 'paused'
  | 'finished'
  | 'stopped'
  | 'failed'
  | 'interrupted';
export const runStatuses = [
  'queued',
  'preparing',
  'training',
  'paused',
  'finished',
  'stopped',
  'failed',
  'interrupted',
] as const satisfies readonly RunStatus[];

export function isRunning(status: RunStatus): boolean {
  return status === 'preparing' || status === 'training';
}

/** Whether a run left off to go on another time: who waits behind it goes on waiting. */
export function isLeftOff(status: RunStatus): boolean {
  return status === 'paused' || status === 'interrupted';
}

/** Those that wait for their turn, in the order in which they were put in the queue. */
export function inQueue<
  R extends { readonly state: { readonly status: RunStatus; readonly updatedAt: string } },
>(runs: readonly R[]): readonly R[] {
  return runs
    .filter(({ state }) => state.status === 'queued')
    .sort((a, b) => a.state.updatedAt.localeCompare(b.state.updatedAt));
}

/** Which weights of a run: the epoch with the best validation mean IoU, or the latest epoch. */
export type RunWeights = 'best' | 'last';
