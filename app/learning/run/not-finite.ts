import type { Batch } from '../data/batches.ts';
import type { Unstepped } from './step.ts';

/** Numbers that are no numbers any more: where they came from, and what to try, in words. */

export type Culprit = Unstepped | 'learning rate' | 'weights';

/** Why a run ended at a number that is not finite. */
export function notFiniteInWords(
  what: Culprit,
  { step, rate }: { readonly step: number; readonly rate: number },
): string {
  const kept =
    what === 'weights'
      ? 'The last weights that were finite are kept, in the checkpoint before that step.'
      : 'The weights from before that step are kept.';
  const verb = what === 'loss' || what === 'learning rate' ? 'is' : 'are';
  return (
    `The ${what} ${verb} no longer a finite number at step ${String(step)}, at a learning rate of ${rate.toPrecision(3)}. ` +
    `${kept} Try a tenth of the learning rate.`
  );
}

/** What is wrong with a batch that a step could not learn from; null when nothing is. */
export function badBatchInWords(
  batch: Batch,
  { step, classes, nameOf }: { step: number; classes: number; nameOf: (index: number) => string },
): string | null {
  const area = batch.sidePx * batch.sidePx;
  for (const [at, index] of batch.indices.entries()) {
    const kept = `at step ${String(step)}. The weights from before that step are kept.`;
    const picture = batch.pictures.subarray(at * area * 3, (at + 1) * area * 3);
    if (!picture.every(Number.isFinite)) {
      return `The picture “${nameOf(index)}” holds values that are no finite numbers, ${kept} Take it out of the split, or save it anew.`;
    }
    const labels = batch.labels.subarray(at * area, (at + 1) * area);
    const strange = labels.find((value) => value !== 255 && (value < 0 || value >= classes));
    if (strange !== undefined) {
      return `The mask of “${nameOf(index)}” holds the value ${String(strange)}, which no class has, ${kept} Correct the mask, then start a new run.`;
    }
  }
  return null;
}
