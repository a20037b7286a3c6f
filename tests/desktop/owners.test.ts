import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { goTo, toast } from '../journeys/browsing.ts';
import { maskwright } from '../journeys/serving.ts';
import { engineOf, runRow, validatedEpochs } from '../journeys/training.ts';
import { answerQuestions, ask, asked, closeWindow, isAlive, ownedBy } from './driving.ts';
import { launchDesktop, type Desktop } from './launching.ts';
import { familyOf } from './processes.ts';
import { startLongRun } from './working.ts';

const run = 'run-1';
/** What decisions allow a process whose owner is gone. */
const longestEndMs = 5_000;

let origin: string;
let project: string;
let desktop: Desktop;

beforeAll(async () => {
  origin = await mkdtemp(join(tmpdir(), 'maskwright-owners-'));
  await maskwright('sample', '--project', join(origin, 'cells'), '--images', '12', '--seed', '5');
});

afterAll(() => rm(origin, { recursive: true, force: true }));

beforeEach(async () => {
  desktop = await launchDesktop({ words: [join(origin, 'cells')] });
  project = join(desktop.folder, 'cells');
  await cp(join(origin, 'cells'), project, { recursive: true });
  await ask(desktop.page, 'project.open', { folder: project, create: false });
  await desktop.page.reload();
  await desktop.page.getByRole('banner').waitFor();
});

afterEach(() => desktop.close());

async function trainedEpochs(): Promise<number> {
  return (await validatedEpochs(project, run).catch(() => [])).length;
}

async function studio(): Promise<number> {
  const [pid = 0] = await ownedBy(desktop.app, 'studio-process.ts');
  return pid;
}

test('killing the studio stops no training: the page says that it is away, and goes on by itself', async () => {
  const { page } = desktop;
  await startLongRun(page);
  await expect.poll(trainedEpochs).toBeGreaterThanOrEqual(1);
  const engine = await engineOf(project, run);
  const before = await studio();

  const said = page.getByText('The connection to Maskwright is lost.').waitFor();
  process.kill(before, 'SIGKILL');
  await said;
  await page.getByText('The connection to Maskwright is lost.').waitFor({ state: 'hidden' });
  await expect.poll(studio).not.toBe(before);
  const { project: open } = await ask(page, 'studio.status', {});
  expect(open?.folder).toBe(project);
  expect(isAlive(engine)).toBe(true);
  const epochs = await trainedEpochs();
  await expect.poll(trainedEpochs).toBeGreaterThan(epochs);
  await page.getByRole('button', { name: 'Stop and keep the best' }).click();
  await runRow(page, run).getByText('stopped').waitFor();
});

test('a run whose engine is killed says so, and goes on from its last checkpoint', async () => {
  const { page } = desktop;
  await startLongRun(page);
  await expect.poll(trainedEpochs).toBeGreaterThanOrEqual(2);
  process.kill(await engineOf(project, run), 'SIGKILL');
  await page.getByText('This run was interrupted.').waitFor();
  const epochs = await trainedEpochs();
  await page.getByRole('button', { name: 'Go on from the last checkpoint' }).click();
  await expect.poll(trainedEpochs, { timeout: 30_000 }).toBeGreaterThan(epochs);

  // Whoever paints meanwhile hears of it too.
  await goTo(page, 'Annotate');
  process.kill(await engineOf(project, run), 'SIGKILL');
  await toast(page, '“run-1” was interrupted').waitFor();
  await page.getByRole('button', { name: 'Show in Train' }).click();
  await page.getByText('This run was interrupted.').waitFor();
});

/** Draws so many sample pictures that there is time to disturb it. */
async function startLongImport(): Promise<void> {
  await ask(desktop.page, 'import.sample', { count: 3000, seed: 7 });
  await expect
    .poll(async () => (await ask(desktop.page, 'job.list', {})).jobs.at(-1)?.done)
    .toBeGreaterThan(0.5);
}

async function pictures(): Promise<number> {
  const { total } = await ask(desktop.page, 'image.list', {
    filter: {},
    order: { by: 'id', descending: false },
    offset: 0,
    limit: 1,
  });
  return total;
}

test('an import whose process is killed says so, and leaves the project as it was', async () => {
  await startLongImport();
  process.kill(await studio(), 'SIGKILL');
  await toast(desktop.page, 'so it did not finish').waitFor();
  expect(await pictures()).toBe(12);
  expect((await ask(desktop.page, 'job.list', {})).jobs).toEqual([]);
});

test('an import is cancelled from the page, and nothing of it is left', async () => {
  await startLongImport();
  await desktop.page.getByRole('button', { name: /^Cancel: / }).click();
  await expect
    .poll(async () => (await ask(desktop.page, 'job.list', {})).jobs.at(-1)?.state)
    .toBe('cancelled');
  expect(await pictures()).toBe(12);
});

test('closing while an import goes on asks; going on working leaves it at work', async () => {
  await startLongImport();
  await answerQuestions(desktop.app, 0);
  await closeWindow(desktop.app);
  await expect
    .poll(() => asked(desktop.app))
    .toEqual([
      expect.stringMatching(/is not finished\. \[Go on working \| Cancel it and close\]$/),
    ]);
  expect((await ask(desktop.page, 'job.list', {})).jobs.at(-1)?.state).toBe('running');
  await answerQuestions(desktop.app, 1);
  const ended = once(desktop.app.process(), 'exit');
  await closeWindow(desktop.app);
  expect(await ended).toEqual([0, null]);
});

test('nothing is left of the app when it is killed while it trains, and the run can be resumed', async () => {
  await startLongRun(desktop.page);
  await expect.poll(trainedEpochs).toBeGreaterThanOrEqual(1);
  const pid = desktop.app.process().pid ?? 0;
  const children = (await familyOf(pid)).map((each) => each.pid);
  expect(await ownedBy(desktop.app, 'engine-process.ts')).toHaveLength(1);
  process.kill(pid, 'SIGKILL');
  await expect
    .poll(() => children.filter(isAlive), { timeout: longestEndMs + 1_000, interval: 100 })
    .toEqual([]);
  const again = await launchDesktop({ home: desktop.folder });
  try {
    const { runs } = await ask(again.page, 'run.list', {});
    expect(runs).toMatchObject([{ name: run, state: { status: 'interrupted' } }]);
  } finally {
    await again.close();
  }
});
