import { defineCommand } from '../define-command.ts';
import { followJob } from '../follow-job.ts';
import { path, required } from '../options.ts';
import { withStudio } from '../with-studio.ts';

export const exportCoco = defineCommand({
  name: 'export coco',
  summary: 'Write a COCO instances file; what nobody edited leaves as it came.',
  example: 'export coco --project pets --out pets.json',
  options: {
    project: required(path('DIR', 'the project')),
    out: required(path('FILE', 'the JSON file to write')),
    'merge-into': path('FILE', 'the original file: everything else of it is kept in the copy'),
  },
  run({ project, out, 'merge-into': mergeInto }, context) {
    return withStudio({ folder: project, create: false }, async (client) => {
      const start = () =>
        client.call('export.coco', { out, ...(mergeInto === undefined ? {} : { mergeInto }) });
      const result = await followJob(client, start, context);
      return {
        json: { out, ...(result as object) },
        lines: [`Written, read back and compared: ${out}`],
      };
    });
  },
});
