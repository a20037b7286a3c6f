import { join } from 'node:path';
import { projectFileName } from '../contract/project-file.ts';

/** Where things stand in a project's folder: see the decision on what a project is. */

export function projectFile(folder: string): string {
  return join(folder, projectFileName);
}

export function databaseFile(folder: string): string {
  return join(folder, 'project.sqlite');
}

/** Held by the studio that may write. */
export function lockFile(folder: string): string {
  return join(folder, 'project.lock');
}

export function sourcesFolder(folder: string): string {
  return join(folder, 'sources');
}

/** The original JSON records of a source, one after the other. */
export function sourceFile(folder: string, source: number): string {
  return join(sourcesFolder(folder), `${source}.jsonl`);
}

export function picturesFolder(folder: string): string {
  return join(folder, 'pictures');
}

export function cacheFolder(folder: string): string {
  return join(folder, 'cache');
}

export function backupsFolder(folder: string): string {
  return join(folder, 'backups');
}

export function trashFolder(folder: string, trash: number): string {
  return join(folder, 'trash', String(trash));
}

export function runsFolder(folder: string): string {
  return join(folder, 'runs');
}

/** The run's name was parsed as `runName`: it cannot leave the folder. */
export function runFolder(folder: string, run: string): string {
  return join(folder, 'runs', run);
}
