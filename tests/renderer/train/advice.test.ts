import { describe, expect, it } from 'vitest';
import type { Evaluation, RunSummary } from '../../../app/contract/methods.ts';
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

const epochsOf = (losses: readonly number[]) =>
  figuresOf(losses.map((loss) => ({ loss, found: { meanIou: 0.4, loss } })));

const textsOf = (...given: Parameters<typeof adviceOf>): readonly string[] =>
  adviceOf(...given).map(({ text }) => text);

describe('advice', () => {
  it('says nothing before there is something to judge by', () => {
    expect(adviceOf(run({}), figuresOf(repeated(4, { meanIou: 0 })))).toEqual([]);
    expect(adviceOf(run({}), figuresOf(repeated(6, { meanIou: 0.4 })))).toEqual([]);
  });

  it('names the setting that is missing where everything is called background', () => {
    const figures = figuresOf(repeated(6, { meanIou: 0.001 }));
    expect(textsOf(run({}), figures)[0]).toContain('background');
    expect(adviceOf(run({}), figures)[0]?.act).toBeNull();
    expect(adviceOf(run({ status: 'finished', epochs: 6 }), figures)[0]?.act).toMatchObject({
      kind: 'more-epochs',
      epochs: 5,
    });
    const unbalanced = { ...run({}), settings: recipes['unet-tutorial'] };
    expect(adviceOf(unbalanced, figures)[0]).toMatchObject({
      text: expect.stringContaining('Balance classes') as string,
      act: { kind: 'choose', change: { classBalance: true } },
    });
  });

  it('tells when only the training pictures are still learned', () => {
    const epochs = Array.from({ length: 12 }, (_, index) => ({
      loss: 2 - index / 10,
      found: { meanIou: 0.4, loss: index < 4 ? 2 - index / 4 : 1 + index / 10 },
    }));
    const [advice, ...others] = adviceOf(run({}), figuresOf(epochs));
    expect(advice).toMatchObject({ act: { kind: 'pictures', filter: { unlabelled: true } } });
    expect(advice?.text).toContain('epoch 4');
    expect(others).toEqual([]);
  });

  it('tells which class lags behind', () => {
    const figures = figuresOf(repeated(6, { meanIou: 0.4, iou: { cat: 0.6, dog: 0.2 } }));
    expect(textsOf(run({}), figures)).toEqual([
      expect.stringContaining('dog is found much less well than cat (IoU 0.20 against 0.60)'),
    ]);
  });

  it('asks for more epochs where the last one was the best', () => {
    const best = { epoch: 6, meanIou: 0.4, iou: {}, dice: {}, pixelAccuracy: null };
    const figures = figuresOf(repeated(6, { meanIou: 0.4 }));
    expect(adviceOf(run({ status: 'finished', epochs: 6, best }), figures)).toEqual([
      {
        text: expect.stringContaining('more epochs') as string,
        act: { kind: 'more-epochs', label: 'Add 5 epochs', epochs: 5 },
      },
    ]);
    expect(adviceOf(run({ status: 'training', epochs: 6, best }), figures)).toEqual([]);
  });

  it('takes a lower rate where the loss rose again for good, not where it jumped once', () => {
    const falling = [2, 1.5, 1.2, 1];
    const away = epochsOf([...falling, 1.4, 1.5, 1.6]);
    const { rate } = recipes.unet;
    expect(adviceOf(run({}), away)).toMatchObject([
      { act: { kind: 'choose', change: { rate: rate / 4 } } },
    ]);
    expect(adviceOf(run({}), epochsOf([...falling, 1.4, 1.5, 1]))).toEqual([]);
    expect(adviceOf(run({}), epochsOf([...falling, 0.9, 0.95, 0.92]))).toEqual([]);
  });

  it('takes a higher rate where ten epochs changed nothing, not where they did or came too few', () => {
    const flat = Array.from({ length: 10 }, (_, epoch) => 2 - epoch / 200);
    const { rate } = recipes.unet;
    expect(adviceOf(run({}), epochsOf(flat))).toMatchObject([
      { act: { kind: 'choose', change: { rate: rate * 4 } } },
    ]);
    expect(adviceOf(run({}), epochsOf(flat.slice(1)))).toEqual([]);
    expect(adviceOf(run({}), epochsOf([...flat.slice(1), 1.8]))).toEqual([]);
  });

  it('shows a class more often that is found nowhere while others are', () => {
    const missed = figuresOf(repeated(6, { meanIou: 0.2, iou: { cat: 0.4, dog: 0 } }));
    expect(adviceOf(run({}), missed)).toMatchObject([
      { act: { kind: 'choose', change: { oversample: true } } },
    ]);
    const oversampled = { ...run({}), settings: { ...recipes.unet, oversample: true } };
    expect(adviceOf(oversampled, missed)).toMatchObject([
      { act: { kind: 'pictures', className: 'dog' } },
    ]);
    const absent = figuresOf(repeated(6, { meanIou: 0.4, iou: { cat: 0.4, dog: null } }));
    expect(adviceOf(run({}), absent)).toEqual([]);
  });

  it('doubts labels where a few pictures are not found at all, and most are', () => {
    const figures = figuresOf(repeated(6, { meanIou: 0.7 }));
    const evaluated = (meanIou: number, odd: number): Evaluation =>
      ({
        meanIou,
        pictures: 40,
        worst: Array.from({ length: 12 }, (_, at) => ({
          image: at,
          name: `${String(at)}.jpg`,
          meanIou: at < odd ? 0 : 0.3,
        })),
      }) as unknown as Evaluation;
    expect(adviceOf(run({}), figures, [evaluated(0.7, 2)])).toMatchObject([
      {
        text: expect.stringContaining('2 of them (0.jpg, 1.jpg)') as string,
        act: { kind: 'open', image: 0 },
      },
    ]);
    expect(adviceOf(run({}), figures, [evaluated(0.7, 0)])).toEqual([]);
    expect(adviceOf(run({}), figures, [evaluated(0.3, 2)])).toEqual([]);
    expect(adviceOf(run({}), figures, [evaluated(0.7, 11)])).toEqual([]);
    // More than these may be so.
    expect(adviceOf(run({}), figures, [{ ...evaluated(0.7, 12), pictures: 400 }])).toEqual([]);
  });

  it('does not judge by a training loss that holds unlabelled pictures too', () => {
    const mixed = { ...run({}), settings: { ...recipes.unet, unlabelled: true } };
    expect(adviceOf(mixed, epochsOf([2, 1.5, 1.2, 1, 1.4, 1.5, 1.6]))).toEqual([]);
  });
});
