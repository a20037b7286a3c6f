import type { Evaluation } from '../../contract/methods.ts';
import { defineCommand } from '../define-command.ts';
import { followJob } from '../follow-job.ts';
import { choice, decimal, otherwise, path, required, words } from '../options.ts';
import { withStudio } from '../with-studio.ts';
import { counted, figure } from '../wording.ts';

export const evaluate = defineCommand({
  name: 'evaluate',
  summary: 'Measure a run on a split, at the size of the pictures.',
  example: 'evaluate --project pets --run first --split test',
  options: {
    project: required(path('DIR', 'the project')),
    run: required(words('NAME', 'the run')),
    split: otherwise(
      choice(['train', 'val', 'test', 'all'], 'which pictures; val unless told'),
      'val',
    ),
    weights: otherwise(choice(['best', 'last'], 'of which epoch; best unless told'), 'best'),
    threshold: decimal('T', 'probability from which a class is taken, 0 to 1'),
  },
  run({ project, run, split, weights, threshold }, context) {
    return withStudio({ folder: project, create: false }, async (client) => {
      const start = () =>
        client.call('evaluation.start', {
          run,
          split,
          weights,
          ...(threshold === undefined ? {} : { threshold }),
        });
      const result = (await followJob(client, start, context)) as Evaluation;
      return { json: result, lines: describe(result) };
    });
  },
});

function describe(result: Evaluation): readonly string[] {
  const { run, split, pictures, threshold, meanIou, iou, dice, boundary, pixelAccuracy } = result;
  const { precision, recall } = result;
  const of = (figures: typeof iou, name: string): string => figure(figures[name] ?? null);
  return [
    `“${run}” on ${split}: ${counted(pictures, 'picture')} at their own size, threshold ${String(threshold)}.`,
    `Mean IoU of the classes, background left out: ${figure(meanIou)}`,
    ...Object.keys(iou).map(
      (name) =>
        `  ${name}: IoU ${of(iou, name)}, Dice ${of(dice, name)}, precision ${of(precision, name)}, recall ${of(recall, name)}, outline ${of(boundary, name)}`,
    ),
    `Pixel accuracy: ${figure(pixelAccuracy)} (flattering: background fills most of a picture)`,
  ];
}
