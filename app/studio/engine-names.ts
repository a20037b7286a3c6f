import { createHash } from 'node:crypto';

/** Warm, for whatever run a prediction is asked of. */
export const predictionEngine = 'predict';
/** Warm too, with the encoder and decoder that the person has. */
export const promptEngine = 'prompt';

/** Looks for a learning rate, and then ends. */
export const rateEngine = 'rates';
/** Tries how many pictures at once fit, and then ends, or dies of it. */
export const batchEngine = 'batches';

/** Engines outlive a project that is closed, so a run's engine is named after its project too. */
export function runEngine(project: string, run: string): string {
  const mark = createHash('sha256').update(project).digest('hex').slice(0, 8);
  return `run:${run}@${mark}`;
}
