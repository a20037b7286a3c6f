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
    gradientNorm: null,
    imagesPerSecond: null,
    memoryBytes: null,
    waitingShare: null,
    meanIou: null,
    pixelAccuracy: null,
    sureShare: null,
    lossParts: {},
    iou: {},
    dice: {},
    precision: {},
    recall: {},
    boundary: {},
  };
}
