import { defineCommand } from '../define-command.ts';
import { followJob } from '../follow-job.ts';
import { choice, decimal, otherwise, path, required, words } from '../options.ts';
import { withStudio } from '../with-studio.ts';

export const predict = defineCommand({
  name: 'predict',
  summary: 'Predict masks with a run; writes a grey PNG and an overlay PNG for each picture.',
  example: 'predict --project pets --run first --split test --out predictions',
  options: {
    project: required(path('DIR', 'the project')),
    run: required(words('NAME', 'the run')),
    split: otherwise(
      choice(['train', 'val', 'test', 'all'], 'which pictures; val unless told'),
      'val',
    ),
    weights: otherwise(choice(['best', 'last'], 'of which epoch; best unless told'), 'best'),
    threshold: decimal('T', 'probability from which a class is taken, 0 to 1'),
    out: required(path('DIR', 'where the PNG files go')),
  },
  run({ project, run, split, weights, threshold, out }, context) {
    return withStudio({ folder: project, create: false }, async (client) => {
      const chosen = { run, weights, target: split } as const;
      await followJob(client, () => client.call('prediction.start', chosen), context);
      const result = await followJob(
        client,
        () =>
          client.call('export.predictions', {
            ...chosen,
            out,
            ...(threshold === undefined ? {} : { threshold }),
          }),
        context,
      );
      return {
        json: { run, split, out, ...(result as object) },
        lines: [`The predictions of “${run}” are in ${out}.`],
      };
    });
  },
});
