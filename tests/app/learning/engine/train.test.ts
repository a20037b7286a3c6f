import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sample } from '../../../../app/contract/run-folder.ts';
import { startEngine, steppedTo, trainToEnd } from './engine.ts';
import { makeRun, measuredIn, stateOf } from './tiny-run.ts';

let base: string;
let uninterrupted: string;
let samples: readonly Sample[];
const epochs = 5;

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'maskwright-train-'));
  uninterrupted = join(base, 'uninterrupted');
  samples = await makeRun(uninterrupted, { epochs });
  await trainToEnd(uninterrupted);
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

describe('a run', () => {
  test('learns, and says so in its folder', () => {
    const state = stateOf(uninterrupted);
    expect(state).toMatchObject({
      status: 'finished',
      epoch: epochs,
      step: epochs * 6,
      stepsPerEpoch: 6,
      backend: 'tensorflow',
      secondsLeft: null,
    });
    // How fast it went stays known: the next run's time is estimated from it.
    expect(state.imagesPerSecond).toBeGreaterThan(0);
    expect(state.seconds).toBeGreaterThan(0);
    expect(state.waitingShare).toBeGreaterThanOrEqual(0);
    expect(state.waitingShare).toBeLessThan(1);
    expect(state.library).toMatch(/^TensorFlow \d+\.\d+\.\d+, [CG]PU$/);
    const rows = measuredIn(uninterrupted);
    const losses = rows.filter((row) => row.startsWith('epoch')).map((row) => lossIn(row));
    expect(losses).toHaveLength(epochs);
    expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0);
    expect(rows.filter((row) => row.startsWith('validation'))).toHaveLength(epochs);
    expect(readdirSync(join(uninterrupted, 'best'))).toHaveLength(2);
    expect(readdirSync(join(uninterrupted, 'last'))).toHaveLength(2);
  });

  test('shows the validation pictures of every epoch, without padding', async () => {
    const folders = readdirSync(join(uninterrupted, 'samples'));
    const numbers = Array.from({ length: epochs }, (_, index) => String(index + 1));
    expect(folders).toEqual([...numbers, 'labels']);
    const validation = samples.filter(({ split }) => split === 'val');
    const names = readdirSync(join(uninterrupted, 'samples', '1'));
    expect(names.toSorted()).toEqual(validation.map(({ image }) => `${String(image)}.png`));
    expect(readdirSync(join(uninterrupted, 'samples', 'labels'))).toEqual(names);
    for (const place of ['1', 'labels']) {
      const file = join(uninterrupted, 'samples', place, names[0] ?? '');
      const { width, height } = await sharp(file).metadata();
      expect([width, height]).toEqual([32, 21]);
    }
  });

  test('stops when asked to, and keeps best and last', async () => {
    const folder = join(base, 'stopped');
    await makeRun(folder, { epochs: 500 });
    const engine = startEngine(['train', '--run', folder]);
    await engine.heard(steppedTo(2));
    engine.send({ kind: 'stop' });
    expect((await engine.ended).code).toBe(0);
    expect(stateOf(folder)).toMatchObject({ status: 'stopped', secondsLeft: null });
    expect(stateOf(folder).imagesPerSecond).toBeGreaterThan(0);
    expect(modelIn(folder, 'best')).toBeDefined();
    expect(modelIn(folder, 'last')).toBeDefined();
  });

  test('pauses when asked to, with a checkpoint to go on from', async () => {
    const folder = join(base, 'paused');
    await makeRun(folder, { epochs: 500 });
    const engine = startEngine(['train', '--run', folder]);
    await engine.heard(steppedTo(2));
    engine.send({ kind: 'pause' });
    expect((await engine.ended).code).toBe(0);
    const { status, message, step } = stateOf(folder);
    expect([status, message]).toEqual([
      'paused',
      expect.stringMatching(/^Paused in epoch \d+ of 500$/),
    ]);
    expect(readdirSync(join(folder, 'checkpoints'))).toContain(String(step));
    expect(modelIn(folder, 'last')).toBeDefined();
  });

  test('ends early when its patience is over', async () => {
    const folder = join(base, 'patient');
    // A rate so small that nothing gets better.
    await makeRun(folder, { epochs: 50, rate: 1e-8, schedule: 'constant', patience: 2 });
    await trainToEnd(folder);
    const { status, message, best, epoch } = stateOf(folder);
    expect([status, epoch]).toEqual(['finished', (best?.epoch ?? 0) + 2]);
    expect(message).toBe('Finished early: 2 epochs were no better than the best');
  });

  test('ends with a checkpoint when its owner is gone', async () => {
    const folder = join(base, 'orphaned');
    await makeRun(folder, { epochs: 500 });
    const engine = startEngine(['train', '--run', folder]);
    await engine.heard(steppedTo(2));
    engine.disconnect();
    expect((await engine.ended).code).toBe(0);
    expect(stateOf(folder).status).toBe('interrupted');
    expect(readdirSync(join(folder, 'checkpoints')).length).toBeGreaterThan(0);
  });

  test('refuses what it cannot use in a sentence', async () => {
    const folder = join(base, 'changed');
    await makeRun(folder, {});
    rmSync(join(folder, 'picture-0.png'));
    const engine = await trainToEnd(folder);
    // One picture less is a line in the log, not an end.
    expect(stateOf(folder).status).toBe('finished');
    expect(readFileSync(join(folder, 'log.txt'), 'utf8')).toContain('Left out: “picture-0.png” ');
    expect(engine.events.findLast(({ kind }) => kind !== 'beat')).toMatchObject({ kind: 'state' });

    const again = await trainToEnd(folder);
    expect(again.events.at(-1)).toMatchObject({
      kind: 'failed',
      message: 'The run “tiny” has begun already. Resume it instead.',
    });
    expect(stateOf(folder).status).toBe('finished');
    const nowhere = await trainToEnd(join(base, 'nowhere'));
    expect(nowhere.events.at(-1)).toMatchObject({ kind: 'failed' });
    expect(existsSync(join(base, 'nowhere'))).toBe(false);
  });
});

function lossIn(row: string): number {
  return Number(row.split(',')[3]);
}

/** The name of the weights' file, which is their hash. */
function modelIn(folder: string, which: 'best' | 'last'): string | undefined {
  return readdirSync(join(folder, which)).find((name) => name.endsWith('.bin'));
}
