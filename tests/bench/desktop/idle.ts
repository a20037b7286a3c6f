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

/** Watches a program and all that it started while nobody touches it. */
export async function watchIdle(pid: number, watchMs: number): Promise<readonly IdleProcess[]> {
  const family = await familyOf(pid);
  const before = await Promise.all(family.map((each) => spent(each.pid)));
  await new Promise((resolve) => setTimeout(resolve, watchMs));
  return Promise.all(
    family.map(async (each, index) => {
      const now = await spent(each.pid);
      const lived = [...now].map(([thread, after]) => since(before[index]?.get(thread), after));
      const memory = await read(each.pid, 'smaps_rollup');
      return {
        name: nameOf(each.words),
        residentMb: kilobytes(memory, 'Rss') / 1024,
        proportionalMb: kilobytes(memory, 'Pss') / 1024,
        processorMs: lived.reduce((sum, { processorMs }) => sum + processorMs, 0),
        wakeUps: lived.reduce((sum, { wakeUps }) => sum + wakeUps, 0),
      };
    }),
  );
}

/** A thread that was not there before began with nothing; what one spent that has ended since is lost, and little. */
function since(before: Spent | undefined, after: Spent): Spent {
  return {
    processorMs: after.processorMs - (before?.processorMs ?? 0),
    wakeUps: after.wakeUps - (before?.wakeUps ?? 0),
  };
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

/** By thread. */
async function spent(pid: number): Promise<ReadonlyMap<string, Spent>> {
  const threads = await readdir(`/proc/${String(pid)}/task`);
  return new Map(
    await Promise.all(
      threads.map(async (thread): Promise<[string, Spent]> => {
        const [nanoseconds] = (await read(pid, `task/${thread}/schedstat`)).split(' ');
        const status = await read(pid, `task/${thread}/status`);
        const slept = /^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1];
        return [
          thread,
          { processorMs: Number(nanoseconds ?? 0) / 1e6, wakeUps: Number(slept ?? 0) },
        ];
      }),
    ),
  );
}

function kilobytes(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN);
}

/** A thread may end between its listing and its reading. */
function read(pid: number, name: string): Promise<string> {
  return readFile(join('/proc', String(pid), name), 'utf8').catch(() => '');
}
