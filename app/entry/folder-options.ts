import { resolve } from 'node:path';
import { runFolder } from '../store/places.ts';
import { UsageError, words } from './options.ts';

/** Options of commands that take pictures from folders, as well as from a project. */

export const ignoreOption = words(
  'N|none',
  'the value of masks that is to be left out of everything; 255 unless told',
);

/** What the contract is told; nothing where nothing was said. */
export function ignoreAsked(text: string | undefined): { readonly ignore?: number | null } {
  if (text === undefined) return {};
  if (text === 'none') return { ignore: null };
  const value = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= 255) return { ignore: value };
  throw new UsageError(`--ignore takes a value from 1 to 255, or none, and not “${text}”.`);
}

/** A run by its name in a project, or by its own folder where there is no project. Throws `UsageError`. */
export function runFolderOf(project: string | undefined, run: string): string {
  if (project === undefined) return resolve(run);
  if (/[\\/]/.test(run)) {
    throw new UsageError(
      `--run is the name of a run in the project, and “${run}” is a folder: leave --project out, or name the run.`,
    );
  }
  return runFolder(project, run);
}

/** Throws UsageError unless pictures come either from a project's split or from folders. */
export function requireOneSource(
  project: string | undefined,
  folders: Readonly<Record<string, string | undefined>>,
  split: string | undefined,
): void {
  const given = Object.keys(folders).filter((name) => folders[name] !== undefined);
  const missing = Object.keys(folders).filter((name) => folders[name] === undefined);
  if (given.length === 0) {
    if (project !== undefined) return;
    const flags = missing.map((name) => `--${name} DIR`).join(' and ');
    throw new UsageError(`--project DIR is needed, or ${flags} for pictures outside of one.`);
  }
  if (missing.length > 0) {
    throw new UsageError(`--${given[0] ?? ''} needs --${missing.join(' and --')} too.`);
  }
  if (split !== undefined) {
    throw new UsageError(
      `--split is of a project’s pictures, and --${given[0] ?? ''} names others.`,
    );
  }
}
