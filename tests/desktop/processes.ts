import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A process as Linux tells of it. */
export interface RunningProcess {
  readonly pid: number;
  /** Its words, the program first. */
  readonly words: readonly string[];
  /** The files it runs from and has loaded. */
  readonly loaded: readonly string[];
}

/** A process and all that it has started, directly or not. */
export async function familyOf(pid: number): Promise<readonly RunningProcess[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/.test(name) ? await textOf(name, 'stat') : '';
    // The name in brackets may hold anything; the parent is the second word behind it.
    const parent = /\) \S (\d+) [^)]*$/.exec(stat)?.[1];
    if (parent !== undefined) {
      parents.set(Number(name), Number(parent));
    }
  }
  const family = [...parents.keys()].filter((each) => isBelow(each, pid, parents));
  return Promise.all(family.map(describe));
}

function isBelow(pid: number, ancestor: number, parents: ReadonlyMap<number, number>): boolean {
  for (let each: number | undefined = pid; each !== undefined; each = parents.get(each)) {
    if (each === ancestor) {
      return true;
    }
  }
  return false;
}

async function describe(pid: number): Promise<RunningProcess> {
  const words = await textOf(String(pid), 'cmdline');
  const maps = await textOf(String(pid), 'maps');
  const paths = maps.split('\n').map((line) => /\s(\/.*)$/.exec(line)?.[1] ?? '');
  return {
    pid,
    words: words.split('\0').filter((word) => word !== ''),
    loaded: [...new Set(paths)].filter((path) => path !== ''),
  };
}

/** Empty where the process is gone meanwhile. */
function textOf(pid: string, name: string): Promise<string> {
  return readFile(join('/proc', pid, name), 'utf8').catch(() => '');
}
