import { presetNames, presets } from '../contract/presets.ts';
import {
  backendNames,
  lossNames,
  modelNames,
  optimiserNames,
  scheduleNames,
  trainingSettings,
  type TrainingChoice,
} from '../contract/training.ts';
import { zooNames } from '../contract/zoo.ts';
import { choice, decimal, flag, list, UsageError, whole, words, type Values } from './options.ts';
import { given } from './resume-run.ts';
import { settingsTold } from './settings-told.ts';

/** A recipe as flags: what every command takes that trains or tries to. */
export const recipeOptions = {
  model: choice(
    modelNames,
    'the network; unet unless told; “models” lists keras-segmentation’s too',
    {
      hidden: zooNames,
    },
  ),
  preset: choice(presetNames, 'a whole recipe; what else is told is laid over it'),
  size: whole('PIXELS', 'side of the square the network sees; 200 unless told'),
  tiles: whole('N', 'look at pictures in N x N parts of that size; whole unless told'),
  width: decimal('X', 'filters of every layer, as a multiple of the model’s own; 1 unless told'),
  epochs: whole('N', 'times over all training pictures'),
  batch: whole('N', 'pictures per step'),
  rate: decimal('X', 'learning rate at its highest'),
  schedule: choice(
    scheduleNames,
    'how the rate goes over the run; the recipe of the model unless told',
  ),
  loss: choice(lossNames, 'what is made small; the recipe of the model unless told'),
  optimiser: choice(optimiserNames, 'how weights follow their gradients; adam unless told'),
  'weight-decay': decimal('X', 'with adamw: what it takes off large weights; 0.01 unless told'),
  'clip-norm': decimal('X', 'shorten the gradients of a step to this; never unless told'),
  ema: decimal('X', 'share of a running average of the weights that stays; none unless told'),
  'deep-supervision': flag('let inner levels of the way up answer too while it learns'),
  patience: whole('N', 'end early when so many epochs were no better than the best'),
  backend: choice(backendNames, 'auto unless told', { hidden: ['cpu'] }),
  gpu: words('CARD', 'NVIDIA card by number, name or id; none for the processor; auto unless told'),
  'gpu-memory': decimal(
    'GB',
    'how much of its memory to take at most; all that is free unless told',
  ),
  set: list(
    'NAME=VALUE,...',
    'any setting by its name in job.json, such as rotate=10,copyPaste=true',
  ),
  seed: whole('N', 'of weights, order and augmentation'),
};

/** What was said, without the preset. */
export function chosenOnly({
  preset: _,
  set,
  'gpu-memory': gpuMemoryGb,
  'weight-decay': weightDecay,
  'clip-norm': clipNorm,
  'deep-supervision': deepSupervision,
  ...rest
}: Values<typeof recipeOptions>): TrainingChoice {
  const gpuMemoryMb =
    gpuMemoryGb === undefined ? undefined : Math.max(1, Math.round(gpuMemoryGb * 1024));
  return {
    ...settingsTold(trainingSettings.entries, set),
    ...given({ ...rest, gpuMemoryMb, weightDecay, clipNorm }),
    // A switch says nothing where it is not there.
    ...(deepSupervision ? { deepSupervision } : {}),
  };
}

/** The preset, with what was said besides laid over it. */
export function recipeChoice(values: Values<typeof recipeOptions>): TrainingChoice {
  const recipe = values.preset === undefined ? {} : presets[values.preset];
  return { ...recipe, ...chosenOnly(values) };
}

/** What a run that goes on may be told anew, as it learns the same; one that is trained once more may be told nothing. */
const changeable = {
  resume: ['batch', 'backend', 'gpu', 'gpuMemoryMb'],
  again: [],
} as const satisfies Record<string, readonly (keyof TrainingChoice)[]>;

/** A run that was begun has its settings: others would be told to nobody. Throws `UsageError`. */
export function requireSettled(
  recipe: Values<typeof recipeOptions>,
  flag: keyof typeof changeable,
): void {
  const may: readonly string[] = changeable[flag];
  const others = Object.keys({ ...given({ preset: recipe.preset }), ...chosenOnly(recipe) }).filter(
    (name) => !may.includes(name),
  );
  if (others.length === 0) return;
  const more = flag === 'resume' ? ' For more epochs there is --more.' : '';
  throw new UsageError(
    `--${flag} keeps the settings of the run, and ${others.join(', ')} would change them: leave that out, or begin another run.${more}`,
  );
}
