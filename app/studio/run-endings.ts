import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import type { RunState } from '../contract/run-folder.ts';

/** Why an engine that said nothing is gone, as far as that can be known, and what can be done. */

export interface Death {
  readonly code: number | null;
  readonly signal: string | null;
  /** Whether the system says that it killed something for want of memory while the engine was at work. */
  readonly wasOutOfMemory: boolean;
  /** What there is, or may be used, in all. */
  readonly memoryBytes: number;
}

/** A process that held more than this share of the memory and was killed was most likely killed for that. */
const nearlyAll = 0.7;

/** The state of a run whose engine died; its own word stands when it had the last one. */
export function stateAfterDeath(state: RunState, batch: number, death: Death): RunState {
  const wayOn = 'The run can go on from its last checkpoint.';
  const killed = death.signal === 'SIGKILL';
  const { memoryBytes } = state;
  const heldMost = memoryBytes !== null && memoryBytes > nearlyAll * death.memoryBytes;
  const after = { ...state, status: 'interrupted', secondsLeft: null } as const;
  if (killed && (death.wasOutOfMemory || heldMost)) {
    const sure = death.wasOutOfMemory ? '' : 'most likely ';
    const half = Math.floor(batch / 2);
    const message = `The system ended its engine, ${sure}because memory ran out. ${wayOn}`;
    return half >= 1
      ? {
          ...after,
          message: `${message} Half as many pictures at once need less.`,
          fittingBatch: half,
        }
      : { ...after, message };
  }
  if (killed) return { ...after, message: `Its engine was killed. ${wayOn}` };
  if (death.signal === null) {
    return { ...after, message: `Its engine ended with code ${String(death.code)}. ${wayOn}` };
  }
  const crash = death.signal === 'SIGABRT' ? 'gave up (an abort)' : `crashed (${death.signal})`;
  return { ...after, message: `The library inside its engine ${crash}. ${wayOn}` };
}

/** How often the kernel killed something for want of memory, here and in our control group; 0 where it cannot be read. */
export function outOfMemoryKills(): number {
  const files = ['/proc/vmstat', '/sys/fs/cgroup/memory.events'];
  return files.reduce(
    (sum, file) => sum + Number(/^oom_kill (\d+)$/m.exec(textOf(file))?.[1] ?? 0),
    0,
  );
}

/** What this computer has, or what our control group may use of it. */
export function memoryLimitBytes(): number {
  const limit = Number(textOf('/sys/fs/cgroup/memory.max').trim());
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
