import type { Dirent } from 'node:fs';
import { opendir, readdir, realpath, stat } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import type { Handlers } from '../contract/dispatch.ts';
import type { Result } from '../contract/methods.ts';
import { pictureEndings } from '../pictures/format.ts';
import { badInput } from './context.ts';

type Listing = Result<'folder.list'>;
type Entry = Listing['entries'][number];

/** What a dialog for files shows; a longer folder is told of by its first ones. */
const mostEntries = 5000;
/** Looking into folders for pictures ends then: a dialog must not wait for a slow disk. */
const peekBudgetMs = 400;
const peekedEntries = 200;

export function folderHandlers(): Pick<Handlers, 'folder.list'> {
  return { 'folder.list': ({ path }) => listFolder(path ?? homedir()) };
}

/** A path as a person typed it. Throws `bad-input` where it would depend on where the studio was started. */
export function wholePath(path: string): string {
  if (!isAbsolute(path)) throw badInput(`“${path}” is not a whole path. Begin it at the root.`);
  return normalize(path);
}

/** Folders first, each kind by name; hidden ones are left out. Throws `bad-input`. */
async function listFolder(path: string): Promise<Listing> {
  const folder = wholePath(path);
  let found: Dirent[];
  try {
    found = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw badInput(`The folder “${folder}” cannot be read. ${reasonOf(error)}`, error);
  }
  const shown = found.filter(({ name }) => !name.startsWith('.')).slice(0, mostEntries);
  const peekUntil = performance.now() + peekBudgetMs;
  const entries = await Promise.all(shown.map((entry) => describe(folder, entry, peekUntil)));
  const parent = dirname(folder);
  return {
    path: folder,
    parent: parent === folder ? null : parent,
    entries: entries.filter((entry) => entry !== null).sort(byKindAndName),
    places: await listPlaces(),
  };
}

/** Null for what is neither a folder nor a file, such as a socket or a link that leads nowhere. */
async function describe(folder: string, entry: Dirent, peekUntil: number): Promise<Entry | null> {
  const path = join(folder, entry.name);
  try {
    const status = await stat(path);
    if (status.isFile()) {
      return { name: entry.name, kind: 'file', bytes: status.size, pictures: false };
    }
    if (!status.isDirectory()) return null;
    const pictures = performance.now() < peekUntil && (await hasPictures(path));
    return { name: entry.name, kind: 'folder', bytes: 0, pictures };
  } catch {
    return null; // gone since, or not ours to read
  }
}

async function hasPictures(folder: string): Promise<boolean> {
  try {
    let looked = 0;
    for await (const { name } of await opendir(folder)) {
      if (pictureEndings.test(name)) return true;
      if (++looked >= peekedEntries) break;
    }
  } catch {
    // A folder that cannot be looked into is still one to show.
  }
  return false;
}

function byKindAndName(a: Entry, b: Entry): number {
  if (a.kind !== b.kind) return a.kind === 'folder' ? -1 : 1;
  return a.name.localeCompare(b.name, undefined, { numeric: true, sensitivity: 'base' });
}

/** Where people keep pictures: only places that are there. */
async function listPlaces(): Promise<Listing['places']> {
  const home = homedir();
  const pictures = process.env.XDG_PICTURES_DIR ?? join(home, 'Pictures');
  const candidates = [
    { name: 'Home', path: home },
    { name: 'Pictures', path: pictures },
    { name: 'Documents', path: join(home, 'Documents') },
    { name: 'Downloads', path: join(home, 'Downloads') },
    { name: 'Desktop', path: join(home, 'Desktop') },
    ...(await drives()),
  ];
  const there = await Promise.all(candidates.map(({ path }) => isFolder(path)));
  return candidates.filter((_, index) => there[index]);
}

async function drives(): Promise<{ name: string; path: string }[]> {
  if (process.platform === 'win32') {
    return Array.from('CDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => ({
      name: `${letter}:`,
      path: `${letter}:\\`,
    }));
  }
  const user = userInfo().username;
  const mounts = [`/media/${user}`, `/run/media/${user}`, '/mnt', '/Volumes'];
  const found = await Promise.all(mounts.map(foldersIn));
  return [...found.flat(), { name: 'Computer', path: '/' }];
}

async function foldersIn(folder: string): Promise<{ name: string; path: string }[]> {
  try {
    const names = await readdir(await realpath(folder));
    return names.map((name) => ({ name, path: join(folder, name) }));
  } catch {
    return []; // most systems have only one of these
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'There is no such folder.';
    case 'ENOTDIR':
      return 'It is a file.';
    case 'EACCES':
    case 'EPERM':
      return 'You may not read it.';
    default:
      return 'Choose another one.';
  }
}
