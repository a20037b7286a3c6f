import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programs } from '../owner/programs.ts';
import { compileCacheEnvironment } from './compile-cache.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The programs an owner starts, on the Node that runs it. */
export const { studio: studioCommand, engine: engineCommand } = programs({
  node: process.execPath,
  folder: root,
  environment: compileCacheEnvironment,
});

/** What Vite built; served by the HTTP link. */
export const pageFolder = join(root, 'dist', 'renderer');
