import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../../store/open.ts';
import { runFolder } from '../../store/places.ts';
import type { EventHub } from '../event-hub.ts';
import { listRunNames } from './run-files.ts';

const lookEveryMs = 1_000;

/**
 * Another program may put a run in the queue, or train one: its folders are looked at every second, and the window fetches
 * what changed. What our own engines do is told by themselves.
 */
export function watchRuns({ folder }: Store, events: EventHub): { stop(): void } {
  let known = look();

  /** Null where the folder cannot be read at this moment. */
  function look(): string | null {
    try {
      return listRunNames(folder).map(stampOf).join('\n');
    } catch {
      return null;
    }
  }

  function stampOf(run: string): string {
    const path = join(runFolder(folder, run), 'state.json');
    return `${run} ${String(statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)}`;
  }

  const timer = setInterval(() => {
    const now = look();
    if (now === null || now === known) return;
    known = now;
    events.announce('runs', {});
  }, lookEveryMs).unref();
  return {
    stop() {
      clearInterval(timer);
    },
  };
}
