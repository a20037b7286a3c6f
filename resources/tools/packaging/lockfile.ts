import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../checks/step.ts';
import type { Platform } from './platforms.ts';

/** What the lockfile says of one installed package. */
export interface Locked {
  /** Its folder, such as "node_modules/ws". */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** Subresource integrity of the tarball, such as "sha512-...". */
  readonly integrity: string;
}

interface Entry {
  readonly version?: string;
  readonly integrity?: string;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

type Entries = Readonly<Record<string, Entry>>;

/** Compile the binding on a developer's computer; an installed app brings it compiled. */
const forCompiling = new Set(['node-gyp', 'node-api-headers']);
/** What tfjs-node-gpu and onnxruntime-node fetch libraries with when they are installed, which is never asked of them. */
const forFetching = new Set(['adm-zip', 'global-agent']);
/** Packages of nothing but declarations, which other packages name as dependencies by mistake. */
const declarations = /^@types\/|^@webgpu\/types$|^undici-types$/;
const modules = 'node_modules/';

/** Every package that the studio and the engine may load on that platform, in the order of their folders. */
export function productionPackages(
  platform: Platform,
  entries: Entries = readEntries(),
): readonly Locked[] {
  const found = new Map<string, Locked>();
  function take(names: readonly string[], from: string): void {
    for (const name of names.filter((one) => !declarations.test(one) && !forFetching.has(one))) {
      const path = resolvePath(entries, name, from);
      const entry = path === null ? undefined : entries[path];
      if (path !== null && entry !== undefined && !found.has(path) && isFor(entry, platform)) {
        found.set(path, lockedFrom(path, entry));
        take(Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }), path);
      }
    }
  }
  const names = Object.keys(entries['']?.dependencies ?? {});
  take(
    names.filter((name) => !forCompiling.has(name)),
    '',
  );
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** One package by its folder, such as the Node of another platform. */
export function lockedPackage(name: string, entries: Entries = readEntries()): Locked {
  const entry = entries[modules + name];
  if (entry === undefined) {
    throw new Error(`The lockfile does not know ${name}.`);
  }
  return lockedFrom(modules + name, entry);
}

function readEntries(): Entries {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Entries;
  };
  return lock.packages;
}

/** As Node looks for it: in the package's own folder, then outwards. */
function resolvePath(entries: Entries, name: string, from: string): string | null {
  for (let folder = from; ;) {
    const path = `${folder === '' ? '' : `${folder}/`}${modules}${name}`;
    if (path in entries) {
      return path;
    }
    if (folder === '') {
      return null;
    }
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf(modules) - 1));
  }
}

function isFor({ os, cpu, libc }: Entry, { system, arch }: Platform): boolean {
  const fits = (list: readonly string[] | undefined, wanted: string) =>
    list === undefined || list.includes(wanted);
  return fits(os, system) && fits(cpu, arch) && (system !== 'linux' || fits(libc, 'glibc'));
}

function lockedFrom(path: string, { version, integrity }: Entry): Locked {
  if (version === undefined || integrity === undefined) {
    throw new Error(`The lockfile gives ${path} no version or no integrity.`);
  }
  return { path, name: path.slice(path.lastIndexOf(modules) + modules.length), version, integrity };
}
