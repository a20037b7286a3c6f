import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Sample } from '../../contract/run-folder.ts';
import type { Scores } from '../../domain/metrics.ts';
import { addToConfusion, createConfusion, scoresOf } from '../../mask/confusion.ts';
import type { BatchFeed } from '../data/batch-feed.ts';
import type { Learner } from './learner.ts';

export interface Validation {
  /** Mean over the pictures; null without any. */
  readonly loss: number | null;
  /** At the network's size, padding and ignored pixels left out. */
  readonly scores: Scores;
}

export interface ValidationOptions {
  readonly learner: Pick<Learner, 'check'>;
  readonly samples: readonly Sample[];
  /** Gives the plain batches of these samples, in their order. */
  readonly feed: Pick<BatchFeed, 'next' | 'giveBack'>;
  readonly batch: number;
  readonly classNames: readonly string[];
  /** Hears the label maps of each picture as the network sees it, `side`² values each. */
  readonly see: (
    sample: Sample,
    maps: { readonly predicted: Uint8Array; readonly truth: Uint8Array },
  ) => void;
  /** True as soon as nobody waits for the answer any more. */
  readonly isGivenUp: () => boolean;
}

/** How well the weights do on pictures they did not learn from; null when it was given up. */
export async function validate(options: ValidationOptions): Promise<Validation | null> {
  const { learner, samples, feed, batch, classNames } = options;
  const confusion = createConfusion(classNames.length + 1);
  let lossSum = 0;
  let count = 0;
  for (let start = 0; start < samples.length; start += batch) {
    const loaded = await feed.next();
    if (options.isGivenUp()) return null;
    // Signs of life go out between batches, too.
    await nextTurn();
    if (loaded === null) continue;
    const answer = await learner.check(loaded);
    lossSum += answer.loss * loaded.count;
    count += loaded.count;
    const area = loaded.sidePx * loaded.sidePx;
    loaded.indices.forEach((index, at) => {
      const truth = Uint8Array.from(loaded.labels.subarray(at * area, (at + 1) * area));
      const predicted = answer.labels.subarray(at * area, (at + 1) * area);
      addToConfusion(confusion, truth, predicted);
      const sample = samples[index];
      if (sample !== undefined) options.see(sample, { predicted, truth });
    });
    feed.giveBack(loaded);
  }
  return { loss: count === 0 ? null : lossSum / count, scores: scoresOf(confusion, classNames) };
}
