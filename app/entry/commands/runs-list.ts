import { inQueue, isRunning } from '../../domain/run.ts';
import { defineCommand } from '../define-command.ts';
import { firstInQueue, followQueue } from '../follow-queue.ts';
import { flag, path, required } from '../options.ts';
import { withStudio } from '../with-studio.ts';
import { figure, inColumns } from '../wording.ts';

const project = required(path('DIR', 'the project'));

export const runsList = defineCommand({
  name: 'runs list',
  summary: 'List the runs of the project, the newest first.',
  example: 'runs list --project pets',
  options: { project },
  run({ project: folder }) {
    return withStudio({ folder, create: false }, async (client) => {
      const { runs } = await client.call('run.list', {});
      const rows = runs.map(({ name, settings, state }) => [
        name,
        settings.model,
        state.status,
        `${String(state.epoch)}/${String(state.epochs)}`,
        figure(state.best?.meanIou ?? null),
      ]);
      const heads = ['run', 'model', 'state', 'epochs', 'best mean IoU'];
      return {
        json: { runs },
        lines: rows.length === 0 ? ['There is no run yet.'] : inColumns([heads, ...rows]),
      };
    });
  },
});

export const runsQueue = defineCommand({
  name: 'runs queue',
  summary: 'Say which runs wait for their turn; with --start, train them one after the other.',
  example: 'runs queue --start --project pets',
  options: { project, start: flag('train them now, the first one first') },
  run({ project: folder, start }, context) {
    return withStudio({ folder, create: false }, async (client) => {
      const { runs } = await client.call('run.list', {});
      const queue = inQueue(runs).map(({ name }) => name);
      const training = runs.find(({ state }) => isRunning(state.status))?.name ?? null;
      const first = await firstInQueue(client);
      if (start && first !== null) {
        return followQueue(client, () => client.call('training.resume', { run: first }), context);
      }
      const state = training === null ? 'Nothing trains.' : `“${training}” trains.`;
      const lines = queue.map((name, index) => `${String(index + 1)}. ${name}`);
      return {
        json: { training, queue },
        lines: [state, ...(queue.length === 0 ? ['No run waits.'] : lines)],
      };
    });
  },
});
