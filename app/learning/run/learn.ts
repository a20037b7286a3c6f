import { join } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import { stateBefore, type RunState } from '../../contract/run-folder.ts';
import { lossPartsOf } from '../../contract/training.ts';
import type { RunStatus } from '../../domain/run.ts';
import type { BatchMaker } from '../data/batch-thread.ts';
import { stepsPerEpoch } from '../data/batches.ts';
import { readSamples } from '../data/samples.ts';
import { openMetricsFile } from '../files/metrics-file.ts';
import { countParameters } from '../models/network.ts';
import type { Ending } from './ending.ts';
import { runEpochs } from './epochs.ts';
import { fingerprintOf, networkOfJob, taughtNetworkOfJob } from './job.ts';
import { createLeftOut, type LeftOut } from './left-out.ts';
import { type Learner, type LearnerOptions } from './learner.ts';
import { openLearner } from './open-learner.ts';
import { learnerOptions } from './learner-options.ts';
import { fittingBatch, isOutOfMemory, outOfMemoryInWords } from './memory.ts';
import { openFeed, startPipeline } from './pipeline.ts';
import { recordSitting } from './record.ts';
import { createReporter, writeLog, writeState } from './reporter.ts';
import { bestOf, loading, stateBeforeResume } from './run-state.ts';
import { batchOf, startingPoint } from './starting-point.ts';
import type { TrainOptions } from './train-options.ts';
import { createWeightsKeeper } from './weights-keeper.ts';

/** One sitting of a run: opens all that it needs, learns, closes it again. `remember` hears the last state. */
export async function learn(
  options: TrainOptions,
  remember: (state: RunState) => void,
): Promise<RunStatus> {
  // It gets ready while the library is read and loaded.
  const leftOut = createLeftOut(options.folder);
  const pipeline = startPipeline(options.job, leftOut);
  try {
    return await learnFrom({ maker: pipeline, leftOut }, options, remember);
  } finally {
    await pipeline.end();
  }
}

async function learnFrom(
  { maker, leftOut }: { readonly maker: BatchMaker; readonly leftOut: LeftOut },
  options: TrainOptions,
  remember: (state: RunState) => void,
): Promise<RunStatus> {
  const { folder, job, send } = options;
  const { settings } = job;
  const before = options.resume ? stateBeforeResume(folder, job) : stateBefore(job, loading);
  writeState(folder, before);
  send({ kind: 'state', state: before });

  const [backend, samples] = await Promise.all([options.openBackend(), readSamples(folder, job)]);
  send({ kind: 'ready', backend: backend.name, library: backend.library });
  const network = networkOfJob(job);
  const taught = taughtNetworkOfJob(job);
  const pictures = samples.train.length;
  const batch = batchOf(job, pictures);
  const start = startingPoint({
    folder,
    job,
    network: taught,
    resume: options.resume,
    samples,
  });
  const { weights, slots } = start;
  const wanted = learnerOptions(job, { backend, network: taught, samples, batch, weights, slots });

  const { progress } = start;
  const classNames = job.classes.map(({ name }) => name);
  const metrics = openMetricsFile(
    join(folder, 'metrics.csv'),
    { classes: classNames, lossParts: lossPartsOf(settings.loss) },
    progress,
  );
  const state: RunState = {
    ...before,
    message: `Preparing the first of ${String(pictures + samples.validation.length + samples.unlabelled.length)} pictures`,
    epoch: progress.epoch,
    step: progress.step,
    seconds: progress.seconds,
    stepsPerEpoch: stepsPerEpoch(pictures, batch),
    backend: backend.name,
    library: backend.library,
    parameters: countParameters(network),
    best: bestOf(progress),
    ...(backend.fallback === null ? {} : { fallback: backend.fallback }),
    ...warned([backend.slowness ?? null, start.warning]),
  };
  const reporter = createReporter({ folder, state, metrics, send });
  leftOut.follow((words) => {
    reporter.update({ warning: start.warning === null ? words : `${start.warning} ${words}` });
  });
  // The first batches are made while the step is recorded.
  const feed = openFeed(maker, { job, samples, batch, progress });
  reporter.flush();
  const begun = start.isResumed ? `Resumed at step ${String(progress.step)}` : 'Started';
  const why = backend.fallback ?? backend.slowness ?? '';
  writeLog(folder, `${begun} on ${backend.library}. ${why}`.trimEnd());
  if (start.warning !== null) writeLog(folder, start.warning);
  try {
    const ending = await withLearner(wanted, settings.size, (learner, slower) => {
      recordSitting(folder, { job, samples, backend, stepwise: slower, step: progress.step });
      if (slower !== null) {
        writeLog(folder, `Without a graph, which is slower: ${slower}`);
        reporter.update({ stepwise: slower });
      }
      return runEpochs({
        ...options,
        samples,
        feed,
        batch,
        learner,
        progress,
        fingerprint: fingerprintOf(job),
        reporter,
        keeper: createWeightsKeeper(folder, job, network),
      });
    });
    // The pace stays as it was last measured: from it the next run's time is estimated.
    reporter.update({ ...closing(ending), secondsLeft: null }, 'now');
    writeLog(folder, ending.message);
    return ending.status;
  } finally {
    remember(reporter.state);
    metrics.close();
  }
}

/** Where memory runs out, the learner is let go and a number of pictures is looked for that fits. */
async function withLearner(
  options: LearnerOptions,
  sidePx: number,
  use: (learner: Learner, slower: string | null) => Promise<Ending>,
): Promise<Ending> {
  try {
    const { learner, fallback } = openLearner(options);
    try {
      return await use(learner, fallback);
    } finally {
      learner.dispose();
    }
  } catch (cause) {
    if (!isOutOfMemory(cause)) throw cause;
    const fitting = await fittingBatch(options, { above: options.batch, sidePx });
    const details = fitting === null ? {} : { fittingBatch: fitting };
    throw new StudioError('unavailable', outOfMemoryInWords(options.batch, fitting), {
      details,
      cause,
    });
  }
}

/** The sentences that there are, as a state's warning. */
function warned(sentences: readonly (string | null)[]): Pick<RunState, 'warning'> {
  const told = sentences.filter((sentence) => sentence !== null);
  return told.length === 0 ? {} : { warning: told.join(' ') };
}

function closing({ status, message }: Ending): Partial<RunState> {
  return status === 'failed' ? { status, message, error: message } : { status, message };
}
