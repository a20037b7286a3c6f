import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { pictureEndings } from '../pictures/format.ts';

const mostFiles = 1_000_000;
const deepest = 32;

/**
 * The files in a folder and the folders in it, relative to it, with / on every system. Hidden ones are left alone and
 * links to folders not followed, so it always ends. Links that are called like pictures are named too: whoever opens
 * them judges where they lead.
 */
export async function* filesUnder(root: string, signal: AbortSignal): AsyncGenerator<string> {
  const folders = [''];
  let files = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    signal.throwIfAborted();
    for await (const entry of await opendir(join(root, folder))) {
      if (entry.name.startsWith('.')) continue;
      const place = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (place.split('/').length < deepest) folders.push(place);
      } else if (entry.isFile() || (entry.isSymbolicLink() && pictureEndings.test(entry.name))) {
        if (++files > mostFiles) return;
        yield place;
      }
    }
  }
}
