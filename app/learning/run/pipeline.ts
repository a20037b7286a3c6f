import type { RunJob } from '../../contract/run-folder.ts';
import type { RunProgress } from '../../contract/run-weights.ts';
import { openBatchFeed, type BatchFeed } from '../data/batch-feed.ts';
import { batchOrders } from '../data/batch-orders.ts';
import { startBatchThread, type BatchMaker, type BatchThread } from '../data/batch-thread.ts';
import type { Samples } from '../data/samples.ts';
import type { LeftOut } from './left-out.ts';

/** How a run's pictures come to its steps, and how much memory they may take on the way. */

/** Decoded pictures with their labels, in bytes: 6,700 of 200 x 200 pixels, 420 of four times that each way. */
const pictureBudgetBytes = 1024 * 2 ** 20;
/** Batches that are ready before they are needed, in floats: three of 8 at 200 x 200 pixels are 15 MB. */
const aheadBudgetBytes = 128 * 2 ** 20;
const mostAhead = 3;

/** Starts the thread that prepares pictures; it needs to know of nothing but the settings, so it can be at the very first. */
export function startPipeline({ settings }: RunJob, leftOut: LeftOut): BatchThread {
  return startBatchThread({
    settings,
    budgetBytes: pictureBudgetBytes,
    skip: leftOut.note,
  });
}

/** The batches from where the run stands to its end. */
export function openFeed(
  maker: BatchMaker,
  given: {
    readonly job: RunJob;
    readonly samples: Samples;
    /** Pictures in a step. */
    readonly batch: number;
    readonly progress: RunProgress;
  },
): BatchFeed {
  const { job, samples, batch, progress } = given;
  const { epochs, seed, size, tiles, oversample } = job.settings;
  return openBatchFeed({
    maker,
    orders: batchOrders({ samples, batch, epochs, seed, oversample, size, tiles }, progress),
    ahead: batchesAhead(batch, size) * (samples.unlabelled.length > 0 ? 2 : 1),
  });
}

/** At least one, so that there is something to learn from. */
export function batchesAhead(batch: number, sidePx: number): number {
  // Three floats and the label.
  const batchBytes = batch * sidePx * sidePx * 16;
  return Math.max(1, Math.min(mostAhead, Math.floor(aheadBudgetBytes / batchBytes)));
}
