import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** The share of the processor that others use while nobody here does anything: 0 is a quiet computer. */
export async function othersShare(forMs = 150): Promise<number> {
  const before = times();
  await sleep(forMs);
  const after = times();
  return (after.busy - before.busy) / Math.max(1, after.all - before.all);
}

function times(): { readonly busy: number; readonly all: number } {
  const totals = cpus().map(({ times: each }) => ({
    idle: each.idle,
    all: each.user + each.nice + each.sys + each.irq + each.idle,
  }));
  const all = totals.reduce((sum, each) => sum + each.all, 0);
  return { all, busy: all - totals.reduce((sum, { idle }) => sum + idle, 0) };
}
