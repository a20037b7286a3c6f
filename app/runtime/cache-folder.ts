import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder of this person's copies of what Maskwright fetches and compiles, shared by all clones. Not made here. */
export function cacheFolder(): string {
  const { MASKWRIGHT_CACHE: chosen, XDG_CACHE_HOME: shared, LOCALAPPDATA: local } = process.env;
  if (chosen !== undefined && chosen !== '') {
    return resolve(chosen);
  }
  switch (process.platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Caches', 'Maskwright');
    case 'win32':
      return join(local ?? join(homedir(), 'AppData', 'Local'), 'Maskwright', 'Cache');
    default:
      return join(shared?.startsWith('/') ? shared : join(homedir(), '.cache'), 'maskwright');
  }
}
