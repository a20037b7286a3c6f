import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goTo } from './browsing.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';
import { clickTrain, engineOf, runRow, setRecipe, validatedEpochs } from './training.ts';

const epochs = 30;

let folder: string;
let project: string;
let journey: Journey;
let page: Page;

beforeAll(async () => {
  folder = await makeFolder();
  project = join(folder, 'pets');
  await maskwright('sample', '--project', project, '--images', '12', '--seed', '5');
  journey = await startJourney({ project });
  ({ page } = journey);
});

afterAll(async () => {
  await journey.close();
  await rm(folder, { recursive: true, force: true });
});

const button = (name: string) => page.getByRole('button', { name, exact: true });

async function epochsOf(run: string): Promise<number> {
  return (await validatedEpochs(project, run).catch(() => [])).length;
}

test('a run pauses at a click and goes on at the next', async () => {
  await goTo(page, 'Train');
  await setRecipe(page, { Epochs: epochs, 'Picture size': 32, 'Pictures at once': 4 });
  await clickTrain(page);
  await expect.poll(() => epochsOf('run-1')).toBeGreaterThanOrEqual(1);
  await button('Pause').click();
  await runRow(page, 'run-1').getByText('paused').waitFor();
  await page.getByText(/^Paused in epoch \d+ of 30\. It goes on exactly where it was/).waitFor();
  await button('Go on from the last checkpoint').click();
  await button('Stop and keep the best').waitFor();
});

test('another run waits for it, and can be taken out of the queue by keyboard', async () => {
  await setRecipe(page, { Epochs: 2 });
  await page.getByText('run-1 is training; this run would start when that has ended.').waitFor();
  await page.keyboard.press('Control+Enter');
  await runRow(page, 'run-2').getByText('waiting').waitFor();
  await page.getByText('This run waits for the one before it').waitFor();
  await page.getByRole('button', { name: /^Train after it/ }).click();
  await runRow(page, 'run-3').getByText('waiting').waitFor();
  await button('Take out of the queue').focus();
  await page.keyboard.press('Enter');
  await runRow(page, 'run-3').getByText('stopped').waitFor();
  await runRow(page, 'run-1').getByText('finished').waitFor({ timeout: 120_000 });
  await runRow(page, 'run-2').getByText('finished').waitFor({ timeout: 120_000 });
});

test('a finished run trains on for more epochs, and once more the same', async () => {
  await runRow(page, 'run-2').getByRole('button', { name: 'run-2', exact: true }).click();
  await page.getByRole('spinbutton', { name: 'More epochs' }).fill('3');
  await page.keyboard.press('Tab');
  await button('Add epochs').click();
  await runRow(page, 'run-2').getByText('5/5').waitFor({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Repeat the run: run-2' }).click();
  await runRow(page, 'run-4').getByText('finished').waitFor({ timeout: 120_000 });
  expect(await validatedEpochs(project, 'run-4')).toEqual([1, 2, 3, 4, 5]);
});

test('an engine that hangs is told of, and one click goes on from the checkpoint', async () => {
  await setRecipe(page, { Epochs: 200 });
  await clickTrain(page);
  await expect.poll(() => epochsOf('run-5')).toBeGreaterThanOrEqual(1);
  process.kill(await engineOf(project, 'run-5'), 'SIGSTOP');
  const told = page.getByText(/^Nothing has been heard of the engine for \d+ s/);
  await told.waitFor({ timeout: 15_000 });
  const before = await epochsOf('run-5');
  await button('End it and go on').click();
  await expect.poll(() => epochsOf('run-5'), { timeout: 60_000 }).toBeGreaterThan(before);
  await told.waitFor({ state: 'detached' });
  await button('Stop and keep the best').click();
  await runRow(page, 'run-5').getByText('stopped').waitFor();
  expect(journey.complaints).toEqual([]);
});

test('a queue that was left behind is told of, waits for a click, and moves on at it', async () => {
  await clickTrain(page);
  await expect.poll(() => epochsOf('run-6')).toBeGreaterThanOrEqual(1);
  await setRecipe(page, { Epochs: 1 });
  await page.getByRole('button', { name: /^Train after it/ }).click();
  await runRow(page, 'run-7').getByText('waiting').waitFor();
  await journey.close();

  journey = await startJourney({ project });
  ({ page } = journey);
  await page.getByText('“run-7” still waits in the queue, and nothing trains.').waitFor();
  await button('Show in Train').click();
  await runRow(page, 'run-6').getByText('interrupted').waitFor();
  await runRow(page, 'run-7').getByRole('button', { name: 'run-7', exact: true }).click();
  await page.getByText('This run waits in the queue, and nothing trains').waitFor();
  await button('Start the queue').click();
  await runRow(page, 'run-7').getByText('finished').waitFor({ timeout: 120_000 });
  expect(await epochsOf('run-7')).toBe(1);
  expect(journey.complaints).toEqual([]);
});
