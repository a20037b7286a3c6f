import type { Metric } from '../../contract/run-folder.ts';
import type { RunProgress } from '../../contract/run-weights.ts';

/** A row of metrics without figures, for the epoch that is under way. */
export function blankRow(kind: Metric['kind'], { epoch, step, seconds }: RunProgress): Metric {
  return {
    kind,
    epoch: epoch + 1,
    step,
    seconds,
    loss: null,
    rate: null,
    imagesPerSecond: null,
    memoryBytes: null,
    meanIou: null,
    pixelAccuracy: null,
    iou: {},
    dice: {},
  };
}

/** Why a run ended at a number that is not finite, and what to try. */
export function notFiniteInWords(
  what: 'loss' | 'gradients',
  { step, rate }: { readonly step: number; readonly rate: number },
): string {
  return (
    `The ${what} stopped being finite at step ${String(step)}, at a learning rate of ${rate.toPrecision(3)}. ` +
    'The weights from before that step are kept. Try a tenth of the learning rate.'
  );
}
