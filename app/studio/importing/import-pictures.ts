import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Skipped } from '../../contract/methods.ts';
import { joinInside, realPathInside } from '../../formats/join-inside.ts';
import { type PictureHeader, readHeader } from '../../pictures/header.ts';
import { PictureError } from '../../pictures/picture-error.ts';
import { storeFileError } from '../../store/file-error.ts';

/** Disks and network folders answer several at once; more only fills the memory. */
const atOnce = 16;

/**
 * Works through items a few at a time, in order of their start. Ends at the first failure or abort, when nothing is at
 * work any more: whoever cleans up afterwards finds all there is.
 */
export async function eachOf<T>(
  items: readonly T[],
  { signal, work }: { signal: AbortSignal; work: (item: T, index: number) => Promise<void> },
): Promise<void> {
  let next = 0;
  async function lane(): Promise<void> {
    try {
      while (next < items.length) {
        signal.throwIfAborted();
        const index = next++;
        await work(items[index]!, index);
      }
    } finally {
      next = items.length;
    }
  }
  const lanes = Array.from({ length: Math.min(atOnce, items.length) }, lane);
  const failed = (await Promise.allSettled(lanes)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
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
  /** Gives the folder its name: all of it is there. */
  finish(): Promise<void>;
  /** Removes every copy made. */
  abandon(): Promise<void>;
}

/** A new source's folder has its name only when it is whole; into a known one's, files come one by one. */
export function pictureCopies(folder: string, { known }: { known: boolean }): PictureCopies {
  const place = known ? folder : `${folder}.part`;
  const made: string[] = [];
  return {
    async copy(from, fileName) {
      const to = joinInside(place, fileName);
      if (typeof to !== 'string') throw new Error(to.reason);
      if (existsSync(to)) return;
      const part = `${to}.part`;
      made.push(part, to);
      try {
        await mkdir(dirname(to), { recursive: true });
        await copyFile(from, part, constants.COPYFILE_FICLONE);
        await using handle = await open(part, 'r+');
        await handle.sync();
        await rename(part, to);
      } catch (error) {
        throw storeFileError(error);
      }
    },
    async finish() {
      if (!known && made.length > 0) await rename(place, folder);
    },
    async abandon() {
      if (known) {
        for (const path of made) await rm(path, { force: true });
      } else if (made.length > 0) {
        for (const path of [place, folder]) await rm(path, { recursive: true, force: true });
      }
    },
  };
}
