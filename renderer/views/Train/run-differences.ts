import { recipes, type TrainingSettings } from '../../../app/contract/training.ts';
import { words } from '../../words/en.ts';

const say = words.train;

/** The settings that are not the recipe's own, in words. */
export function differencesOf(settings: TrainingSettings): string {
  const recipe: Readonly<Record<string, unknown>> = recipes[settings.model];
  const fields: Readonly<Record<string, unknown>> = say.fields;
  // What computed it is no part of the recipe.
  const { backend: _, gpu: __, gpuMemoryMb: ___, ...own } = settings;
  const different = Object.entries(own).filter(([key, value]) => recipe[key] !== value);
  return different.length === 0
    ? say.noDifference
    : different.map(([key, value]) => `${String(fields[key])} ${inWords(value)}`).join(', ');
}

function inWords(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? say.on : say.off;
  const named: Readonly<Record<string, string>> = {
    ...say.schedules,
    ...say.losses,
    ...say.optimisers,
    ...say.normalisations,
    ...say.enlargements,
  };
  return named[value] ?? String(value);
}
