import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { familyOf } from '../../desktop/processes.ts';

/** What a process holds, and what it did in a while. */
export interface IdleProcess {
  readonly name: string;
  readonly residentMb: number;
  /** Its share of what it has in common with others counted once. */
  readonly proportionalMb: number;
  readonly processorMs: number;
  /** How often one of its threads went to sleep and was woken again. */
  readonly wakeUps: number;
}

interface Spent {
  readonly processorMs: number;
  readonly wakeUps: number;
}

/** Linux counts a process's time in hundredths of a second. */
const tickMs = 10;

/** Watches a program and all that it started while nobody touches it. */
export async function watchIdle(pid: number, watchMs: number): Promise<readonly IdleProcess[]> {
  const family = await familyOf(pid);
  const before = await Promise.all(family.map((each) => spent(each.pid)));
  await new Promise((resolve) => setTimeout(resolve, watchMs));
  return Promise.all(
    family.map(async (each, index) => {
      const now = await spent(each.pid);
      const memory = await read(each.pid, 'smaps_rollup');
      return {
        name: nameOf(each.words),
        residentMb: kilobytes(memory, 'Rss') / 1024,
        proportionalMb: kilobytes(memory, 'Pss') / 1024,
        processorMs: now.processorMs - (before[index]?.processorMs ?? 0),
        wakeUps: now.wakeUps - (before[index]?.wakeUps ?? 0),
      };
    }),
  );
}

function nameOf(words: readonly string[]): string {
  const line = words.join(' ');
  const type = /--type=([\w-]+)/.exec(line)?.[1];
  const service = /--(?:utility-sub-type|service-sandbox-type)=([\w.-]+)/.exec(line)?.[1];
  if (type !== undefined) {
    return service === undefined ? `Electron ${type}` : `Electron ${type} (${service})`;
  }
  return /app\/entry\/([\w-]+)\.ts/.exec(line)?.[1] ?? 'Electron main';
}

async function spent(pid: number): Promise<Spent> {
  const stat = await read(pid, 'stat');
  const words = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const threads = await readdir(`/proc/${String(pid)}/task`);
  const statuses = await Promise.all(threads.map((each) => read(pid, `task/${each}/status`)));
  const wakeUps = statuses.map((text) =>
    Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(text)?.[1] ?? 0),
  );
  return {
    processorMs: (Number(words[11]) + Number(words[12])) * tickMs,
    wakeUps: wakeUps.reduce((sum, each) => sum + each, 0),
  };
}

function kilobytes(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN);
}

/** A thread may end between its listing and its reading. */
function read(pid: number, name: string): Promise<string> {
  return readFile(join('/proc', String(pid), name), 'utf8').catch(() => '');
}
