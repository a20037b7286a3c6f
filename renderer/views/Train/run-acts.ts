import type { RunSummary } from '../../../app/contract/methods.ts';

/** Whether a run left off before its end, and goes on from where it was. */
export function canGoOn({ state }: RunSummary): boolean {
  return ['paused', 'interrupted', 'stopped', 'failed'].includes(state.status);
}

/** What is shown of the run in front. */
export type RunTab = 'curves' | 'scores' | 'layers';
