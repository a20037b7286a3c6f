import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastLine, runCli, startCli, type Ended, type RunningCli } from './run-cli.ts';

/** Several terminals on one project: each command is a program of its own, and one of them trains. */
let out: string;
let project: string;

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'maskwright-queue-'));
  project = join(out, 'project');
  await runCli(['sample', '--project', project, '--images', '12']);
  await runCli(['split', '--project', project, '--val', '0.25']);
}, 120_000);
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

function train(run: string, epochs: number, ...more: readonly string[]): RunningCli {
  const words = ['--size', '32', '--batch', '2', '--run', run, '--epochs', String(epochs)];
  return startCli(['train', '--project', project, ...words, '--json', ...more]);
}

async function runs(...words: readonly string[]): Promise<Ended> {
  return runCli(['runs', ...words, '--project', project, '--json']);
}

const firstEpoch = (running: RunningCli) =>
  expect.poll(running.stderr, { timeout: 90_000 }).toContain('epoch 1/');

describe('the queue of a project', { timeout: 300_000 }, () => {
  it('is joined from another terminal, and goes on waiting behind a run that is paused from there', async () => {
    const running = train('long', 500);
    await firstEpoch(running);
    const refused = await train('second', 1).ended;
    expect(refused.code).toBe(1);
    expect(lastLine(await train('second', 1, '--queue').ended)).toMatchObject({
      run: 'second',
      status: 'queued',
      place: 1,
      training: 'long',
    });
    const third = await train('third', 1, '--queue').ended;
    expect(third.code).toBe(0);
    expect(lastLine(third)).toMatchObject({ place: 2 });
    expect(lastLine(await runs('queue'))).toEqual({
      training: 'long',
      queue: ['second', 'third'],
    });
    expect(lastLine(await runs('stop', 'third'))).toMatchObject({ status: 'stopped' });

    expect(lastLine(await runs('pause', 'long'))).toMatchObject({ status: 'paused' });
    const paused = await running.ended;
    expect(paused.code).toBe(0);
    expect(lastLine(paused)).toMatchObject({ run: 'long', status: 'paused', then: [] });
    expect(lastLine(await runs('queue'))).toEqual({ training: null, queue: ['second'] });
  });

  it('is started by hand, and a run that left off is gone on with, stopped and extended by its name', async () => {
    expect(lastLine(await runs('queue', '--start'))).toMatchObject({
      run: 'second',
      status: 'finished',
    });
    const resumed = startCli(['runs', 'resume', 'long', '--project', project, '--json']);
    await expect.poll(resumed.stderr, { timeout: 90_000 }).toMatch(/epoch \d+\/500/);
    expect(lastLine(await runs('stop', 'long'))).toMatchObject({ status: 'stopped' });
    expect((await resumed.ended).code).toBe(0);
    expect(lastLine(await runs('extend', 'second', '--more', '2'))).toMatchObject({
      status: 'finished',
      epochs: 3,
    });
    const stopped = await runs('pause', 'second');
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toContain('“second” does not train: it is finished.');
    const listed = await runCli(['runs', 'list', '--project', project]);
    expect(listed.stdout).toMatch(/^second +unet +finished +3\/3 /m);
  });

  it('goes on by itself behind a run that ends and not behind Ctrl+C', async () => {
    const running = train('one', 500);
    await firstEpoch(running);
    await train('two', 1, '--queue').ended;
    await train('three', 500, '--queue').ended;
    await train('four', 1, '--queue').ended;
    await runs('stop', 'one');
    await expect.poll(running.stderr, { timeout: 90_000 }).toContain('epoch 1/500');
    await expect.poll(running.stderr, { timeout: 90_000 }).toContain('“three” is next');
    await expect
      .poll(async () => lastLine(await runs('queue')), { timeout: 60_000 })
      .toEqual({ training: 'three', queue: ['four'] });
    running.child.kill('SIGINT');
    const ended = await running.ended;
    expect(ended.code).toBe(130);
    expect(lastLine(ended)).toMatchObject({
      run: 'one',
      status: 'stopped',
      then: [{ run: 'two', status: 'finished' }, { run: 'three' }],
    });
    expect(lastLine(await runs('queue'))).toEqual({ training: null, queue: ['four'] });
  });
});
