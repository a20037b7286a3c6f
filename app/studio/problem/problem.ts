import { open } from 'node:fs/promises';
import type { Handlers } from '../../contract/dispatch.ts';
import { problemTitle } from '../../contract/problem-title.ts';
import { storeFileError } from '../../store/file-error.ts';
import { replaceFile } from '../../disk/durable.ts';
import { badInput } from '../context.ts';
import { requireFolderOf } from '../export-place.ts';
import { collectParts } from './problem-parts.ts';
import { programHomepage } from '../version.ts';

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

/** An earlier report may be replaced; whatever else has that name is somebody's work. */
async function requireOwn(file: string): Promise<void> {
  if (!(await isReportOrNothing(file))) {
    throw badInput(
      `“${file}” is there already and is no report of a problem. Choose another name.`,
    );
  }
}

/** Its first bytes tell: what is too long to be read whole, or may not be read, must not pass for nothing. */
async function isReportOrNothing(path: string): Promise<boolean> {
  const title = Buffer.from(problemTitle);
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(title.length));
      return buffer.subarray(0, bytesRead).equals(title);
    } finally {
      await file.close();
    }
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}
