import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { goTo } from '../journeys/browsing.ts';
import { maskwright } from '../journeys/serving.ts';
import { engineOf, runRow, validatedEpochs } from '../journeys/training.ts';
import { answerQuestions, ask, asked, closeWindow, isAlive, windowCount } from './driving.ts';
import { launchDesktop, type Desktop } from './launching.ts';
import { noteSurroundings, startLongRun, surroundings } from './working.ts';

const run = 'run-1';
const question =
  '“run-1” is still training. [Keep training in the background | Stop and keep what there is | Cancel]';

let origin: string;
let folder: string;
let project: string;
let desktop: Desktop;

beforeAll(async () => {
  origin = await mkdtemp(join(tmpdir(), 'maskwright-closing-'));
  await maskwright('sample', '--project', join(origin, 'cells'), '--images', '12', '--seed', '5');
});

afterAll(() => rm(origin, { recursive: true, force: true }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maskwright-closing-'));
  project = join(folder, 'cells');
  await cp(join(origin, 'cells'), project, { recursive: true });
  desktop = await launchDesktop({ home: folder, words: [project] });
  await noteSurroundings(desktop.app);
});

afterEach(async () => {
  await desktop.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** Trains until a checkpoint is there to go on from. */
async function train(): Promise<number> {
  await startLongRun(desktop.page);
  await expect
    .poll(async () => (await validatedEpochs(project, run).catch(() => [])).length, {
      timeout: 90_000,
    })
    .toBeGreaterThanOrEqual(2);
  return engineOf(project, run);
}

async function statusOf(page = desktop.page): Promise<string | undefined> {
  const { runs } = await ask(page, 'run.list', {});
  return runs.find(({ name }) => name === run)?.state.status;
}

test('cancelling leaves window and run as they are', async () => {
  const engine = await train();
  await answerQuestions(desktop.app, 2);
  await closeWindow(desktop.app);
  await expect.poll(() => asked(desktop.app)).toEqual([question]);
  expect(await windowCount(desktop.app)).toBe(1);
  expect(isAlive(engine)).toBe(true);
  expect(await statusOf()).toBe('training');
  const { progress } = await surroundings(desktop.app);
  expect(progress.some((share) => share > 0 && share < 1)).toBe(true);
});

test('stopping keeps the best and ends the app', async () => {
  const engine = await train();
  await answerQuestions(desktop.app, 1);
  const ended = once(desktop.app.process(), 'exit');
  await closeWindow(desktop.app);
  await ended;
  expect(isAlive(engine)).toBe(false);
  await desktop.close();
  desktop = await launchDesktop({ home: folder });
  expect(await statusOf()).toBe('stopped');
  await goTo(desktop.page, 'Train');
  await runRow(desktop.page, run).getByText('stopped').waitFor();
});

test('in the background the run goes on, shown in the tray, and a second start brings the window back', async () => {
  const engine = await train();
  await answerQuestions(desktop.app, 0);
  await closeWindow(desktop.app);
  await expect.poll(() => windowCount(desktop.app)).toBe(0);
  expect(isAlive(engine)).toBe(true);
  await expect
    .poll(async () => (await surroundings(desktop.app)).trayLines.at(-1))
    .toMatch(/^run-1: \d+ % trained$/);
  const before = (await validatedEpochs(project, run)).length;
  await expect
    .poll(async () => (await validatedEpochs(project, run)).length)
    .toBeGreaterThan(before);

  const opened = desktop.app.waitForEvent('window');
  await desktop.app.evaluate(({ app }) => app.emit('second-instance', {}, ['maskwright'], '/'));
  const page = await opened;
  await page.getByRole('banner').waitFor();
  expect(isAlive(engine)).toBe(true);
  expect(await statusOf(page)).toBe('training');
  expect((await surroundings(desktop.app)).trays).toBe(1);
});

test('a system that goes down is not kept waiting by a question, and the run can go on later', async () => {
  const { app, main } = desktop;
  const engine = await train();
  await app.evaluate(({ dialog }) => {
    // Nobody is there to answer.
    dialog.showMessageBox = () => new Promise(() => undefined);
  });
  await closeWindow(app);
  const ended = once(main, 'exit', { signal: AbortSignal.timeout(10_000) });
  main.kill('SIGTERM');
  await ended;
  expect(isAlive(engine)).toBe(false);

  await desktop.close();
  desktop = await launchDesktop({ home: folder });
  expect(await statusOf(desktop.page)).toBe('interrupted');
});

test('a run that ends in the background is told, and the app can still be reached', async () => {
  await train();
  await answerQuestions(desktop.app, 0);
  await closeWindow(desktop.app);
  await expect.poll(() => windowCount(desktop.app)).toBe(0);
  process.kill(await engineOf(project, run), 'SIGKILL');
  await expect
    .poll(async () => (await surroundings(desktop.app)).notifications)
    .toEqual(['“run-1” ended early: It can be resumed from its last checkpoint in Train.']);
  expect((await surroundings(desktop.app)).trayLines.at(-1)).toBe('Maskwright: training has ended');
  const opened = desktop.app.waitForEvent('window');
  await desktop.app.evaluate(({ app }) => app.emit('second-instance', {}, ['maskwright'], '/'));
  await (await opened).getByRole('banner').waitFor();
});

test('a run that is in the background when the app quits is resumed later from where it was', async () => {
  const engine = await train();
  await answerQuestions(desktop.app, 0);
  await closeWindow(desktop.app);
  await expect.poll(() => windowCount(desktop.app)).toBe(0);
  const before = (await validatedEpochs(project, run)).length;
  await desktop.quit();
  expect(isAlive(engine)).toBe(false);
  expect((await asked(desktop.app).catch(() => [])).length).toBe(0);

  await desktop.close();
  desktop = await launchDesktop({ home: folder });
  await goTo(desktop.page, 'Train');
  await desktop.page.getByRole('button', { name: 'Go on from the last checkpoint' }).click();
  await expect
    .poll(async () => (await validatedEpochs(project, run)).length, { timeout: 30_000 })
    .toBeGreaterThan(before);
  const epochs = await validatedEpochs(project, run);
  expect(epochs).toEqual(epochs.map((_, index) => index + 1));
});
