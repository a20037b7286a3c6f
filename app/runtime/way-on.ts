import { existsSync } from 'node:fs';

/** A clone has npm and its commands; an installed app has neither, and fetches in its window. */
const isClone = existsSync(new URL('../../resources/tools/bootstrap.mjs', import.meta.url));

/** What to do about a missing or damaged library, as the second half of a sentence that begins with “To ...” or “Then”. */
export function installWords(flags = ''): string {
  return isClone
    ? `run “npm run maskwright -- runtime install${flags}”`
    : 'fetch the library in Train, or install Maskwright anew';
}
