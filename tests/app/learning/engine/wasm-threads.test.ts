import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const program = fileURLToPath(new URL('./wasm-threads.process.ts', import.meta.url));

interface Told {
  readonly library: string;
  readonly fallback: string | null;
  readonly losses: readonly number[];
}

/** Rejects when the process does not end by itself, as it would not if its threads kept it. */
async function trained(processors: number, ...switches: readonly string[]): Promise<Told> {
  const args = [...switches, program, String(processors), '10'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 120_000 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Told;
}

it('WebAssembly learns the same on several threads as on one, and they end with the process', async () => {
  const one = await trained(2);
  const several = await trained(8);
  expect([one.library, one.fallback]).toEqual([expect.stringContaining('one thread'), null]);
  expect([several.library, several.fallback]).toEqual([expect.stringContaining('4 threads'), null]);
  expect(one.losses).toHaveLength(10);
  several.losses.forEach((loss, at) => {
    expect(Math.abs(loss / (one.losses[at] ?? Number.NaN) - 1)).toBeLessThan(2e-4);
  });
});

it('where threads may not be started it says why, and learns on one', async () => {
  const { library, fallback, losses } = await trained(8, '--permission', '--allow-fs-read=*');
  expect(library).toContain('one thread');
  expect(fallback).toMatch(/^On one thread, as more did not start: .*restricted/);
  expect(losses.every(Number.isFinite)).toBe(true);
});
