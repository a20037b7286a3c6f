import {
  evaluationPresetNames,
  evaluationPresets,
  evaluationSettings,
  type EvaluationChoice,
} from '../contract/evaluation.ts';
import { ignoreAsked, ignoreOption } from './folder-options.ts';
import { choice, decimal, list, UsageError, type Values } from './options.ts';
import { given } from './resume-run.ts';
import { settingsTold } from './settings-told.ts';

/** What may be set of an evaluation, as flags. */
export const evaluationOptions = {
  split: choice(evaluationSettings.entries.split.options, 'which pictures; val unless told'),
  preset: choice(
    evaluationPresetNames,
    'which pictures, and how strict of outlines; what else is told is laid over it',
  ),
  weights: choice(['best', 'last'], 'of which epoch; best unless told'),
  threshold: decimal('T', 'probability from which a class is taken, 0 to 1; 0.5 unless told'),
  'outline-near': decimal(
    'X',
    'how near outlines count as found, as a share of the picture’s diagonal; 0.0075 unless told',
  ),
  ignore: ignoreOption,
  set: list('NAME=VALUE,...', 'any of these by the name it has in the result: outlineNear=0.002'),
};

/**
 * What was said, laid over the preset. Of pictures in folders there is no split, and of a project’s no ignored value: a preset’s
 * split is left out there, and one that was asked for is refused. Throws `UsageError`.
 */
export function evaluationChoice(
  values: Values<typeof evaluationOptions>,
  { inFolders }: { readonly inFolders: boolean },
): EvaluationChoice {
  const { preset, set, threshold, 'outline-near': outlineNear, ignore, ...rest } = values;
  const { entries } = evaluationSettings;
  const number = (name: keyof EvaluationChoice, flag: string, value: number | undefined) =>
    value === undefined ? {} : settingsTold(entries, [`${name}=${String(value)}`], flag);
  const told = {
    ...settingsTold(entries, set),
    ...given(rest),
    ...number('threshold', 'threshold', threshold),
    ...number('outlineNear', 'outline-near', outlineNear),
    ...ignoreAsked(ignore),
  };
  if (inFolders && told.split !== undefined) {
    throw new UsageError('--split is of a project’s pictures, and --images names others.');
  }
  if (!inFolders && told.ignore !== undefined) {
    throw new UsageError('--ignore is of masks in a folder: it goes with --images and --masks.');
  }
  const { split, ...recipe } = {
    ...(preset === undefined ? {} : evaluationPresets[preset]),
    ...told,
  };
  return inFolders || split === undefined ? recipe : { ...recipe, split };
}
