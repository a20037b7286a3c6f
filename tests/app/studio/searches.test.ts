import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchSearch } from '../../../app/contract/batch-search.ts';
import type { RateSearch } from '../../../app/contract/rate-search.ts';
import type { EngineEvent } from '../../../app/contract/run-folder.ts';
import { engineCommand } from '../../../app/entry/processes.ts';
import { createEngines, type Engines } from '../../../app/owner/engines.ts';
import { keptFolder, openProject, type TestStudio } from './test-studio.ts';

/** With the real engine. */

const choice = { size: 64, batch: 4 } as const;

let engines: Engines;
let base: { folder: string; remove(): void };
let studio: TestStudio & { folder: string };
let temporary: string;

beforeAll(async () => {
  engines = createEngines({ command: engineCommand, log: () => undefined });
  base = keptFolder();
  studio = await openProject(base.folder, { pictures: 12, engines });
  temporary = join(studio.folder, 'cache', 'rate-search');
}, 120_000);
afterAll(async () => {
  await studio.close();
  await engines.leave(2_000);
  base.remove();
});

/** Resolves when an engine has told of this. */
function heard(isIt: (told: EngineEvent) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = engines.subscribe((event) => {
      if (event.kind !== 'event' || !isIt(event.event)) return;
      unsubscribe();
      resolve();
    });
  });
}

/** Resolves when the engine has told of a step. */
const stepped = () => heard(({ kind }) => kind === 'rate-tried');

describe('a search before a run', { timeout: 120_000 }, () => {
  it('counts its steps, answers, and leaves no run and no file', async () => {
    const job = await studio.ended(await studio.call('training.searchRate', { choice }));
    expect(job).toMatchObject({ state: 'done', kind: 'rate-search', total: 100, unit: 'steps' });
    const { tried } = job.result as RateSearch;
    expect(tried.length).toBeGreaterThan(20);
    expect(existsSync(temporary)).toBe(false);
    expect(await studio.call('run.list', {})).toEqual({ runs: [] });
    expect(await engines.running()).toEqual([]);
  });

  it('takes turns: with another search, and with a run', async () => {
    const started = await studio.call('training.searchRate', { choice });
    await stepped();
    expect(existsSync(temporary)).toBe(true);
    await expect(studio.call('training.searchRate', { choice })).rejects.toMatchObject({
      code: 'busy',
    });
    const run = { choice: { ...choice, epochs: 500 } };
    await expect(studio.call('training.start', { ...run, queue: true })).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringMatching(/^A learning rate is being looked for\./) as string,
    });
    expect(await studio.call('run.list', {})).toEqual({ runs: [] });
    await studio.call('job.cancel', started);
    expect(await studio.ended(started)).toMatchObject({
      state: 'cancelled',
      error: { message: 'The search for a learning rate was stopped.' },
    });
    expect(existsSync(temporary)).toBe(false);
    const begun = await studio.call('training.start', run);
    await expect(studio.call('training.searchRate', { choice })).rejects.toThrow(/is training/);
    await studio.call('training.stop', begun);
  });

  it('whose engine dies says so, and leaves nothing behind', async () => {
    await expect.poll(() => engines.running(), { timeout: 30_000 }).toEqual([]);
    const started = await studio.call('training.searchRate', { choice });
    await stepped();
    await engines.stop('rates', 0);
    const { state, error } = await studio.ended(started);
    expect(state).toBe('failed');
    expect(error?.message).toMatch(/^The engine that looks for a learning rate has died/);
    expect(existsSync(temporary)).toBe(false);
  });

  it('for as many pictures at once as fit takes turns too, and an engine that dies of a trial has answered', async () => {
    await expect.poll(() => engines.running(), { timeout: 30_000 }).toEqual([]);
    const slow = { model: 'unet-tutorial', size: 320 } as const;
    const started = await studio.call('training.searchBatch', { choice: slow });
    await heard((told) => told.kind === 'batch-trial' && told.fitted > 1);
    await expect(studio.call('training.searchRate', { choice })).rejects.toMatchObject({
      code: 'busy',
    });
    await expect(studio.call('training.start', { choice })).rejects.toThrow(
      /^It is being tried how many pictures at once fit\./,
    );
    await engines.stop('batches', 0);
    const { state, result } = await studio.ended(started);
    expect(state).toBe('done');
    expect(result).toMatchObject({ ended: 'died' });
    expect((result as BatchSearch).batch).toBeGreaterThan(1);
    expect(existsSync(join(studio.folder, 'cache', 'batch-search'))).toBe(false);
  });

  it('of a project that is closed meanwhile is given up', async () => {
    const started = await studio.call('training.searchRate', { choice });
    await stepped();
    await studio.call('project.close', {});
    expect(await studio.call('job.get', started)).toMatchObject({ state: 'cancelled' });
    expect(existsSync(temporary)).toBe(false);
  });
});
