import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import type { Sample } from '../../contract/run-folder.ts';
import type { Scores } from '../../domain/metrics.ts';
import { addToConfusion, createConfusion, scoresOf } from '../../mask/confusion.ts';
import { plainBatch, type Batch } from '../data/batches.ts';
import type { PictureLibrary } from '../data/picture-library.ts';
import { logitsOf } from '../models/forward.ts';
import { lossFrom, type StepSettings } from './step.ts';

export interface Validation {
  /** Mean over the pictures; null without any. */
  readonly loss: number | null;
  /** At the network's size, padding and ignored pixels left out. */
  readonly scores: Scores;
}

export interface ValidationOptions {
  readonly settings: StepSettings;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly samples: readonly Sample[];
  readonly library: PictureLibrary;
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
  const { samples, library, batch, classNames, settings } = options;
  const confusion = createConfusion(settings.network.classes);
  let lossSum = 0;
  let count = 0;
  for (let start = 0; start < samples.length; start += batch) {
    const indices = range(start, Math.min(samples.length, start + batch));
    library.expect(range(start + batch, Math.min(samples.length, start + 3 * batch)));
    const loaded = await plainBatch({ library, samples }, indices);
    if (options.isGivenUp()) return null;
    if (loaded === null) continue;
    const answer = answerTo(options, loaded);
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
  }
  return { loss: count === 0 ? null : lossSum / count, scores: scoresOf(confusion, classNames) };
}

function answerTo(
  { settings, weights }: ValidationOptions,
  { count, sidePx, pictures, labels }: Batch,
): { readonly loss: number; readonly labels: Uint8Array } {
  return tf.tidy(() => {
    const input: Tensor4D = tf.tensor4d(pictures, [count, sidePx, sidePx, 3]);
    const { network, operations } = settings;
    const logits = logitsOf({ network, operations, weights, mode: { kind: 'answer' } }, input);
    const loss = lossFrom(settings, logits, tf.tensor1d(labels, 'int32')).dataSync()[0] ?? NaN;
    return { loss, labels: Uint8Array.from(tf.argMax(logits, 3).dataSync()) };
  });
}

function range(start: number, end: number): readonly number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}
