import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../app/contract/methods.ts';
import type { Metric } from '../../../app/contract/run-folder.ts';
import { recipes } from '../../../app/contract/training.ts';
import { FiguresRecorder } from '../../../renderer/state/training/run-figures.ts';
import { adviceOf } from '../../../renderer/views/Train/advice.ts';
import { row } from './metric-rows.ts';

function run(state: Partial<RunSummary['state']>): RunSummary {
  return {
    name: 'run-1',
    createdAt: '2026-01-01T00:00:00.000Z',
    settings: recipes.unet,
    predicts: true,
    silentSeconds: null,
    state: {
      status: 'training',
      message: '',
      epoch: 5,
      epochs: 40,
      step: 5,
      stepsPerEpoch: 1,
      imagesPerSecond: null,
      waitingShare: null,
      seconds: 0,
      secondsLeft: null,
      memoryBytes: null,
      backend: 'tensorflow',
      library: '',
      parameters: null,
      best: null,
      startedAt: '',
      updatedAt: '',
      ...state,
    },
  };
}

/** One epoch after the other, each with its training loss and what its validation found. */
function figuresOf(epochs: readonly { readonly loss: number; readonly found: Partial<Metric> }[]) {
  const recorder = new FiguresRecorder();
  const rows = epochs.flatMap(({ loss, found }, index) => [
    row({ kind: 'epoch', epoch: index + 1, loss }),
    row({ kind: 'validation', epoch: index + 1, loss: 1, ...found }),
  ]);
  recorder.take(rows, rows.length);
  return recorder.figures;
}

function repeated(count: number, found: Partial<Metric>) {
  return Array.from({ length: count }, () => ({ loss: 1, found }));
}

describe('advice', () => {
  it('says nothing before there is something to judge by', () => {
    expect(adviceOf(run({}), figuresOf(repeated(4, { meanIou: 0 })))).toEqual([]);
    expect(adviceOf(run({}), figuresOf(repeated(6, { meanIou: 0.4 })))).toEqual([]);
  });

  it('names the setting that is missing where everything is called background', () => {
    const figures = figuresOf(repeated(6, { meanIou: 0.001 }));
    expect(adviceOf(run({}), figures)[0]).toContain('background');
    const unbalanced = { ...run({}), settings: recipes['unet-tutorial'] };
    expect(adviceOf(unbalanced, figures)[0]).toContain('Balance classes');
  });

  it('tells when only the training pictures are still learned', () => {
    const epochs = Array.from({ length: 12 }, (_, index) => ({
      loss: 2 - index / 10,
      found: { meanIou: 0.4, loss: index < 4 ? 2 - index / 4 : 1 + index / 10 },
    }));
    expect(adviceOf(run({}), figuresOf(epochs))).toEqual([expect.stringContaining('epoch 4')]);
  });

  it('tells which class lags behind', () => {
    const figures = figuresOf(repeated(6, { meanIou: 0.4, iou: { cat: 0.6, dog: 0.2 } }));
    expect(adviceOf(run({}), figures)).toEqual([
      expect.stringContaining('dog is found much less well than cat (IoU 0.20 against 0.60)'),
    ]);
  });

  it('asks for more epochs where the last one was the best', () => {
    const best = { epoch: 6, meanIou: 0.4, iou: {}, dice: {}, pixelAccuracy: null };
    const figures = figuresOf(repeated(6, { meanIou: 0.4 }));
    expect(adviceOf(run({ status: 'finished', epochs: 6, best }), figures)).toEqual([
      expect.stringContaining('more epochs'),
    ]);
  });
});
