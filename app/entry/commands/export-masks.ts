import { defineCommand } from '../define-command.ts';
import { followJob } from '../follow-job.ts';
import { choice, otherwise, path, required, UsageError, whole } from '../options.ts';
import { withStudio } from '../with-studio.ts';

export const exportMasks = defineCommand({
  name: 'export masks',
  summary: 'Write a grey PNG for each picture: value = class, 0 = background, 255 = ignore.',
  example: 'export masks --project pets --out masks --layout keras-segmentation',
  options: {
    project: required(path('DIR', 'the project')),
    out: required(path('DIR', 'where the PNG files go')),
    ignore: whole('N', 'the value of crowds; 255 unless told, 0 in the keras-segmentation layout'),
    layout: otherwise(
      choice(['plain', 'keras-segmentation'], 'folders as that program expects; plain unless told'),
      'plain',
    ),
  },
  run({ project, out, ignore, layout }, context) {
    if (ignore !== undefined && ignore > 255) {
      throw new UsageError('--ignore takes a grey value of 0 to 255.');
    }
    return withStudio({ folder: project, create: false }, async (client) => {
      const start = () =>
        client.call('export.masks', { out, layout, ...(ignore === undefined ? {} : { ignore }) });
      const result = await followJob(client, start, context);
      return { json: { out, ...(result as object) }, lines: [`The masks are in ${out}.`] };
    });
  },
});
