import type { Evaluation, FolderEvaluation, Skipped } from '../../contract/methods.ts';
import { defineCommand } from '../define-command.ts';
import { evaluationChoice, evaluationOptions } from '../evaluation-options.ts';
import { followJob } from '../follow-job.ts';
import { requireOneSource, runFolderOf } from '../folder-options.ts';
import { path, required, UsageError, words } from '../options.ts';
import { given } from '../resume-run.ts';
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
    images: path('DIR', 'measure on the pictures in this folder instead'),
    masks: path('DIR', 'their masks, as “import masks” takes them'),
    classes: path('FILE', 'class names of the masks; the run’s own values unless told'),
    ...evaluationOptions,
  },
  async run({ project, run, images, masks, classes, ...settings }, context) {
    requireOneSource(project, { images, masks }, settings.split);
    const inFolders = images !== undefined && masks !== undefined;
    const { split = 'val', ignore, ...told } = evaluationChoice(settings, { inFolders });
    if (!inFolders && classes !== undefined) {
      throw new UsageError('--classes is of masks in a folder: it goes with --images and --masks.');
    }
    const chosen = { weights: 'best' as const, ...told };
    if (inFolders) {
      const asked = {
        ...chosen,
        ...given({ ignore, names: classes }),
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
    return withStudio({ folder: project ?? '', create: false }, async (client) => {
      const start = () => client.call('evaluation.start', { run, split, ...chosen });
      const result = (await followJob(client, start, context)) as Evaluation;
      return { json: result, lines: describe(result, split) };
    });
  },
});

function describe(result: FolderEvaluation, measuredOn: string): readonly string[] {
  const { run, pictures, threshold, meanIou, iou, dice, boundary, pixelAccuracy } = result;
  const { precision, recall, outlineNear } = result;
  const of = (figures: typeof iou, name: string): string => figure(figures[name] ?? null);
  return [
    `“${run}” on ${measuredOn}: ${counted(pictures, 'picture')} at their own size, threshold ${String(threshold)}, outlines within ${hundredths(outlineNear)} % of the diagonal.`,
    `Mean IoU of the classes, background left out: ${figure(meanIou)}`,
    ...Object.keys(iou).map(
      (name) =>
        `  ${name}: IoU ${of(iou, name)}, Dice ${of(dice, name)}, precision ${of(precision, name)}, recall ${of(recall, name)}, outline ${of(boundary, name)}`,
    ),
    `Pixel accuracy: ${figure(pixelAccuracy)} (flattering: background fills most of a picture)`,
  ];
}

/** A share as percent, to at most two places. */
function hundredths(share: number): string {
  return String(Number((100 * share).toFixed(2)));
}
