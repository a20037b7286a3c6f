import { readFile } from 'node:fs/promises';
import type { Handlers } from '../contract/dispatch.ts';
import { problemTitle } from '../contract/problem-title.ts';
import { storeFileError } from '../store/file-error.ts';
import { replaceFile } from '../store/durable.ts';
import { badInput } from './context.ts';
import { requireFolderOf } from './export-place.ts';
import { collectParts } from './problem-parts.ts';
import { programHomepage } from './version.ts';

export type ProblemMethods = 'problem.collect' | 'problem.save';
type Asked = Parameters<typeof collectParts>[0]['handlers'];

/** Collects and writes; there is nothing here that sends. */
export function problemHandlers(handlers: Asked): Pick<Handlers, ProblemMethods> {
  return {
    'problem.collect': async (_params, signal) => ({
      parts: await collectParts({ handlers, signal }),
      homepage: programHomepage(),
    }),
    'problem.save': async ({ path, text }) => {
      const file = path.toLowerCase().endsWith('.txt') ? path : `${path}.txt`;
      await requireFolderOf(file);
      await requireOwn(file);
      try {
        replaceFile(file, text);
      } catch (error) {
        throw storeFileError(error);
      }
      return { path: file };
    },
  };
}

/** An earlier report may be replaced; any other text is somebody's work. */
async function requireOwn(file: string): Promise<void> {
  const there = await readFile(file, 'utf8').catch(() => null);
  if (there !== null && !there.startsWith(problemTitle)) {
    throw badInput(
      `“${file}” is there already and is no report of a problem. Choose another name.`,
    );
  }
}
