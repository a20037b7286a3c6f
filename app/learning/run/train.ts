import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import type { EngineEvent, RunJob, RunState } from '../../contract/run-folder.ts';
import type { RunStatus } from '../../domain/run.ts';
import type { Backend } from '../backends/backend.ts';
import { stepsPerEpoch } from '../data/batches.ts';
import { classWeightsOf } from '../data/class-weights.ts';
import { labelAreasPx2, readSamples } from '../data/samples.ts';
import { readNewestCheckpoint } from '../files/checkpoint.ts';
import { openMetricsFile } from '../files/metrics-file.ts';
import { countParameters } from '../models/network.ts';
import { startingWeights } from '../models/weights.ts';
import { fingerprintOf, networkOfJob } from './job.ts';
import { openLearner } from './learner.ts';
import { createReporter, writeLog, writeState } from './reporter.ts';
import { runEpochs, type Ending } from './epochs.ts';
import { createWeightsKeeper } from './weights-keeper.ts';

/** What the outside wants of a run, looked at before every step. */
export type Wish =
  | 'go-on'
  /** Keep best and last, and end. */
  | 'stop'
  /** Write a checkpoint, and be gone within seconds. */
  | 'leave';

export interface TrainOptions {
  readonly folder: string;
  readonly job: RunJob;
  readonly resume: boolean;
  readonly openBackend: () => Promise<Backend>;
  readonly wish: () => Wish;
  readonly send: (event: EngineEvent) => void;
}

/**
 * Trains a run folder to its end, or until it is asked to stop or leave. What happens is told in the folder and to
 * `send`. Rejects with a sentence for a person when it cannot go on; the folder then says so too.
 */
export async function train(options: TrainOptions): Promise<RunStatus> {
  const { folder, job, resume, send } = options;
  if (!resume && existsSync(join(folder, 'checkpoints'))) {
    throw new StudioError(
      'conflict',
      `The run “${job.name}” has begun already. Resume it instead.`,
    );
  }
  let state = stateBefore(job);
  try {
    return await trainFrom(options, (next) => {
      state = next;
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    writeLog(folder, `Failed: ${error instanceof Error ? (error.stack ?? message) : message}`);
    state = {
      ...state,
      status: 'failed',
      message: 'The run failed',
      secondsLeft: null,
      error: message,
    };
    writeState(folder, { ...state, updatedAt: new Date().toISOString() });
    send({ kind: 'state', state });
    throw error;
  }
}

async function trainFrom(
  options: TrainOptions,
  remember: (state: RunState) => void,
): Promise<RunStatus> {
  const { folder, job, send } = options;
  const { settings } = job;
  const checkpoints = join(folder, 'checkpoints');
  const before = stateBefore(job);
  writeState(folder, before);
  send({ kind: 'state', state: before });

  const [backend, samples] = await Promise.all([options.openBackend(), readSamples(folder, job)]);
  send({ kind: 'ready', backend: backend.name, library: backend.library });
  const network = networkOfJob(job);
  const fingerprint = fingerprintOf(job);
  const checkpoint = options.resume
    ? readNewestCheckpoint(checkpoints, fingerprint, (reason) => {
        writeLog(folder, reason);
      })
    : null;
  const weights = checkpoint?.weights ?? startingWeights(network, settings.seed);
  const classWeights = classWeightsOf(
    labelAreasPx2(samples.train, network.classes),
    settings.classBalance,
  );
  const { learner, fallback } = openLearner({
    backend,
    settings: {
      network,
      operations: backend.operations,
      loss: { kind: settings.loss, classWeights },
    },
    batch: batchOf(job, samples.train.length),
    weights,
    slots: checkpoint?.slots ?? null,
  });
  if (fallback !== null) writeLog(folder, `Without a graph, which is slower: ${fallback}`);

  const classNames = job.classes.map(({ name }) => name);
  const progress = checkpoint?.progress ?? {
    step: 0,
    epoch: 0,
    seconds: 0,
    lossSum: 0,
    best: null,
  };
  const metrics = openMetricsFile(join(folder, 'metrics.csv'), classNames, progress);
  const state: RunState = {
    ...before,
    message: `Preparing ${String(samples.train.length + samples.validation.length)} pictures`,
    epoch: progress.epoch,
    step: progress.step,
    seconds: progress.seconds,
    stepsPerEpoch: stepsPerEpoch(samples.train.length, batchOf(job, samples.train.length)),
    backend: backend.name,
    library: backend.library,
    parameters: countParameters(network),
    best: bestOf(progress),
  };
  const reporter = createReporter({ folder, state, metrics, send });
  reporter.flush();
  writeLog(
    folder,
    `${checkpoint === null ? 'Started' : `Resumed at step ${String(progress.step)}`} on ${backend.library}${
      backend.fallback === null ? '' : `: ${backend.fallback}`
    }`,
  );
  try {
    const ending = await runEpochs({
      ...options,
      samples,
      batch: batchOf(job, samples.train.length),
      learner,
      progress,
      fingerprint,
      reporter,
      keeper: createWeightsKeeper(folder, job, network),
    });
    // The pace stays as it was last measured: from it the next run's time is estimated.
    reporter.update({ ...closing(ending), secondsLeft: null }, 'now');
    writeLog(folder, ending.message);
    return ending.status;
  } finally {
    remember(reporter.state);
    metrics.close();
    learner.dispose();
  }
}

function closing({ status, message }: Ending): Partial<RunState> {
  return status === 'failed' ? { status, message, error: message } : { status, message };
}

/** No batch is larger than there are pictures. */
function batchOf({ settings }: RunJob, pictures: number): number {
  return Math.min(settings.batch, pictures);
}

function bestOf({ best }: { readonly best: RunState['best'] }): RunState['best'] {
  if (best === null) return null;
  const { epoch, meanIou, iou, dice, pixelAccuracy } = best;
  return { epoch, meanIou, iou, dice, pixelAccuracy };
}

function stateBefore(job: RunJob): RunState {
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
