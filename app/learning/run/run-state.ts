import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRunState, type RunJob, type RunState } from '../../contract/run-folder.ts';

/** What a run's folder says before anything was done. */
export function stateBefore(job: RunJob): RunState {
  const now = new Date().toISOString();
  return {
    status: 'preparing',
    message: 'Loading the library',
    epoch: 0,
    epochs: job.settings.epochs,
    step: 0,
    stepsPerEpoch: 0,
    imagesPerSecond: null,
    seconds: 0,
    secondsLeft: null,
    memoryBytes: null,
    backend: job.settings.backend,
    library: '',
    parameters: null,
    best: null,
    startedAt: now,
    updatedAt: now,
  };
}

/** How far a run that goes on had come: known before its checkpoint is read, should it die on the way there. */
export function stateBeforeResume(folder: string, job: RunJob): RunState {
  try {
    const known = parseRunState(readFileSync(join(folder, 'state.json'), 'utf8'));
    const { epoch, step, stepsPerEpoch, seconds, best, parameters } = known;
    return { ...stateBefore(job), epoch, step, stepsPerEpoch, seconds, best, parameters };
  } catch {
    return stateBefore(job);
  }
}

export function bestOf({ best }: { readonly best: RunState['best'] }): RunState['best'] {
  if (best === null) return null;
  const { epoch, meanIou, iou, dice, pixelAccuracy } = best;
  return { epoch, meanIou, iou, dice, pixelAccuracy };
}
