import type { Client } from '../contract/client.ts';
import { StudioError } from '../contract/errors.ts';
import type { TrainingChoice } from '../contract/training.ts';
import {
  picturesGivenNames,
  type PicturesGiven,
  type WeightsSource,
} from '../contract/weights-fit.ts';
import type { CommandContext } from './command.ts';
import { choice, path, UsageError, words } from './options.ts';
import { given } from './resume-run.ts';
import { fitsWhole, layerLines, tallyOf, trouble } from './weights-report.ts';

/** What a run may start from, as flags. */
export const startOptions = {
  weights: path(
    'FILE',
    'start from weights you have: .keras, .weights.h5, .h5, .safetensors, .pt, model.json',
  ),
  'pictures-given': choice(
    picturesGivenNames,
    'with --weights: how its network was given pictures: unit (0 to 1) unless told, signed (-1 to 1), caffe (Keras’ VGG and ResNet), torchvision',
  ),
  from: words('RUN', 'start from the best weights of an earlier run'),
};

/** What the options say a run is to start from; null for random numbers. Throws `UsageError`. */
export function sourceOf({
  weights,
  'pictures-given': pictures,
  from,
  begun,
}: {
  readonly weights: string | undefined;
  readonly 'pictures-given': PicturesGiven | undefined;
  readonly from: string | undefined;
  readonly begun: boolean;
}): WeightsSource | null {
  if (pictures !== undefined && weights === undefined) {
    throw new UsageError('--pictures-given goes with --weights.');
  }
  if (weights === undefined && from === undefined) return null;
  if (begun) throw new UsageError('--weights and --from are for a run that begins.');
  if (weights === undefined) return { kind: 'run', run: from ?? '', weights: 'best' };
  if (from !== undefined) throw new UsageError('Take either --weights or --from.');
  return { kind: 'file', file: weights, ...given({ pictures }) };
}

/** Says what the weights give the network before anything is trained; throws where that is not all of it, unless told to go on. */
export async function tellFit(
  client: Client,
  given: {
    readonly source: WeightsSource;
    readonly choice: TrainingChoice;
    readonly whatFits: boolean;
  },
  { progress }: CommandContext,
): Promise<void> {
  const { source, choice, whatFits } = given;
  const { categories } = await client.call('category.list', {});
  const classes = Math.max(1, categories.length);
  const report = await client.call('weights.fit', { source, choice, classes });
  if (!fitsWhole(report)) for (const line of layerLines(trouble(report))) progress.say(line);
  progress.say(tallyOf(report));
  if (!fitsWhole(report) && !whatFits) {
    throw new StudioError(
      'bad-input',
      `Not all of the network is in “${report.file}”: train with --what-fits to start from what is, the rest beginning anew, or take another --model, --width or file.`,
    );
  }
}
