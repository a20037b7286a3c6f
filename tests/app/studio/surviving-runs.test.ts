import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../app/contract/methods.ts';
import { isRunning } from '../../../app/domain/run.ts';
import { engineCommand } from '../../../app/entry/processes.ts';
import { createEngines, type Engines } from '../../../app/owner/engines.ts';
import { stopTraining } from '../../../main/stop-training.ts';
import { measuredIn } from '../learning/engine/tiny-run.ts';
import { gestureOf } from './strokes.ts';
import { keptFolder, openProject, openTestStudio, type TestStudio } from './test-studio.ts';

/** With the real engine, on pictures so small that an epoch takes a second. */

const choice = { size: 32, epochs: 2, batch: 4 } as const;

let engines: Engines;
let base: { folder: string; remove(): void };
let studio: TestStudio & { folder: string };

beforeAll(async () => {
  engines = createEngines({ command: engineCommand, log: () => undefined });
  base = keptFolder();
  studio = await openProject(base.folder, { pictures: 12, engines });
}, 120_000);
afterAll(async () => {
  await studio.close();
  await engines.leave(2_000);
  base.remove();
});

function heard(run: string, condition: (run: RunSummary) => boolean): Promise<RunSummary> {
  const met = Promise.withResolvers<RunSummary>();
  async function look(): Promise<void> {
    const found = await studio.call('run.get', { run });
    if (condition(found)) met.resolve(found);
  }
  const unsubscribe = studio.client.subscribe('run', (told) => {
    if (told.run === run) look().catch(met.reject);
  });
  look().catch(met.reject);
  return met.promise.finally(unsubscribe);
}

const ended = (run: string) =>
  heard(run, ({ state }) => !isRunning(state.status) && state.status !== 'queued');
const folderOf = (run: string) => join(studio.folder, 'runs', run);

/** The process that trains the run. */
function engineOf(run: string): number {
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const line = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      if (line.includes('engine-process') && line.includes(folderOf(run))) return Number(name);
    } catch {
      continue; // ended since
    }
  }
  throw new Error(`Nobody trains ${run}.`);
}

