import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';

/** What is not finished yet stands in a folder of its own process, beside what is: so a rename puts it in place. */

const prefix = '.unfinished-';

/** Runs `work` in a fresh folder of the cache and removes it afterwards, whatever happened. */
export async function inStaging<T>(work: (folder: string) => Promise<T>): Promise<T> {
  await sweep();
  const name = `${prefix}${String(process.pid)}-${randomBytes(4).toString('hex')}`;
  const folder = join(cacheFolder(), name);
  await mkdir(folder, { recursive: true });
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Puts a finished folder in place of whatever stands there. Where another process was faster, its folder is the same. */
export async function putInPlace(finished: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  for (let round = 0; ; round += 1) {
    try {
      await rename(finished, target);
      return;
    } catch (error) {
      if (round === 3) {
        throw error;
      }
      // A folder with something in it is not replaced: move it aside first, to be removed with what is unfinished.
      await rename(target, `${finished}-old-${String(round)}`).catch(() => undefined);
    }
  }
}

/** Removes what a killed process left behind. */
async function sweep(): Promise<void> {
  const names = await readdir(cacheFolder()).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    if (!isAlive(pid)) {
      await rm(join(cacheFolder(), name), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
