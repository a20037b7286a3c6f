import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, without a slash at its end. */
export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[/\\]$/, '');

/** Stamps of what was prepared. They go when `node_modules` goes, and so does what they vouch for. */
export const stamps = join(root, 'node_modules', '.maskwright');
