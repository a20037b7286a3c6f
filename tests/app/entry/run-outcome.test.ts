import { expect, it } from 'vitest';
import type { Result } from '../../../app/contract/methods.ts';
import { parseRunJob, stateBefore, type RunState } from '../../../app/contract/run-folder.ts';
import { settingsFrom } from '../../../app/contract/training.ts';
import { outcomeOf } from '../../../app/entry/run-outcome.ts';

const settings = settingsFrom({ epochs: 3 });
const job = parseRunJob(
  JSON.stringify({
    format: 1,
    name: 'first',
    createdAt: '2026-01-01T00:00:00.000Z',
    settings,
    classes: [],
    dataHash: '',
  }),
);

function ended(state: Partial<RunState>): Parameters<typeof outcomeOf> {
  const run: Pick<Result<'run.get'>, 'name' | 'state'> = {
    name: job.name,
    state: { ...stateBefore(job, ''), backend: '', ...state },
  };
  return [run, { metrics: [], interrupted: false }];
}

it('a run that paused by itself, as on a full disk, is no success; one that was paused is, and says where', () => {
  const message = 'The disk is full, so the run has paused';
  expect(() => outcomeOf(...ended({ status: 'paused', message, error: `${message}.` }))).toThrow(
    message,
  );
  const paused = outcomeOf(...ended({ status: 'paused', message: 'Paused in epoch 1 of 3' }));
  expect(paused.lines).toEqual(['Run “first”: 0 of 3 epochs.', 'Paused in epoch 1 of 3.']);
});

it('without a picture to validate, the best epoch is not given as a score', () => {
  const best = { epoch: 2, meanIou: null, iou: { cat: null }, dice: {}, pixelAccuracy: null };
  const { lines } = outcomeOf(...ended({ status: 'finished', epoch: 3, best }));
  expect(lines.at(-1)).toMatch(/^Best after epoch 2, .*no picture was held out/);
});
