import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../contract/client.ts';
import { StudioError } from '../../contract/errors.ts';
import { isRunning } from '../../domain/run.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { defineCommand } from '../define-command.ts';
import { path, required } from '../options.ts';
import { withStudio } from '../with-studio.ts';

const lookMs = 300;
/** A run hears within two seconds, takes its present step and writes a checkpoint: longer than this, it hangs or is huge. */
const patienceMs = 120_000;

const project = required(path('DIR', 'the project'));

export const runsPause = defineCommand({
  name: 'runs pause',
  summary: 'End a run that another program trains after its present step, to go on another time.',
  example: 'runs pause first --project pets',
  names: ['RUN'],
  options: { project },
  run({ project: folder }, context, [run = '']) {
    return withStudio({ folder, create: false }, (client) =>
      askedToEnd(client, { run, to: 'pause' }, context),
    );
  },
});

export const runsStop = defineCommand({
  name: 'runs stop',
  summary:
    'Stop a run that another program trains and keep its best and last weights, or take it out of the queue.',
  example: 'runs stop first --project pets',
  names: ['RUN'],
  options: { project },
  run({ project: folder }, context, [run = '']) {
    return withStudio({ folder, create: false }, (client) =>
      askedToEnd(client, { run, to: 'stop' }, context),
    );
  },
});

async function askedToEnd(
  client: Client,
  { run, to }: { readonly run: string; readonly to: 'pause' | 'stop' },
  { progress, signal }: CommandContext,
): Promise<Outcome> {
  const { state } = await client.call('run.get', { run });
  if (!isRunning(state.status) && !(state.status === 'queued' && to === 'stop')) {
    const what = state.status === 'queued' ? 'waits in the queue' : `is ${state.status}`;
    throw new StudioError('bad-input', `“${run}” does not train: it ${what}. Nothing was changed.`);
  }
  await client.call(`training.${to}`, { run });
  const until = performance.now() + patienceMs;
  for (;;) {
    const now = (await client.call('run.get', { run })).state;
    if (!isRunning(now.status) && now.status !== 'queued') {
      const { status, epoch, epochs, step } = now;
      const line = `“${run}” is ${status}, after ${String(epoch)} of ${String(epochs)} epochs.`;
      return { json: { run, status, epoch, epochs, step }, lines: [line] };
    }
    if (performance.now() > until) {
      throw new StudioError(
        'unavailable',
        `“${run}” was asked to ${to}, and does so after its present step. It has not yet: look again with “runs list”.`,
      );
    }
    progress.update({
      title: run,
      message: 'Waiting for its present step',
      done: 0,
      total: 0,
      unit: '',
      secondsLeft: null,
    });
    await sleep(lookMs, undefined, { signal });
  }
}
