import { recipes, type TrainingChoice } from './training.ts';

/** Whole recipes under a name: one choice in place of ten. */
export const presetNames = ['quick', 'good', 'best', 'tutorial', 'tutorial-mended'] as const;
export type PresetName = (typeof presetNames)[number];

export const presets: Readonly<Record<PresetName, TrainingChoice>> = {
  /** Small and short: shows soon whether the masks can be learned at all. */
  quick: { model: 'unet', size: 160, epochs: 15 },
  good: { model: 'unet' },
  /** Long, and stopped when it has stopped getting better. */
  best: { model: 'unet', size: 256, epochs: 150, patience: 30 },
  tutorial: { model: 'unet-tutorial' },
  /** The tutorial's network by a recipe that lets it see cats and dogs beside all that is background. */
  'tutorial-mended': {
    model: 'unet-tutorial',
    epochs: 50,
    batch: 8,
    schedule: 'cosine',
    loss: 'cross-entropy+dice',
    classBalance: true,
    flip: true,
    colorJitter: true,
    scaleJitter: true,
  },
};

/** Which of them a choice comes to; null for a recipe of one's own. What computes, and the seed, are no part of it. */
export function presetOf(choice: TrainingChoice): PresetName | null {
  const own = recipeIn(choice);
  return presetNames.find((name) => recipeIn(presets[name]) === own) ?? null;
}

function recipeIn(choice: TrainingChoice): string {
  const chosen = Object.entries(choice).filter(([, value]) => value !== undefined);
  const recipe: TrainingChoice = {
    ...recipes[choice.model ?? 'unet'],
    ...Object.fromEntries(chosen),
  };
  delete recipe.backend;
  delete recipe.gpu;
  delete recipe.gpuMemoryMb;
  delete recipe.seed;
  delete recipe.run;
  return JSON.stringify(Object.entries(recipe).sort(([one], [other]) => one.localeCompare(other)));
}
