import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runWishName } from '../../contract/run-folder.ts';

/** What another program asks of the run, once: the file is taken away. Null when nothing is asked. */
export function takeWish(folder: string): 'pause' | 'stop' | null {
  const path = join(folder, runWishName);
  let word: string;
  try {
    word = readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
  rmSync(path, { force: true });
  return word === 'pause' || word === 'stop' ? word : null;
}
