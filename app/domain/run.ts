/** Where a training run stands. `interrupted` means its process died or the computer did: it resumes from its last checkpoint. */
export type RunStatus =
  'preparing' | 'training' | 'finished' | 'stopped' | 'failed' | 'interrupted';
export const runStatuses = [
  'preparing',
  'training',
  'finished',
  'stopped',
  'failed',
  'interrupted',
] as const satisfies readonly RunStatus[];

export function isRunning(status: RunStatus): boolean {
  return status === 'preparing' || status === 'training';
}

/** Which weights of a run: the epoch with the best validation mean IoU, or the latest epoch. */
export type RunWeights = 'best' | 'last';
