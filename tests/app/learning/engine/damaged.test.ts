import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEngine, steppedTo, trainToEnd } from './engine.ts';
import { makeRun, measuredIn, stateOf } from './tiny-run.ts';

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'maskwright-damaged-'));
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

/** A run that was paused after some steps, each of which left a checkpoint. */
async function pausedRun(name: string): Promise<string> {
  const folder = join(base, name);
  await makeRun(folder, { epochs: 3 });
  const engine = startEngine(['train', '--run', folder, '--checkpoint-ms', '0']);
  await engine.heard(steppedTo(3));
  engine.send({ kind: 'pause' });
  await engine.ended;
  return folder;
}

function damage(folder: string, name: string): void {
  const path = join(folder, 'checkpoints', name, 'tensors.bin');
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.with(1000, (bytes[1000] ?? 0) ^ 1));
}

/** Newest first. */
function checkpointsIn(folder: string): readonly string[] {
  return readdirSync(join(folder, 'checkpoints')).sort((a, b) => Number(b) - Number(a));
}

test('a damaged checkpoint is told of, and the run goes on bit for bit from the one before', async () => {
  const whole = join(base, 'whole');
  await makeRun(whole, { epochs: 3 });
  await trainToEnd(whole);
  const folder = await pausedRun('newest');
  const [newest = '', before = ''] = checkpointsIn(folder);
  damage(folder, newest);
  await trainToEnd(folder, '--resume');
  expect(stateOf(folder)).toMatchObject({
    status: 'finished',
    warning: `Checkpoint ${newest} cannot be used: its tensors were changed or damaged. The one of step ${before} was taken.`,
  });
  expect(measuredIn(folder)).toEqual(measuredIn(whole));
}, 180_000);

test('without a checkpoint that can be used a run does not begin anew over what it learned', async () => {
  const folder = await pausedRun('all');
  for (const name of checkpointsIn(folder)) damage(folder, name);
  const before = readdirSync(join(folder, 'last'));
  await trainToEnd(folder, '--resume');
  const { status, error, step } = stateOf(folder);
  expect(step).toBeGreaterThan(0);
  expect(status).toBe('failed');
  expect(error).toMatch(/^None of the checkpoints of this run can be used\. Checkpoint \d+ /);
  expect(readdirSync(join(folder, 'last'))).toEqual(before);
  expect(measuredIn(folder).length).toBeGreaterThan(0);
}, 180_000);
