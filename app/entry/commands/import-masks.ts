import type { ImportReport } from '../../contract/methods.ts';
import { defineCommand } from '../define-command.ts';
import { ignoreAsked, ignoreOption } from '../folder-options.ts';
import { followJob } from '../follow-job.ts';
import { describeImport, importJson } from '../import-report.ts';
import { choice, flag, path, required } from '../options.ts';
import { withStudio } from '../with-studio.ts';

export const importMasks = defineCommand({
  name: 'import masks',
  summary: 'Import pictures with PNG or BMP masks of the same names, such as keras-segmentation’s.',
  example:
    'import masks --images images_prepped_train --masks annotations_prepped_train --project pets',
  options: {
    images: required(path('DIR', 'the pictures')),
    masks: required(path('DIR', 'their masks: value, or blue channel, = class; 0 = background')),
    project: required(path('DIR', 'the project, made when it is not there')),
    classes: path('FILE', 'class names, “1 cat” a line; classes.txt beside the masks is found'),
    ignore: ignoreOption,
    parts: flag('each connected part becomes an object; each class does unless told'),
    split: choice(['train', 'val', 'test'], 'where new pictures go; no split unless told'),
    copy: flag('copy the pictures into the project; they are referred to in place unless told'),
  },
  run({ images, masks, project, classes, ignore, parts, split, copy }, context) {
    const ignored = ignoreAsked(ignore);
    return withStudio({ folder: project, create: true }, async (client) => {
      const start = () =>
        client.call('import.masks', {
          images,
          masks,
          parts,
          copy,
          ...ignored,
          ...(classes === undefined ? {} : { names: classes }),
          ...(split === undefined ? {} : { split }),
        });
      const report = (await followJob(client, start, context)) as ImportReport;
      return { json: importJson(report), lines: describeImport(report) };
    });
  },
});
