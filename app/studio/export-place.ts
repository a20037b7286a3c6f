import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StudioError } from '../contract/errors.ts';
import { makeFolder } from '../store/make-folder.ts';

/** Makes the folder that a file is to stand in. Throws `bad-input` when the file's name is that of a folder. */
export async function requireFolderOf(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory()) {
    throw new StudioError(
      'bad-input',
      `“${file}” is a folder. Give the name of the file to write, such as labels.json.`,
    );
  }
  makeFolder(dirname(file));
}