describe('a run', { timeout: 240_000 }, () => {
  it('pauses, goes on to its end, and trains on for more epochs', async () => {
    const { run } = await studio.call('training.start', {
      choice: { ...choice, epochs: 40, run: 'paused' },
    });
    await heard(run, ({ state }) => state.epoch >= 1);
    await studio.call('training.pause', { run });
    const paused = await ended(run);
    expect(paused.state).toMatchObject({ status: 'paused' });
    expect(paused.state.step).toBeLessThan(80);
    await studio.call('training.resume', { run });
    const whole = await ended(run);
    expect(whole.state).toMatchObject({ status: 'finished', epoch: 40 });
    await expect(studio.call('training.resume', { run })).rejects.toMatchObject({
      code: 'bad-input',
    });
    const before = measuredIn(folderOf(run));
    await studio.call('training.resume', { run, more: 2 });
    const extended = await ended(run);
    expect(extended).toMatchObject({
      settings: { epochs: 42 },
      state: { status: 'finished', epoch: 42 },
    });
    expect(measuredIn(folderOf(run)).slice(0, before.length)).toEqual(before);
  });

  it('trained again from its record has the same curve', async () => {
    const { run } = await studio.call('training.start', { choice: { ...choice, run: 'first' } });
    await ended(run);
    // What is painted meanwhile does not reach it.
    await studio.call('category.add', { name: 'cow' });
    const again = await studio.call('training.again', { run, as: 'second' });
    expect((await ended(again.run)).state.status).toBe('finished');
    expect(measuredIn(folderOf('second'))).toEqual(measuredIn(folderOf('first')));
    const same = await studio.call('run.diff', { a: 'first', b: 'second' });
    // Only how fast it went may differ.
    expect(same.values.filter(({ what }) => what !== 'result.pictures/s')).toEqual([]);
    const none = { count: 0, names: [] };
    expect(same.pictures).toEqual({ onlyA: none, onlyB: none, relabelled: none, resplit: none });
    expect(same.curves).toEqual({ compared: 8, first: null });
  });

  it('differs from another in what was changed, and the record says where it was made', async () => {
    const polygons = [[1, 1, 9, 1, 9, 9]];
    const { first: id } = await studio.call('annotation.reserve', { count: 1 });
    const seed = { id, category: 17, crowd: false, position: 1 };
    const gesture = gestureOf([
      { kind: 'create', seed: { ...seed, shape: { kind: 'polygons', polygons } } },
    ]);
    await studio.call('gesture.apply', { image: 1, revision: 0, gesture });
    await studio.call('training.start', { choice: { ...choice, seed: 7, run: 'other' } });
    await ended('other');
    const { values, curves, pictures } = await studio.call('run.diff', { a: 'first', b: 'other' });
    expect(values).toContainEqual({ what: 'settings.seed', a: '0', b: '7' });
    expect(values).toContainEqual({ what: 'classes', a: 'cat, dog', b: 'cat, dog, cow' });
    expect(pictures.relabelled).toEqual({ count: 1, names: ['1.png'] });
    expect(curves.first?.what).toBe('loss of step 1');
    const record = JSON.parse(
      readFileSync(join(folderOf('other'), 'record.json'), 'utf8'),
    ) as unknown;
    expect(record).toMatchObject({
      sittings: [
        {
          step: 0,
          settings: { seed: 7 },
          pictures: { train: 10, val: 2 },
          backend: 'tensorflow',
          versions: { node: process.versions.node },
          machine: { cores: expect.any(Number) as number },
        },
      ],
    });
  });

  it('waits for the one before it, in order; who is taken out of the queue is not started', async () => {
    const start = (name: string, queue: boolean) =>
      studio.call('training.start', { choice: { ...choice, run: name }, queue });
    await start('one', false);
    await expect(start('refused', false)).rejects.toMatchObject({ code: 'busy' });
    for (const name of ['two', 'three', 'four']) await start(name, true);
    expect((await studio.call('run.get', { run: 'two' })).state).toMatchObject({
      status: 'queued',
    });
    await studio.call('training.stop', { run: 'three' });
    for (const name of ['one', 'two', 'four']) {
      expect((await ended(name)).state.status).toBe('finished');
    }
    const [two, four] = ['two', 'four'].map((name) =>
      readFileSync(join(folderOf(name), 'log.txt'), 'utf8').slice(0, 24),
    );
    expect((two ?? '') < (four ?? '')).toBe(true);
    const { state } = await studio.call('run.get', { run: 'three' });
    expect(state).toMatchObject({ status: 'stopped', message: 'Taken out of the queue', step: 0 });
  });

  it('stopped with all training lets nobody begin behind it, until a person starts the queue', async () => {
    const start = (name: string, queue: boolean) =>
      studio.call('training.start', { choice: { ...choice, epochs: 200, run: name }, queue });
    await start('loud', false);
    await start('patient', true);
    await heard('loud', ({ state }) => state.step > 0);
    await stopTraining(
      {
        async stopAll() {
          await Promise.all((await engines.running()).map((name) => engines.stop(name, 60_000)));
        },
      },
      {
        async holdQueue(on) {
          await studio.call('training.hold', { on });
        },
      },
    );
    expect((await ended('loud')).state.status).toBe('stopped');
    await sleep(1_000);
    expect(await engines.running()).toEqual([]);
    expect((await studio.call('run.get', { run: 'patient' })).state.status).toBe('queued');
    await studio.call('training.resume', { run: 'patient' });
    await heard('patient', ({ state }) => state.step > 0);
    await studio.call('training.stop', { run: 'patient' });
    expect((await ended('patient')).state.status).toBe('stopped');
  });

  it('whose engine hangs is told of within 15 s, and goes on from its checkpoint', async () => {
    const { run } = await studio.call('training.start', {
      choice: { ...choice, epochs: 500, run: 'hanging' },
    });
    await heard(run, ({ state }) => state.epoch >= 1);
    process.kill(engineOf(run), 'SIGSTOP');
    const since = performance.now();
    const silent = await heard(run, ({ silentSeconds }) => silentSeconds !== null);
    expect(performance.now() - since).toBeLessThan(15_000);
    expect(silent.state.status).toBe('training');
    await studio.call('training.restart', { run });
    const { state } = await heard(run, (now) => now.state.epoch > silent.state.epoch);
    expect(state.warning).toBeUndefined();
    expect((await studio.call('run.get', { run })).silentSeconds).toBeNull();
    await studio.call('training.stop', { run });
    expect((await ended(run)).state.status).toBe('stopped');
  });

  it('whose engine aborts or is killed says so in words, and who waits behind it is started', async () => {
    await studio.call('training.start', { choice: { ...choice, epochs: 500, run: 'aborted' } });
    await studio.call('training.start', { choice: { ...choice, run: 'behind' }, queue: true });
    await heard('aborted', ({ state }) => state.epoch >= 1);
    process.kill(engineOf('aborted'), 'SIGABRT');
    expect((await ended('aborted')).state).toMatchObject({
      status: 'interrupted',
      message: expect.stringMatching(
        /^The library inside its engine gave up \(an abort\), .+ The run can go on from its last checkpoint\./,
      ) as string,
      fittingBatch: 2,
    });
    expect((await ended('behind')).state.status).toBe('finished');

    await studio.call('training.resume', { run: 'aborted' });
    await heard('aborted', ({ state }) => state.status === 'training');
    process.kill(engineOf('aborted'), 'SIGKILL');
    const { state } = await ended('aborted');
    expect(state.message).toBe(
      'Its engine was killed. The run can go on from its last checkpoint.',
    );
    expect(state.fittingBatch).toBeUndefined();
  });
});

it('a studio that opens later finds the queue as it was', { timeout: 120_000 }, async () => {
  await studio.call('training.start', { choice: { ...choice, epochs: 500, run: 'long' } });
  await studio.call('training.start', { choice: { ...choice, run: 'later' }, queue: true });
  await heard('long', ({ state }) => state.epoch >= 1);
  await studio.close();
  studio = {
    ...(await openTestStudio({ folder: studio.folder, engines })),
    folder: studio.folder,
  };
  await studio.call('training.stop', { run: 'long' });
  expect((await ended('later')).state.status).toBe('finished');
});
