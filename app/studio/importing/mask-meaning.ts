import type { RunJob } from '../../contract/run-folder.ts';
import type { Problems } from '../../formats/coco/problems.ts';
import { ignoredValues, type ClassNames } from '../../formats/png-masks/class-names.ts';
import { classesByMaskValue, toldValue } from '../../formats/png-masks/class-values.ts';
import { badInput } from '../context.ts';

/** What the values of masks mean to a run. */
export interface MaskMeaning {
  /** Which class of the run a value is: its value, `ignore` for what is not compared, null for none. */
  of(value: number): number | 'ignore' | null;
  /** Refuses a value that is none: answers why its picture is left out. Throws StudioError where no value can be trusted then. */
  refuse(value: number, mask: string): string;
}

/**
 * With names, classes are known by them, and those that the run never saw are left out and told; without, by the values of
 * the masks that the run's classes came from, else by their numbers. Throws StudioError when no name is a class of the run.
 */
export function maskMeaning(
  { classes }: Pick<RunJob, 'classes'>,
  named: ClassNames | null,
  {
    problems,
    ...order
  }: {
    readonly names?: string | undefined;
    readonly ignore?: number | null | undefined;
    readonly problems: Problems;
  },
): MaskMeaning {
  const ignored = ignoredValues(named, order.ignore);
  if (named !== null)
    tellStrangers(classes, named, { file: order.names ?? 'classes.txt', problems });
  const byName = new Map(classes.map(({ name, value }) => [name, value]));
  const byValue = classesByMaskValue(classes);
  const isGuess = named === null && classes.every((one) => toldValue(one) === null);
  return {
    of(value) {
      if (ignored.has(value)) return 'ignore';
      if (value === 0) return 0;
      if (named === null) return byValue.get(value)?.value ?? null;
      const name = named.names.get(value);
      return name === undefined ? null : (byName.get(name) ?? 'ignore');
    },
    refuse(value, mask) {
      const known = [...(named?.names ?? byValue).keys()].sort((a, b) => a - b);
      const expected = [0, ...known].join(', ');
      if (isGuess) {
        throw badInput(
          `“${mask}” holds ${value}, and without names ${expected} were expected: background, ${quoted(classes.map(({ name }) => name))}. Give a file that names the values of these masks with --classes.`,
        );
      }
      return `It holds ${value}, which is no class of the run: ${expected} were expected. Name the classes in a file, or correct the mask.`;
    },
  };
}

function tellStrangers(
  classes: RunJob['classes'],
  named: ClassNames,
  { file, problems }: { readonly file: string; readonly problems: Problems },
): void {
  const own = classes.map(({ name }) => name);
  const names = [...named.names.values()];
  const strangers = names.filter((name) => !own.includes(name));
  if (strangers.length === 0) return;
  if (strangers.length === names.length) {
    throw badInput(
      `“${file}” names ${quoted(names)}, and the run knows ${quoted(own)}: no name is the same. Write the run’s names into the file, letter for letter.`,
    );
  }
  problems.add(
    file,
    `The run has no class ${quoted(strangers)}: its pixels are not compared. The run knows ${quoted(own)}.`,
  );
}

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `“${name}”`);
  return names.length > 5 ? `${shown.join(', ')} and ${names.length - 5} more` : shown.join(', ');
}
