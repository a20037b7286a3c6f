import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import type { RunState } from '../../contract/run-folder.ts';

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
    const message = `The system ended its engine, ${sure}because memory ran out. ${wayOn}`;
    return offeringHalf({ ...after, message }, batch);
  }
  if (killed) return { ...after, message: `Its engine was killed. ${wayOn}` };
  // Measured: short of memory it may say so, abort without a word, or write where there is nothing.
  const crash =
    death.signal === 'SIGABRT'
      ? 'gave up (an abort)'
      : death.signal === 'SIGSEGV'
        ? 'crashed (SIGSEGV)'
        : null;
  if (crash !== null) {
    const message = `The library inside its engine ${crash}, which it also does where memory is short. ${wayOn}`;
    return offeringHalf({ ...after, message }, batch);
  }
  const how =
    death.signal === null ? `ended with code ${String(death.code)}` : `crashed (${death.signal})`;
  return { ...after, message: `Its engine ${how}. ${wayOn}` };
}

function offeringHalf(state: RunState, batch: number): RunState {
  const fittingBatch = Math.floor(batch / 2);
  return fittingBatch === 0
    ? state
    : {
        ...state,
        message: `${state.message} Half as many pictures at once need less.`,
        fittingBatch,
      };
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
