import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import type { Problems } from '../../formats/coco/problems.ts';
import { type ClassNames, classNamesIn } from '../../formats/png-masks/class-names.ts';
import { divideOneFolder, maskEndings } from '../../formats/png-masks/pairs.ts';
import { pictureEndings } from '../../pictures/format.ts';
import { filesUnder } from '../files-under.ts';

/** The two folders of an import of masks, and the files in them by path relative to each. */
export interface MaskFolders {
  readonly images: string;
  readonly masks: string;
  readonly pictureFiles: readonly string[];
  readonly maskFiles: readonly string[];
}

/** Looks through both folders; one may lie in the other, and one may be both. Throws StudioError for a folder that is not there. */
export async function lookIntoFolders(
  order: { readonly images: string; readonly masks: string },
  { problems, signal }: { problems: Problems; signal: AbortSignal },
): Promise<MaskFolders> {
  const images = await folderAt(order.images, 'pictures');
  const masks = await folderAt(order.masks, 'masks');
  if (images === masks) {
    const names = await namesUnder(images, pictureEndings, signal);
    const { pictures, masks: maskFiles } = divideOneFolder(names);
    return { images, masks, pictureFiles: pictures, maskFiles };
  }
  const pictureFiles = without(await namesUnder(images, pictureEndings, signal), images, masks);
  const maskFiles: string[] = [];
  for (const name of without(await namesUnder(masks, /./, signal), masks, images)) {
    if (maskEndings.test(name)) maskFiles.push(name);
    else if (pictureEndings.test(name)) {
      const reason =
        'A mask was expected to be a PNG or BMP: other formats may change its values. Save it as PNG.';
      problems.add(name, reason);
    }
  }
  return { images, masks, pictureFiles, maskFiles };
}

/** The names that a person's file gives; else those of a numbered classes.txt beside the masks, as `export masks` writes it. */
export async function namesFor(
  masks: string,
  file: string | undefined,
): Promise<ClassNames | null> {
  if (file !== undefined) return classNamesIn(await textOf(file), file);
  for (const folder of [masks, dirname(masks)]) {
    const candidate = join(folder, 'classes.txt');
    const text = await readFile(candidate, 'utf8').catch(() => '');
    if (/^\s*\d+\s+\S/.test(text)) return classNamesIn(text, candidate);
  }
  return null;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new StudioError(
      'bad-input',
      `The file of class names “${file}” cannot be read. Choose another, or go without.`,
      { cause: error },
    );
  }
}

async function folderAt(path: string, what: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw new StudioError(
      'bad-input',
      `There is no folder “${path}”. Choose the one that holds the ${what}.`,
      { cause: error },
    );
  }
}

async function namesUnder(root: string, endings: RegExp, signal: AbortSignal): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const name of filesUnder(root, signal)) if (endings.test(name)) names.push(name);
  } catch (error) {
    signal.throwIfAborted();
    throw new StudioError('bad-input', `“${root}” cannot be looked through: choose a folder.`, {
      cause: error,
    });
  }
  return names.sort();
}

/** Leaves out what lies in the other folder, where that is inside this one. */
function without(names: readonly string[], root: string, other: string): readonly string[] {
  return names.filter((name) => !join(root, name).startsWith(join(other, '/')));
}
