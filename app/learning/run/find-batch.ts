import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BatchSearch } from '../../contract/batch-search.ts';
import { StudioError } from '../../contract/errors.ts';
import type { RunJob } from '../../contract/run-folder.ts';
import { mostPicturesAtOnce } from '../../contract/training.ts';
import type { Backend } from '../backends/backend.ts';
import { readSamples } from '../data/samples.ts';
import { memoryNeeded } from '../models/memory-needed.ts';
import { startingWeights } from '../models/weights.ts';
import { networkOfJob, taughtNetworkOfJob } from './job.ts';
import { createLeftOut } from './left-out.ts';
import { learnerOptions } from './learner-options.ts';
import { isOutOfMemory, outOfMemoryInWords, tryBatch } from './memory.ts';
import { startPipeline } from './pipeline.ts';

export interface FindBatchOptions {
  /** A job folder that is to be no run. */
  readonly folder: string;
  readonly job: RunJob;
  readonly openBackend: () => Promise<Backend>;
  /** True as soon as nobody waits for the answer any more. */
  readonly isGivenUp: () => boolean;
  /** Hears of each trial before it: so many are done, and there will be `trials` at most. */
  readonly tell: (trial: {
    readonly batch: number;
    readonly done: number;
    readonly trials: number;
    /** As many as have fitted until then; 0 before the first. */
    readonly fitted: number;
  }) => void;
}

/** How often the gap between what fits and what does not is halved. */
const halvings = 2;

/** So many pictures more are in a step that is tried, for what a run holds besides: pictures on their way, and those it validates by. */
const marginShare = 1 / 4;

/** Of the memory that is free, what steps on the processor may take: beyond it the computer would swap rather than refuse. */
const safeShare = 0.7;

/** What the graph of a large network takes besides (`memory-needed.ts`). */
const graphBytes = 200 * 2 ** 20;

/** A picture and its labels in a batch, in bytes. */
const bytesPerPixel = 16;

/**
 * How many pictures at once a step of the job has room for, found by steps on blank ones: 1, 2, 4 and so on, then between the
 * last that fitted and the first that did not. At most as many as there are to train on. Null when it was given up. Rejects
 * with a sentence for a person when not even one fits.
 */
export async function findBatch(options: FindBatchOptions): Promise<BatchSearch | null> {
  // A run has this thread beside its steps: what it takes must not be counted as free.
  const pipeline = startPipeline(options.job, createLeftOut(options.folder));
  try {
    return await tryBatches(options);
  } finally {
    await pipeline.end();
  }
}

async function tryBatches(options: FindBatchOptions): Promise<BatchSearch | null> {
  const { folder, job, openBackend, isGivenUp, tell } = options;
  const [backend, samples] = await Promise.all([openBackend(), readSamples(folder, job)]);
  const network = taughtNetworkOfJob(job);
  const weights = startingWeights(network, job.settings.seed);
  const start = { batch: 1, weights, slots: null };
  const learning = learnerOptions(job, { backend, network, samples, ...start });
  const isSafe = guardOf(job, backend);
  const most = Math.min(mostPicturesAtOnce, samples.train.length);
  const trials = Math.ceil(Math.log2(most)) + 1 + halvings;
  let fitted = 0;
  let tooMany: number | null = null;
  let ended: BatchSearch['ended'] = 'all';
  for (let done = 0, halved = 0; fitted < most; done++) {
    if (tooMany !== null && (tooMany - fitted === 1 || halved++ === halvings)) break;
    const batch: number =
      tooMany === null
        ? Math.min(most, Math.max(1, 2 * fitted))
        : Math.floor((fitted + tooMany) / 2);
    tell({ batch, done, trials, fitted });
    // Messages come and go between trials: a step itself blocks.
    await nextTurn();
    if (isGivenUp()) return null;
    const obstacle = batch > 1 && !isSafe(batch) ? 'free-memory' : await trial(batch, fitted);
    if (obstacle === null) fitted = batch;
    else [tooMany, ended] = [batch, obstacle];
  }
  return { batch: fitted, ended };

  async function trial(batch: number, fittedBefore: number): Promise<'memory' | null> {
    try {
      const more = Math.floor(marginShare * batch);
      await tryBatch(learning, { batch: batch + more, sidePx: job.settings.size });
      return null;
    } catch (cause) {
      // A card has limits that it tells in words of its own: where fewer fitted, any error is one.
      if (fittedBefore > 0) return 'memory';
      if (!isOutOfMemory(cause)) throw cause;
      throw new StudioError('unavailable', outOfMemoryInWords(batch, null), { cause });
    }
  }
}

/** Answers of a number of pictures whether a step on them may be tried; a card itself refuses what it has no room for. */
function guardOf(job: RunJob, { kernels, name }: Backend): (batch: number) => boolean {
  if (kernels?.isUsingGpuDevice === true || name === 'webgpu') return () => true;
  const { settings } = job;
  const network = networkOfJob(job);
  const safeBytes = safeShare * process.availableMemory();
  return (batch) => {
    const { weights, optimiser, activations } = memoryNeeded(network, batch, settings);
    const pictures = bytesPerPixel * batch * settings.size ** 2;
    return weights + optimiser + activations + pictures + graphBytes < safeBytes;
  };
}
