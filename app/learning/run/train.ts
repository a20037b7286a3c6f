import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import { stateBefore, type RunState } from '../../contract/run-folder.ts';
import type { RunStatus } from '../../domain/run.ts';
import { isDiskFull } from '../../disk/disk-full.ts';
import { learn } from './learn.ts';
import { writeLog, writeState } from './reporter.ts';
import { loading, stateBeforeResume } from './run-state.ts';
import type { TrainOptions } from './train-options.ts';

/**
 * Trains a run folder to its end, or until it is asked to stop or leave, or the disk is full. What happens is told in the
 * folder and to `send`. Rejects with a sentence for a person when it cannot go on; the folder then says so too.
 */
export async function train(options: TrainOptions): Promise<RunStatus> {
  const { folder, job, resume, send } = options;
  if (!resume && existsSync(join(folder, 'checkpoints'))) {
    throw new StudioError(
      'conflict',
      `The run “${job.name}” has begun already. Resume it instead.`,
    );
  }
  let state = resume ? stateBeforeResume(folder, job) : stateBefore(job, loading);
  try {
    return await learn(options, (next) => {
      state = next;
    });
  } catch (error) {
    state = {
      ...state,
      ...lastWords(error),
      secondsLeft: null,
      updatedAt: new Date().toISOString(),
    };
    send({ kind: 'state', state });
    if (isDiskFull(error)) {
      noteOnFullDisk(folder, state);
      return state.status;
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    writeLog(folder, `Failed: ${text}`);
    writeState(folder, state);
    throw error;
  }
}

function lastWords(error: unknown): Partial<RunState> {
  if (isDiskFull(error)) {
    const message =
      'The disk is full, so the run has paused. Its last checkpoint is whole: make some room, then go on';
    return { status: 'paused', message, error: `${message}.` };
  }
  const { fittingBatch } = error instanceof StudioError ? error.details : {};
  return {
    status: 'failed',
    message: 'The run failed',
    error: error instanceof Error ? error.message : String(error),
    ...(typeof fittingBatch === 'number' ? { fittingBatch } : {}),
  };
}

/** Every word that still finds room. */
function noteOnFullDisk(folder: string, state: RunState): void {
  for (const write of [
    () => {
      writeState(folder, state);
    },
    () => {
      writeLog(folder, state.message);
    },
  ]) {
    try {
      write();
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
  }
}
