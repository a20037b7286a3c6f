import { readdir, realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { badInput } from '../context.ts';

/**
 * Throws `bad-input` where a prediction written into the folder `out` could take the place of one of a person's pictures
 * in `images` or the folders in it: they may have one name. Both folders have to be there; links are followed first.
 */
export async function refuseToOverwrite(images: string, out: string): Promise<void> {
  const place = await realpath(out);
  const within = relative(await realpath(images), place);
  if (within === '') {
    throw badInput(
      `“${out}” is the folder of the pictures itself, and predictions would overwrite them. Choose another folder for the predictions.`,
    );
  }
  if (within === '..' || within.startsWith(`..${sep}`) || isAbsolute(within)) return;
  const there = (await readdir(place)).find((name) => !name.startsWith('.'));
  if (there === undefined) return;
  throw badInput(
    `“${out}” lies in the folder of the pictures and holds “${there}” already, so predictions could overwrite pictures. Choose an empty folder, or one outside “${images}”.`,
  );
}

/** Throws `bad-input` where the folder `out` holds a file of one of these names, or of one that some disks take for it. */
export async function refuseToReplace(out: string, files: readonly string[]): Promise<void> {
  const there = new Map((await readdir(out)).map((name) => [name.toLowerCase(), name]));
  const taken = files
    .map((file) => there.get(file.toLowerCase()))
    .find((name) => name !== undefined);
  if (taken === undefined) return;
  throw badInput(
    `“${out}” holds “${taken}” already, which a prediction would take the place of. Choose another folder, or allow that files are written over.`,
  );
}
