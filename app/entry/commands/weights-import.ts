import { resolve } from 'node:path';
import { modelNames, trainingSettings } from '../../contract/training.ts';
import { zooNames } from '../../contract/zoo.ts';
import { defineCommand } from '../define-command.ts';
import { choice, decimal, otherwise, path, whole } from '../options.ts';
import { recipeOptions } from '../recipe-options.ts';
import { given } from '../resume-run.ts';
import { settingsTold } from '../settings-told.ts';
import { startOptions } from '../weights-asked.ts';
import { layerLines, tallyOf } from '../weights-report.ts';
import { withStudio } from '../with-studio.ts';

export const weightsImport = defineCommand({
  name: 'weights import',
  summary:
    'Say layer by layer what a file of weights gives a network; with --out, write what fits as safetensors.',
  example: 'weights import vgg16.h5 --model fcn-8s --width 4 --classes 2 --out start.safetensors',
  names: ['FILE'],
  options: {
    model: choice(modelNames, 'the network; unet unless told; “models” lists them all', {
      hidden: zooNames,
    }),
    width: decimal('X', 'filters of every layer, as a multiple of the model’s own; 1 unless told'),
    set: recipeOptions.set,
    classes: otherwise(whole('N', 'besides the background; 2 unless told'), 2),
    'pictures-given': startOptions['pictures-given'],
    out: path('FILE', 'where what fits goes, under the names of the network’s own layers'),
  },
  run({ classes, out, set, 'pictures-given': pictures, ...chosen }, _context, [file = '']) {
    const source = { kind: 'file', file: resolve(file), ...given({ pictures }) } as const;
    return withStudio(null, async (client) => {
      const report = await client.call('weights.fit', {
        source,
        choice: { ...settingsTold(trainingSettings.entries, set), ...given(chosen) },
        classes,
        ...given({ out }),
      });
      return {
        json: report,
        lines: [
          ...layerLines(report),
          '',
          tallyOf(report),
          ...(out === undefined ? [] : [`What fits is in ${out}.`]),
        ],
      };
    });
  },
});
