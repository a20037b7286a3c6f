import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { RateSearch } from '../../../app/contract/rate-search.ts';
import type { RunJob } from '../../../app/contract/run-folder.ts';
import { lastLine, runCli, startCli } from './run-cli.ts';

const project = join(mkdtempSync(join(tmpdir(), 'maskwright-rate-')), 'project');
const words = ['rate', '--project', project, '--size', '32', '--batch', '4'];

beforeAll(async () => {
  expect((await runCli(['sample', '--project', project, '--images', '12'])).code).toBe(0);
}, 120_000);

it('looks for a rate, leaves no run behind, and says what to train with', async () => {
  const { code, stdout } = await runCli(words);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^rate +loss, smoothed\n1\.0e-6 +\d/);
  expect(stdout).toMatch(/Suggested: --rate 0\.\d+\n/);
  expect(existsSync(join(project, 'cache', 'rate-search'))).toBe(false);
  expect((await runCli(['runs', 'list', '--project', project, '--json'])).stdout).toContain(
    '"runs":[]',
  );
}, 120_000);

it('takes the whole recipe, an optimiser with its own range too', async () => {
  const { code, ...ended } = await runCli([...words, '--optimiser', 'sgd', '--json']);
  expect(code).toBe(0);
  const { tried } = lastLine({ code, ...ended }) as RateSearch;
  expect(tried[0]?.rate).toBeCloseTo(1e-5, 12);
}, 120_000);

it('begins with the weights that a run would begin with', { timeout: 120_000 }, async () => {
  const taught = ['--epochs', '8', '--size', '32', '--batch', '4', '--run', 'first', '--json'];
  expect((await runCli(['train', '--project', project, ...taught])).code).toBe(0);
  const firstLoss = async (...more: readonly string[]) => {
    const ended = await runCli([...words, ...more, '--json']);
    return (lastLine(ended) as RateSearch).tried[0]?.loss ?? NaN;
  };
  expect(await firstLoss('--from', 'first')).toBeLessThan(await firstLoss());
});

it('Ctrl+C stops it, and nothing is left', async () => {
  const running = startCli([...words, '--size', '200', '--batch', '8']);
  await expect
    .poll(() => running.stderr(), { timeout: 60_000 })
    .toMatch(/Look for a learning rate/);
  running.child.kill('SIGINT');
  const { code } = await running.ended;
  expect(code).not.toBe(0);
  expect(existsSync(join(project, 'cache', 'rate-search'))).toBe(false);
}, 120_000);

it('as many pictures at once as fit are found before a run, which has the number', async () => {
  const asked = ['--project', project, '--size', '32', '--epochs', '1', '--run', 'fitting'];
  const { code, stderr } = await runCli(['train', ...asked, '--set', 'batch=fit']);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^Training with \d+ pictures at once, the most there may be/m);
  const job = readFileSync(join(project, 'runs', 'fitting', 'job.json'), 'utf8');
  expect((JSON.parse(job) as RunJob).settings.batch).toBeGreaterThan(8);
  const again = await runCli(['train', '--project', project, '--resume', '--batch', 'fit']);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('where a run begins') });
}, 120_000);
