import type { Client } from '../../contract/client.ts';
import { defineCommand } from '../define-command.ts';
import { followJob } from '../follow-job.ts';
import { choice, otherwise, path, required, UsageError, words } from '../options.ts';
import { withStudio } from '../with-studio.ts';

export const exportModel = defineCommand({
  name: 'export model',
  summary:
    'Write a trained network as a tfjs layers model for tf.loadLayersModel; says which layers tfjs has none of.',
  example: 'export model --project pets --run first --out model',
  options: {
    project: required(path('DIR', 'the project')),
    run: words('NAME', 'the run; the newest that has weights unless told'),
    weights: otherwise(choice(['best', 'last'], 'of which epoch; best unless told'), 'best'),
    out: required(path('DIR', 'where model.json and its weights go')),
  },
  run({ project, out, weights, run: named }, context) {
    return withStudio({ folder: project, create: false }, async (client) => {
      const run = named ?? (await newestRun(client));
      const start = () => client.call('export.model', { run, weights, out });
      const result = (await followJob(client, start, context)) as {
        readonly ownLayers: readonly string[];
      };
      const own = result.ownLayers.join(', ');
      return {
        json: { run, weights, out, ...result },
        lines: [
          `The ${weights} weights of “${run}” are in ${out}.`,
          ...(own === ''
            ? []
            : [
                `tfjs has no layers of these classes: ${own}. Register them before you open it elsewhere; app/learning/models/own-layers.ts and max-unpooling.ts have ours.`,
              ]),
        ],
      };
    });
  },
});

async function newestRun(client: Client): Promise<string> {
  const { runs } = await client.call('run.list', {});
  const newest = runs
    .filter(({ predicts }) => predicts)
    .sort((one, other) => other.createdAt.localeCompare(one.createdAt))[0];
  if (newest === undefined) {
    throw new UsageError('No run of this project has weights yet. Train one first.');
  }
  return newest.name;
}
