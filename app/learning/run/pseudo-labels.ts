import type { TrainingSettings } from '../../contract/training.ts';
import { partOf, type Batch } from '../data/batches.ts';
import type { Answered, Besides } from './learner.ts';

/**
 * Learning from pictures without labels: what the teacher, the running average of the weights, says of a weakly varied picture
 * is taught for the strongly varied one, where it is sure. Sources: Tarvainen and Valpola, "Mean teachers" (arXiv 1703.01780);
 * Sohn et al., "FixMatch" (arXiv 2001.07685).
 */

/** The share of the average that stays at a step where the settings ask for none: some hundred steps, as a short run has. */
const teacherDecay = 0.99;

/** The share of this teacher that stays at a step; 0 where nothing is averaged. */
export function averagingOf(
  { ema }: Pick<TrainingSettings, 'ema'>,
  { isTeaching }: { readonly isTeaching: boolean },
): number {
  return ema === 0 && isTeaching ? teacherDecay : ema;
}

/** In the first fifth of a run the teacher knows little: its word comes to count as Tarvainen and Valpola let it. */
const rampShare = 0.2;

/** What the loss on pseudo labels counts at a step, counted from 1, of `steps` in all. */
export function unlabelledWeightAt(
  { unlabelledWeight }: Pick<TrainingSettings, 'unlabelledWeight'>,
  { step, steps }: { readonly step: number; readonly steps: number },
): number {
  const left = Math.max(0, 1 - step / (rampShare * steps));
  return unlabelledWeight * Math.exp(-5 * left * left);
}

export interface PseudoLabelled {
  /** The strongly varied pictures; 255 where nothing is to be learned. */
  readonly batch: Batch;
  /** Of the pixels that the network is shown, the share that the teacher was sure of: 0..1. */
  readonly sureShare: number;
}

/**
 * The pictures of a batch that is varied weakly and strongly, the strong ones labelled by what was answered for the weak ones.
 * A pixel is sure that was called by a probability of `confidence` or more; the others are ignored, as padding is and what is
 * covered. The labels are written into the batch.
 */
export function pseudoLabelled(
  pair: Batch,
  { labels, certainty }: Answered,
  confidence: number,
): PseudoLabelled {
  const batch = stronglyVaried(pair);
  // As exact as the answers are: 0.95 of 32 bits is less than 0.95.
  const least = Math.fround(confidence);
  let shown = 0;
  let sure = 0;
  for (const [pixel, value] of batch.labels.entries()) {
    if (value === 255) continue;
    shown += 1;
    if (certainty[pixel]! >= least) {
      sure += 1;
      batch.labels[pixel] = labels[pixel]!;
    } else {
      batch.labels[pixel] = 255;
    }
  }
  return { batch, sureShare: shown === 0 ? 0 : sure / shown };
}

/**
 * As a step takes them. The loss is a mean over the sure pixels; it counts by how many those are, so that a few sure pixels do
 * not outweigh the labels.
 */
export function besidesOf({ batch, sureShare }: PseudoLabelled, weight: number): Besides {
  return { batch, weight: weight * sureShare };
}

export function weaklyVaried(pair: Batch): Batch {
  return partOf(pair, 0, pair.count / 2);
}

function stronglyVaried(pair: Batch): Batch {
  return partOf(pair, pair.count / 2, pair.count);
}
