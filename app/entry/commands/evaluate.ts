import type { Evaluation, FolderEvaluation, Skipped } from '../../contract/methods.ts';
import { defineCommand } from '../define-command.ts';
import { followJob } from '../follow-job.ts';
import { ignoreAsked, ignoreOption, requireOneSource, runFolderOf } from '../folder-options.ts';
import { choice, decimal, otherwise, path, required, words } from '../options.ts';
import { withStudio } from '../with-studio.ts';
import { counted, figure } from '../wording.ts';

export const evaluate = defineCommand({
  name: 'evaluate',
  summary:
    'Measure a run on a split or on folders of pictures and masks, at the size of the pictures.',
  example: 'evaluate --project pets --run first --split test',
  options: {
    project: path('DIR', 'the project; not needed with --images, --masks and the folder of a run'),
    run: required(words('NAME', 'the run; without --project, its folder')),
    split: choice(['train', 'val', 'test', 'all'], 'which pictures; val unless told'),
    images: path('DIR', 'measure on the pictures in this folder instead'),
    masks: path('DIR', 'their masks, as “import masks” takes them'),
    classes: path('FILE', 'class names of the masks; the run’s own values unless told'),
    ignore: ignoreOption,
    weights: otherwise(choice(['best', 'last'], 'of which epoch; best unless told'), 'best'),
    threshold: decimal('T', 'probability from which a class is taken, 0 to 1'),
  },
  async run({ project, run, split, images, masks, classes, ignore, weights, threshold }, context) {
    requireOneSource(project, { images, masks }, split);
    const chosen = { weights, ...(threshold === undefined ? {} : { threshold }) };
    if (images !== undefined && masks !== undefined) {
      const asked = {
        ...chosen,
        ...ignoreAsked(ignore),
        ...(classes === undefined ? {} : { names: classes }),
        ...{ images, masks, runFolder: runFolderOf(project, run) },
      };
      return withStudio(null, async (client) => {
        const start = () => client.call('folder.evaluate', asked);
        const result = (await followJob(client, start, context)) as FolderEvaluation & {
          readonly skipped: readonly Skipped[];
        };
        const left = result.skipped.map(({ file, reason }) => `  left out, ${file}: ${reason}`);
        return {
          json: { images, masks, ...result },
          lines: [...describe(result, images), ...left],
        };
      });
    }
    const wanted = split ?? 'val';
    return withStudio({ folder: project ?? '', create: false }, async (client) => {
      const start = () => client.call('evaluation.start', { run, split: wanted, ...chosen });
      const result = (await followJob(client, start, context)) as Evaluation;
      return { json: result, lines: describe(result, wanted) };
    });
  },
});

function describe(result: FolderEvaluation, measuredOn: string): readonly string[] {
  const { run, pictures, threshold, meanIou, iou, dice, boundary, pixelAccuracy } = result;
  const { precision, recall } = result;
  const of = (figures: typeof iou, name: string): string => figure(figures[name] ?? null);
  return [
    `“${run}” on ${measuredOn}: ${counted(pictures, 'picture')} at their own size, threshold ${String(threshold)}.`,
    `Mean IoU of the classes, background left out: ${figure(meanIou)}`,
    ...Object.keys(iou).map(
      (name) =>
        `  ${name}: IoU ${of(iou, name)}, Dice ${of(dice, name)}, precision ${of(precision, name)}, recall ${of(recall, name)}, outline ${of(boundary, name)}`,
    ),
    `Pixel accuracy: ${figure(pixelAccuracy)} (flattering: background fills most of a picture)`,
  ];
}
