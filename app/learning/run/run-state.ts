import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  parseRunState,
  stateBefore,
  type RunJob,
  type RunState,
} from '../../contract/run-folder.ts';

export const loading = 'Loading the library';

/** How far a run that goes on had come: known before its checkpoint is read, should it die on the way there. */
export function stateBeforeResume(folder: string, job: RunJob): RunState {
  try {
    const known = parseRunState(readFileSync(join(folder, 'state.json'), 'utf8'));
    const { epoch, step, stepsPerEpoch, seconds, best, parameters } = known;
    return { ...stateBefore(job, loading), epoch, step, stepsPerEpoch, seconds, best, parameters };
  } catch {
    return stateBefore(job, loading);
  }
}

export function bestOf({ best }: { readonly best: RunState['best'] }): RunState['best'] {
  if (best === null) return null;
  const { epoch, meanIou, iou, dice, pixelAccuracy } = best;
  return { epoch, meanIou, iou, dice, pixelAccuracy };
}
