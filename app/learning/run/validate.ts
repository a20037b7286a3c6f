import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Sample } from '../../contract/run-folder.ts';
import type { PerClass, Scores } from '../../domain/metrics.ts';
import { uprightSize } from '../../domain/geometry.ts';
import { mapSideOf, type TrainingSettings } from '../../contract/training.ts';
import { addToBoundary, boundaryScores, createBoundaryCounts } from '../../mask/boundary.ts';
import {
  addToConfusion,
  createConfusion,
  perClass,
  precisionOf,
  recallOf,
  scoresOf,
} from '../../mask/confusion.ts';
import { contentLabels, letterboxOf } from '../../mask/letterbox.ts';
import type { BatchFeed } from '../data/batch-feed.ts';
import { validationOrders, type Parts } from '../data/batch-orders.ts';
import { lossPartsIn, withFound } from './found.ts';
import type { Learner } from './learner.ts';
import { createWholeMaps, type WholeMaps } from './whole-maps.ts';

export interface Validation {
  /** Mean over the pictures, or over their parts; null without any. */
  readonly loss: number | null;
  /** Of a loss that is a sum, its parts; likewise. */
  readonly lossParts: PerClass;
  /** At the size of the maps, padding and ignored pixels left out. */
  readonly scores: Scores;
  /** Of each class, likewise; outlines within the usual share of the diagonal that a picture has there. */
  readonly precision: PerClass;
  readonly recall: PerClass;
  readonly boundary: PerClass;
}

export interface ValidationOptions {
  readonly learner: Pick<Learner, 'check'>;
  readonly samples: readonly Sample[];
  /** Gives the plain batches of these samples, in their order. */
  readonly feed: Pick<BatchFeed, 'next' | 'giveBack'>;
  readonly batch: number;
  /** How they are taken apart. */
  readonly parts: Parts;
  readonly classNames: readonly string[];
  readonly lossKind: TrainingSettings['loss'];
  /** Hears the label maps of each picture. */
  readonly see: (sample: Sample, maps: WholeMaps) => void;
  /** True as soon as nobody waits for the answer any more. */
  readonly isGivenUp: () => boolean;
}

/** How well the weights do on pictures they did not learn from; null when it was given up. */
export async function validate(options: ValidationOptions): Promise<Validation | null> {
  const { learner, samples, feed, batch, parts, classNames } = options;
  const confusion = createConfusion(classNames.length + 1);
  const outlines = createBoundaryCounts(classNames.length);
  const sidePx = mapSideOf(parts);
  let lossSum = 0;
  let found: readonly number[] | null = null;
  let count = 0;
  const whole = createWholeMaps(samples, parts, (sample, maps) => {
    addToConfusion(confusion, maps.truth, maps.predicted);
    // Without the padding: the picture's own edge is no outline.
    const box = letterboxOf(uprightSize(sample, sample.turn), sidePx);
    const inside = (labels: Uint8Array) => contentLabels(labels, sidePx, box);
    addToBoundary(outlines, {
      width: box.width,
      height: box.height,
      truth: inside(maps.truth),
      predicted: inside(maps.predicted),
    });
    options.see(sample, maps);
  });
  const batches = validationOrders(samples, { batch, ...parts }).length;
  for (let nth = 0; nth < batches; nth++) {
    const loaded = await feed.next();
    if (options.isGivenUp()) return null;
    // Signs of life go out between batches, too.
    await nextTurn();
    if (loaded === null) continue;
    const answer = await learner.check(loaded);
    lossSum += answer.loss * loaded.count;
    const weighted = answer.found.map((figure) => figure * loaded.count);
    found = withFound(found, weighted);
    count += loaded.count;
    const area = loaded.sidePx * loaded.sidePx;
    loaded.indices.forEach((index, at) => {
      const truth = loaded.labels.subarray(at * area, (at + 1) * area);
      const predicted = answer.labels.subarray(at * area, (at + 1) * area);
      whole.lay(index, { predicted, truth });
    });
    feed.giveBack(loaded);
  }
  return {
    loss: count === 0 ? null : lossSum / count,
    lossParts: found === null ? {} : lossPartsIn(found, options.lossKind, count),
    scores: scoresOf(confusion, classNames),
    precision: perClass(confusion, classNames, precisionOf),
    recall: perClass(confusion, classNames, recallOf),
    boundary: boundaryScores(outlines, classNames),
  };
}
