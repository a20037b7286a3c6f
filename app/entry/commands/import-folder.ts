import type { ImportReport } from '../../contract/methods.ts';
import { defineCommand } from '../define-command.ts';
import { followJob } from '../follow-job.ts';
import { describeImport, importJson } from '../import-report.ts';
import { flag, list, path, required } from '../options.ts';
import { withStudio } from '../with-studio.ts';

export const importFolder = defineCommand({
  name: 'import folder',
  summary: 'Open a folder of pictures without labels.',
  example: 'import folder --images holiday --project pets --classes cat,dog',
  options: {
    images: required(path('DIR', 'the pictures')),
    project: required(path('DIR', 'the project, made when it is not there')),
    classes: list('NAMES', 'classes to begin with, such as cat,dog'),
    copy: flag('copy the pictures into the project; they are referred to in place unless told'),
  },
  run({ images, project, classes, copy }, context) {
    return withStudio({ folder: project, create: true }, async (client) => {
      const start = () =>
        client.call('import.folder', {
          images,
          copy,
          ...(classes === undefined ? {} : { classes: [...classes] }),
        });
      const report = (await followJob(client, start, context)) as ImportReport;
      return { json: importJson(report), lines: describeImport(report) };
    });
  },
});
