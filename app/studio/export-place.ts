import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StudioError } from '../contract/errors.ts';
import { storeFileError } from '../store/file-error.ts';

/** Makes the folder that a file is to stand in. Throws `bad-input` when the file's name is that of a folder. */
export async function requireFolderOf(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory()) {
    throw new StudioError(
      'bad-input',
      `“${file}” is a folder. Give the name of the file to write, such as labels.json.`,
    );
  }
  await requireFolder(dirname(file));
}

/** Makes a folder unless it is there. */
export async function requireFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const known = storeFileError(error);
    if (known instanceof StudioError) throw known;
    throw new StudioError('bad-input', `The folder “${folder}” cannot be made. Choose another.`, {
      cause: error,
    });
  }
}
