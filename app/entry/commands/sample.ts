import type { ImportReport } from '../../contract/methods.ts';
import { defineCommand } from '../define-command.ts';
import { followJob } from '../follow-job.ts';
import { otherwise, path, required, whole } from '../options.ts';
import { withStudio } from '../with-studio.ts';
import { describeImport, importJson } from '../import-report.ts';

export const sample = defineCommand({
  name: 'sample',
  summary: 'Draw cats and dogs with exact masks, and import them.',
  example: 'sample --project pets --images 60 --seed 7',
  options: {
    project: required(path('DIR', 'the project, made when it is not there')),
    images: otherwise(whole('N', 'how many pictures; 60 unless told'), 60),
    seed: otherwise(whole('N', 'the same seed draws the same pictures; 7 unless told'), 7),
  },
  run({ project, images, seed }, context) {
    return withStudio({ folder: project, create: true }, async (client) => {
      const start = () => client.call('import.sample', { count: images, seed });
      const report = (await followJob(client, start, context)) as ImportReport;
      return { json: importJson(report), lines: describeImport(report) };
    });
  },
});
