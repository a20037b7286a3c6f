import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { logPath, personFolder } from '../contract/person-folder.ts';
import { isProject } from '../store/open.ts';
import { replaceFile } from '../disk/durable.ts';

/** What this program remembers of a person, outside of any project. */

export interface RecentProject {
  readonly folder: string;
  readonly name: string;
}

const recentKept = 12;
const recentFile = v.object({ recent: v.array(v.object({ folder: v.string() })) });

export function configurationFolder(): string {
  return personFolder({
    platform: process.platform,
    home: homedir(),
    environment: process.env,
  });
}

/** The log of an owner by its name. */
export function logFile(name: string): string {
  return logPath(configurationFolder(), name);
}

function recentPath(): string {
  return join(configurationFolder(), 'recent.json');
}

/** Newest first; those that are gone are left out. */
export function listRecent(): RecentProject[] {
  return readRecent()
    .filter(isProject)
    .map((folder) => ({ folder, name: nameOfProject(folder) }));
}

export function noteRecent(folder: string): void {
  const others = readRecent().filter((other) => other !== folder);
  const recent = [folder, ...others].slice(0, recentKept).map((each) => ({ folder: each }));
  mkdirSync(configurationFolder(), { recursive: true });
  replaceFile(recentPath(), `${JSON.stringify({ recent }, null, 2)}\n`);
}

/** A list that cannot be read is an empty one: it is a convenience, and is written anew. */
function readRecent(): string[] {
  try {
    const parsed = v.safeParse(recentFile, JSON.parse(readFileSync(recentPath(), 'utf8')));
    return parsed.success ? parsed.output.recent.map(({ folder }) => folder) : [];
  } catch {
    return [];
  }
}

export function nameOfProject(folder: string): string {
  return basename(folder) || folder;
}

/** A folder for a first project that is not there yet. */
export function suggestedFolder(): string {
  const base = join(homedir(), 'Maskwright');
  for (let number = 1; ; number++) {
    const folder = join(base, number === 1 ? 'My masks' : `My masks ${number}`);
    if (!existsSync(folder)) return folder;
  }
}
