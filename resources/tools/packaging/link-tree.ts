import { constants } from 'node:fs';
import { copyFile, link, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Puts a file where it is staged without copying its bytes, where the disk can do that. For files that nobody ever changes
 * in place: packages, Node, the library.
 */
export async function linkFile(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  try {
    await link(from, to);
  } catch {
    // Another disk, or one without hard links.
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  }
}

/** Files below a folder, relative to it and with slashes, without those of the folders that `skip` names. */
export async function filesBelow(
  folder: string,
  skip: (name: string) => boolean = () => false,
): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = entries.map(async (entry) => {
    if (entry.isDirectory()) {
      const below = skip(entry.name) ? [] : await filesBelow(join(folder, entry.name), skip);
      return below.map((path) => `${entry.name}/${path}`);
    }
    return entry.isFile() ? [entry.name] : [];
  });
  return (await Promise.all(nested)).flat().sort();
}
