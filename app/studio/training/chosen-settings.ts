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

/** The steps in an epoch of the 200 pictures by which the recipes were measured (docs/learning.md), 8 at once. */
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
  const perEpoch = stepsPerEpoch(train, settings.batch);
  const { epochs, patience } = longEnough(settings, choice, perEpoch);
  const helps = train <= fewLabels && unlabelled >= train && epochs * perEpoch >= teachingSteps;
  return { ...settings, epochs, patience, unlabelled: choice.unlabelled ?? helps };
}

/** Pictures without labels that a run may look at: none that validates or tests. */
export function unlabelledIn(splits: readonly SplitTally[]): number {
  const present = (wanted: Split) =>
    splits.find(({ split }) => split === wanted)?.unlabelledPresent ?? 0;
  return present('train') + present('none');
}

/** With fewer pictures an epoch is short: a run whose length nobody chose has as many steps as with the usual number. */
function longEnough(
  { epochs, patience }: Pick<TrainingSettings, 'epochs' | 'patience'>,
  choice: TrainingChoice,
  perEpoch: number,
): Pick<TrainingSettings, 'epochs' | 'patience'> {
  const isBest = presetOf(choice) === 'best';
  const isChosen = choice.epochs !== undefined && !isBest;
  if (isChosen || perEpoch >= usualSteps) return { epochs, patience };
  return {
    epochs: asLong(epochs, perEpoch),
    patience: isBest ? asLong(patience, perEpoch) : patience,
  };
}

/** As many epochs of so many steps as the default recipe has. */
export function usualEpochs(perEpoch: number): number {
  return asLong(recipes.unet.epochs, perEpoch);
}

/** As many steps in shorter epochs, in tens of them. */
function asLong(epochs: number, perEpoch: number): number {
  return Math.ceil((epochs * usualSteps) / perEpoch / 10) * 10;
}
