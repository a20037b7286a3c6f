import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startEngine, steppedTo, type Engine } from './engine.ts';

export async function toEnd(folder: string, program?: string, ...more: string[]): Promise<void> {
  await startEngine(['train', '--run', folder, ...more], { program }).ended;
}

/** With a checkpoint after every step, so that it may be killed anywhere inside an epoch. */
export async function killedAt(
  folder: string,
  step: number,
  { program, resume = false }: { program?: string | undefined; resume?: boolean },
): Promise<void> {
  const words = ['train', '--run', folder, '--checkpoint-ms', '0', ...(resume ? ['--resume'] : [])];
  const engine: Engine = startEngine(words, { program });
  await engine.heard(steppedTo(step));
  engine.kill('SIGKILL');
  expect((await engine.ended).signal).toBe('SIGKILL');
}

/** The name of the weights' file, which is their hash. */
export function weightsIn(folder: string, which: string): string | undefined {
  return readdirSync(join(folder, which)).find((name) => name.endsWith('.bin'));
}
