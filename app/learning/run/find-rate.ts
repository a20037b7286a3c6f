import { setImmediate as nextTurn } from 'node:timers/promises';
import { StudioError } from '../../contract/errors.ts';
import type { RateSearch } from '../../contract/rate-search.ts';
import type { RunJob } from '../../contract/run-folder.ts';
import type { Backend } from '../backends/backend.ts';
import { openBatchFeed } from '../data/batch-feed.ts';
import { batchOrders } from '../data/batch-orders.ts';
import { stepsPerEpoch } from '../data/batches.ts';
import { keyOf } from '../data/random.ts';
import { readSamples } from '../data/samples.ts';
import { optimiserOf } from '../operations/optimisers.ts';
import { taughtNetworkOfJob } from './job.ts';
import { openLearner } from './open-learner.ts';
import { learnerOptions } from './learner-options.ts';
import { createLeftOut } from './left-out.ts';
import { isOutOfMemory, outOfMemoryInWords } from './memory.ts';
import { batchesAhead, startPipeline } from './pipeline.ts';
import { createSweep, searchOf, sweepRange, sweepSteps, sweptRate } from './rate-sweep.ts';
import { batchOf, weightsBefore } from './starting-point.ts';

export interface FindRateOptions {
  /** A job folder that is to be no run. */
  readonly folder: string;
  readonly job: RunJob;
  readonly openBackend: () => Promise<Backend>;
  /** True as soon as nobody waits for the answer any more. */
  readonly isGivenUp: () => boolean;
  /** Hears of each step. */
  readonly tell: (done: number, steps: number) => void;
}

/**
 * Takes steps at rising rates from the weights that a run of the job would begin with, and lets all of it go again. Null
 * when it was given up. Rejects with a sentence for a person when no step can be taken.
 */
export async function findRate(options: FindRateOptions): Promise<RateSearch | null> {
  const pipeline = startPipeline(options.job, createLeftOut(options.folder));
  try {
    return await sweepWith(options, pipeline);
  } catch (cause) {
    if (!isOutOfMemory(cause)) throw cause;
    const { batch } = options.job.settings;
    throw new StudioError('unavailable', outOfMemoryInWords(batch, null), { cause });
  } finally {
    await pipeline.end();
  }
}

async function sweepWith(
  { folder, job, openBackend, isGivenUp, tell }: FindRateOptions,
  maker: ReturnType<typeof startPipeline>,
): Promise<RateSearch | null> {
  const [backend, listed] = await Promise.all([openBackend(), readSamples(folder, job)]);
  // In so few steps a teacher learns nothing that it could teach.
  const samples = { ...listed, unlabelled: [] };
  const { seed, size, tiles, oversample } = job.settings;
  const network = taughtNetworkOfJob(job);
  const pictures = samples.train.length;
  const batch = batchOf(job, pictures);
  const weights = weightsBefore(folder, job, network);
  const { learner } = openLearner(
    learnerOptions(job, { backend, network, samples, batch, weights, slots: null }),
  );
  // Epochs without a validation in between.
  const epochs = Math.ceil(sweepSteps / stepsPerEpoch(pictures, batch));
  const feed = openBatchFeed({
    maker,
    orders: batchOrders(
      { samples: { ...samples, validation: [] }, batch, epochs, seed, oversample, size, tiles },
      { step: 0, epoch: 0 },
    ),
    ahead: batchesAhead(batch, size),
  });
  const range = sweepRange(optimiserOf(job.settings));
  const sweep = createSweep();
  try {
    for (let step = 1; step <= sweepSteps; step++) {
      // Messages are heard between steps: a step itself blocks.
      await nextTurn();
      if (isGivenUp()) return null;
      const loaded = await feed.next();
      if (loaded === null) throw new Error('A step was given a batch without pictures.');
      const rate = sweptRate(range, step);
      const outcome = await learner.step(loaded, { rate, step, key: keyOf('dropout', seed, step) });
      if (outcome.kind === 'not-finite') return searchOf(sweep, 'ran-away');
      sweep.take(rate, outcome.loss);
      feed.giveBack(loaded);
      tell(step, sweepSteps);
      if (sweep.hasRunAway()) return searchOf(sweep, 'ran-away');
    }
    return searchOf(sweep, 'tried-all');
  } finally {
    learner.dispose();
  }
}
