import type { Metric } from '../../../app/contract/run-folder.ts';

/** A row of metrics without figures but the given ones. */
export function row(given: Partial<Metric>): Metric {
  return {
    kind: 'step',
    epoch: 1,
    step: 1,
    seconds: 1,
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
    ...given,
  };
}
