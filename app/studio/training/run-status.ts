import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunSummary } from '../../contract/methods.ts';
import { runLockName, type RunJob, type RunState } from '../../contract/run-folder.ts';
import { isRunning } from '../../domain/run.ts';
import { isLocked } from '../../store/lock.ts';
import { runFolder } from '../../store/places.ts';
import { runEngine } from '../engine-names.ts';
import { hasWeights, readState } from '../run-folder/run-files.ts';

/** Who is at work: engines by name, and runs whose list of pictures is just being written. */
export interface AtWork {
  readonly engines: ReadonlySet<string>;
  readonly preparing: ReadonlySet<string>;
  /** For how long an engine that seems to hang was not heard; null for one that was. */
  readonly silentSeconds: (engine: string) => number | null;
}

/** A run as its folder and the processes tell it: a state that says “training” while nobody trains was interrupted. */
export function describeRun(project: string, job: RunJob, atWork: AtWork): RunSummary {
  return {
    name: job.name,
    createdAt: job.createdAt,
    settings: job.settings,
    ...(job.start === undefined ? {} : { start: job.start }),
    state: presentState(project, job, atWork),
    silentSeconds: atWork.silentSeconds(runEngine(project, job.name)),
    predicts: hasWeights(project, job.name, 'best') || hasWeights(project, job.name, 'last'),
  };
}

function presentState(project: string, job: RunJob, atWork: AtWork): RunState {
  const state = readState(project, job);
  if (!isRunning(state.status) || isAtWork(project, job.name, atWork)) return state;
  const hasCheckpoint = existsSync(join(runFolder(project, job.name), 'checkpoints'));
  return {
    ...state,
    status: 'interrupted',
    message: hasCheckpoint
      ? 'Its process ended without a word. It can go on from its last checkpoint.'
      : 'Its process ended before the first checkpoint. It can begin again.',
    secondsLeft: null,
  };
}

/** Whether an engine of this owner, or of another program, is at the run. */
export function isAtWork(project: string, run: string, { engines, preparing }: AtWork): boolean {
  const engine = runEngine(project, run);
  if (preparing.has(engine) || engines.has(engine)) return true;
  return isLocked(join(runFolder(project, run), runLockName));
}
