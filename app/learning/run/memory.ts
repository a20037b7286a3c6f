import type { Batch } from '../data/batches.ts';
import { type LearnerOptions } from './learner.ts';
import { openLearner } from './open-learner.ts';

/** Running out of memory, where it comes as an error: what the system kills outright leaves no word. */

/** TensorFlow's own words, Node's, and those of oneDNN inside it, whose status 1 means that it found no memory. */
const signs = [
  /OOM when allocating|resource ?exhausted|out of memory|bad_alloc|buffer allocation failed/i,
  /Status: 1, message: could not/,
];

export function isOutOfMemory(error: unknown): boolean {
  const message = error instanceof Error ? error.message : String(error);
  return signs.some((sign) => sign.test(message));
}

/**
 * The largest number of pictures at once, by halving, that a step has room for: each is tried. Null when not even one has.
 * Errors other than of memory are no answer either.
 */
export async function fittingBatch(
  options: Omit<LearnerOptions, 'batch'>,
  { above, sidePx }: { readonly above: number; readonly sidePx: number },
): Promise<number | null> {
  for (let batch = Math.floor(above / 2); batch >= 1; batch = Math.floor(batch / 2)) {
    try {
      await tryBatch(options, { batch, sidePx });
      return batch;
    } catch (error) {
      if (!isOutOfMemory(error)) return null;
    }
  }
  return null;
}

/** Takes one step on so many blank pictures, validates by them, and lets all of it go again. Rejects as the step does. */
export async function tryBatch(
  options: Omit<LearnerOptions, 'batch'>,
  { batch, sidePx }: { readonly batch: number; readonly sidePx: number },
): Promise<void> {
  const { learner } = openLearner({ ...options, batch });
  try {
    const blank = blankBatch(batch, sidePx);
    const { pseudoLabelled = false } = options.settings;
    const besides = pseudoLabelled ? { batch: blank, weight: 1 } : undefined;
    await learner.step(blank, { rate: 0, step: 1, key: 0 }, besides);
    await learner.check(blank);
  } finally {
    learner.dispose();
  }
}

export function outOfMemoryInWords(batch: number, fitting: number | null): string {
  const what = `There is not enough memory for ${plural(batch)} at once.`;
  return fitting === null
    ? `${what} Not even one fits: take a smaller picture size, or end other programs.`
    : `${what} ${plural(fitting)} at once ${fitting === 1 ? 'fits' : 'fit'}: the run can go on with that from its last checkpoint.`;
}

function plural(pictures: number): string {
  return pictures === 1 ? '1 picture' : `${String(pictures)} pictures`;
}

function blankBatch(count: number, sidePx: number): Batch {
  const area = sidePx * sidePx;
  return {
    count,
    sidePx,
    pictures: new Float32Array(count * area * 3),
    labels: new Int32Array(count * area),
    indices: Array.from({ length: count }, (_, index) => index),
  };
}
