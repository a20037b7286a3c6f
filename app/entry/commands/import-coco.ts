import type { ImportReport } from '../../contract/methods.ts';
import { defineCommand } from '../define-command.ts';
import { followJob } from '../follow-job.ts';
import { describeImport, importJson } from '../import-report.ts';
import { flag, list, path, required, UsageError, whole } from '../options.ts';
import { withStudio } from '../with-studio.ts';

export const importCoco = defineCommand({
  name: 'import coco',
  summary: 'Import pictures and annotations from a COCO instances file.',
  example:
    'import coco --annotations instances_train2014.json --images train2014 --project pets --categories cat,dog',
  options: {
    annotations: required(path('FILE', 'the JSON file')),
    images: required(path('DIR', 'the folder that its file names are relative to')),
    project: required(path('DIR', 'the project, made when it is not there')),
    categories: list('NAMES', 'such as cat,dog; every category unless told'),
    limit: whole('N', 'the first N pictures by ascending id'),
    copy: flag('copy the pictures into the project; they are referred to in place unless told'),
  },
  run({ annotations, images, project, categories, limit, copy }, context) {
    if (limit === 0 || categories?.length === 0) {
      throw new UsageError('--limit takes 1 or more, and --categories at least one name.');
    }
    return withStudio({ folder: project, create: true }, async (client) => {
      const start = () =>
        client.call('import.coco', {
          annotations,
          images,
          copy,
          ...(categories === undefined ? {} : { categories: [...categories] }),
          ...(limit === undefined ? {} : { limit }),
        });
      const report = (await followJob(client, start, context)) as ImportReport;
      return { json: importJson(report), lines: describeImport(report) };
    });
  },
});
