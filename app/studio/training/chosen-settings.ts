import { presetOf } from '../../contract/presets.ts';
import {
  recipes,
  settingsFrom,
  type TrainingChoice,
  type TrainingSettings,
} from '../../contract/training.ts';
import type { Split } from '../../domain/image.ts';
import type { SplitTally } from '../../store/labelled-images.ts';
import type { Store } from '../../store/open.ts';
import { stepsPerEpoch } from '../../learning/data/batches.ts';

/** The recipes were measured by so many pictures to train on (docs/learning.md), 8 at once. */
const usualPictures = 200;
const usualSteps = 25;

/**
 * Pictures that nobody has labelled are learned from where that was measured to help: very few labels, at least as many pictures
 * without, and steps enough for a teacher to form.
 */
const fewLabels = 30;
const teachingSteps = 1000;

/** A choice and what the pictures of a project that is divided make of it. What a person chose stays. */
export async function settingsFor(store: Store, choice: TrainingChoice): Promise<TrainingSettings> {
  const { splits } = await store.tallies.labelled();
  const train = splits.find(({ split }) => split === 'train')?.usable ?? 0;
  return settingsWith(choice, { train, unlabelled: unlabelledIn(splits) });
}

/** The same for so many labelled pictures to train on, and so many without labels beside them. */
export function settingsWith(
  choice: TrainingChoice,
  { train, unlabelled }: { readonly train: number; readonly unlabelled: number },
): TrainingSettings {
  const settings = settingsFrom(choice);
  if (settings.model !== 'unet' || train === 0) return settings;
  const { epochs, patience } = longEnough(settings, choice, train);
  const steps = epochs * stepsPerEpoch(train, settings.batch);
  const helps = train <= fewLabels && unlabelled >= train && steps >= teachingSteps;
  return { ...settings, epochs, patience, unlabelled: choice.unlabelled ?? helps };
}

/** Pictures without labels that a run may look at: none that validates or tests. */
export function unlabelledIn(splits: readonly SplitTally[]): number {
  const present = (wanted: Split) =>
    splits.find(({ split }) => split === wanted)?.unlabelledPresent ?? 0;
  return present('train') + present('none');
}

/** With fewer pictures an epoch is short: a run whose length nobody chose is as long as one of the usual number. */
function longEnough(
  { epochs, patience, batch }: Pick<TrainingSettings, 'epochs' | 'patience' | 'batch'>,
  choice: TrainingChoice,
  train: number,
): Pick<TrainingSettings, 'epochs' | 'patience'> {
  const isBest = presetOf(choice) === 'best';
  if (choice.epochs !== undefined && !isBest) return { epochs, patience };
  return {
    epochs: asLong(epochs, { train, batch }),
    patience: isBest ? asLong(patience, { train, batch }) : patience,
  };
}

/** As many epochs of so many pictures, so many at once, as are as long as the default recipe's. */
export function usualEpochs(of: { readonly train: number; readonly batch: number }): number {
  return asLong(recipes.unet.epochs, of);
}

/** In tens: as many pictures seen, but no more steps. */
function asLong(
  epochs: number,
  { train, batch }: { readonly train: number; readonly batch: number },
): number {
  const times = Math.min(usualPictures / train, usualSteps / stepsPerEpoch(train, batch));
  return times <= 1 ? epochs : Math.ceil((epochs * times) / 10) * 10;
}
