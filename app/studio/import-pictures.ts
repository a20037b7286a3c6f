import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Skipped } from '../contract/methods.ts';
import { joinInside, realPathInside } from '../formats/join-inside.ts';
import { type PictureHeader, readHeader } from '../pictures/header.ts';
import { PictureError } from '../pictures/picture-error.ts';

/** Disks and network folders answer several at once; more only fills the memory. */
const atOnce = 16;

/** Works through items a few at a time, in order of their start. Ends at the first failure or abort. */
export async function eachOf<T>(
  items: readonly T[],
  { signal, work }: { signal: AbortSignal; work: (item: T, index: number) => Promise<void> },
): Promise<void> {
  let next = 0;
  async function lane(): Promise<void> {
    while (next < items.length) {
      signal.throwIfAborted();
      const index = next++;
      await work(items[index]!, index);
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
}

export interface NotUsable extends Skipped {
  /** There is no such file: perhaps the folder is the wrong one. */
  readonly missing: boolean;
}

/** The header of a picture that a file names, or why it cannot be used. */
export async function lookAt(
  folder: string,
  fileName: string,
): Promise<{ readonly path: string; readonly header: PictureHeader } | NotUsable> {
  const path = await realPathInside(folder, fileName);
  if (typeof path !== 'string') {
    return { file: fileName, reason: path.reason, missing: path.missing === true };
  }
  try {
    return { path, header: await readHeader(path) };
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    return { file: fileName, reason: `It ${error.message}`, missing: false };
  }
}

/** Copies pictures into a folder of the project; what was copied can be taken back. */
export interface PictureCopies {
  /** Copies one unless it is there, and makes it last. Throws when the disk is full. */
  copy(from: string, fileName: string): Promise<void>;
  /** Removes every copy made. */
  abandon(): Promise<void>;
}

export function pictureCopies(folder: string): PictureCopies {
  const made: string[] = [];
  return {
    async copy(from, fileName) {
      const to = joinInside(folder, fileName);
      if (typeof to !== 'string') throw new Error(to.reason);
      if (existsSync(to)) return;
      await mkdir(dirname(to), { recursive: true });
      const part = `${to}.part`;
      made.push(part);
      await copyFile(from, part, constants.COPYFILE_FICLONE);
      await using handle = await open(part, 'r+');
      await handle.sync();
      made.push(to);
      await rename(part, to);
    },
    async abandon() {
      for (const path of made) await rm(path, { force: true });
    },
  };
}
