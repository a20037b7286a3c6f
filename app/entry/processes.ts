import { fileURLToPath } from 'node:url';
import type { EngineTask } from '../contract/engines.ts';
import type { Command } from '../owner/child.ts';
import { compileCacheEnvironment } from './compile-cache.ts';

/** The programs an owner starts, on the Node that runs it. */
export const studioCommand: Command = {
  file: process.execPath,
  arguments: [fileURLToPath(new URL('studio-process.ts', import.meta.url))],
  environment: compileCacheEnvironment,
};

export function engineCommand(task: EngineTask): Command {
  const entry = fileURLToPath(new URL('engine-process.ts', import.meta.url));
  const words =
    task.kind === 'train'
      ? ['train', '--run', task.folder, ...(task.resume ? ['--resume'] : [])]
      : ['predict'];
  return {
    file: process.execPath,
    arguments: [entry, ...words],
    environment: compileCacheEnvironment,
  };
}

/** What Vite built; served by the HTTP link. */
export const pageFolder = fileURLToPath(new URL('../../dist/renderer', import.meta.url));
