import type { RunJob } from '../contract/run-folder.ts';
import type { Store } from '../store/open.ts';
import { timestamp } from './context.ts';
import { findJob, listRunNames, readState, writeState } from './run-files.ts';

/** Runs that wait for their turn. The queue stands in the runs' own folders, so that it outlives every process. */

export function putInQueue({ folder }: Store, job: RunJob): void {
  writeState(folder, job.name, {
    ...readState(folder, job),
    status: 'queued',
    message: 'Waiting for the run before it',
    secondsLeft: null,
    epochs: job.settings.epochs,
    updatedAt: timestamp(),
  });
}

export function takeOutOfQueue({ folder }: Store, job: RunJob): void {
  const state = readState(folder, job);
  const message = 'Taken out of the queue';
  writeState(folder, job.name, { ...state, status: 'stopped', message, updatedAt: timestamp() });
}

/** In the order in which they came. */
export function queuedRuns({ folder }: Store): readonly RunJob[] {
  return listRunNames(folder)
    .flatMap((name) => findJob(folder, name) ?? [])
    .map((job) => ({ job, state: readState(folder, job) }))
    .filter(({ state }) => state.status === 'queued')
    .sort((a, b) => a.state.updatedAt.localeCompare(b.state.updatedAt))
    .map(({ job }) => job);
}
