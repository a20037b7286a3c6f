import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StudioError } from '../contract/errors.ts';
import { storeFileError } from './file-error.ts';

/**
 * Makes a folder that a person named, with the folders above it. Throws `bad-input` with a sentence where that cannot be.
 * Step by step: where a folder is there and nothing can be made in it, as below /proc or an automounter, Node's own
 * recursive way goes round for ever.
 */
export function makeFolder(folder: string): void {
  try {
    make(folder);
  } catch (error) {
    const known = storeFileError(error);
    if (known instanceof StudioError) throw known;
    throw new StudioError('bad-input', `The folder “${folder}” cannot be made. Choose another.`, {
      cause: error,
    });
  }
}

function make(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const above = dirname(folder);
  if (above !== folder) make(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Somebody else may have made it in between.
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}
