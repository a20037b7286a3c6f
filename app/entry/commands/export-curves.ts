import { defineCommand } from '../define-command.ts';
import { followJob } from '../follow-job.ts';
import { path, required, words } from '../options.ts';
import { withStudio } from '../with-studio.ts';

export const exportCurves = defineCommand({
  name: 'export curves',
  summary:
    'Write the figures of a run as metrics.csv, drawn as SVG and PNG, and as event files for TensorBoard.',
  example: 'export curves --project pets --run first --out curves',
  options: {
    project: required(path('DIR', 'the project')),
    run: required(words('NAME', 'the run')),
    out: required(path('DIR', 'where they go')),
  },
  run({ project, run, out }, context) {
    return withStudio({ folder: project, create: false }, async (client) => {
      const start = () => client.call('export.curves', { run, out });
      const result = await followJob(client, start, context);
      return {
        json: { run, out, ...(result as object) },
        lines: [
          `The curves of “${run}” are in ${out}. To look at them: tensorboard --logdir ${out}`,
        ],
      };
    });
  },
});
