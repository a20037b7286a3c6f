import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goTo } from './browsing.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';
import { clickTrain, engineOf, reading, runRow, setRecipe, validatedEpochs } from './training.ts';

const epochs = 60;
const run = 'run-1';

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

test('before the first point, a sentence says what is being done', async () => {
  await goTo(page, 'Train');
  await setRecipe(page, { Epochs: epochs, 'Picture size': 32, 'Pictures at once': 4 });
  await clickTrain(page);
  await page.getByText('The first point of the curves comes with the first step.').waitFor();
  await expect.poll(() => reading(page, 'Loss', 'each step')).toMatch(/^\d/);
});

test('a run whose engine is killed says so', async () => {
  await expect
    .poll(async () => (await validatedEpochs(project, run).catch(() => [])).length)
    .toBeGreaterThanOrEqual(3);
  process.kill(await engineOf(project, run), 'SIGKILL');
  await page.getByText('This run was interrupted.').waitFor();
  await runRow(page, run).getByText('interrupted').waitFor();
});

test('its curves are there again after the page is loaded again', async () => {
  await page.reload();
  await goTo(page, 'Train');
  await page.getByText('This run was interrupted.').waitFor();
  await expect.poll(() => reading(page, 'Loss', 'validation')).toMatch(/^\d/);
  await expect.poll(() => reading(page, 'IoU on validation', 'mean')).toMatch(/^\d/);
});

test('one click brings it to its end, each epoch once', async () => {
  await page.getByRole('button', { name: 'Go on from the last checkpoint' }).click();
  await page.getByRole('button', { name: 'Stop and keep the best' }).waitFor();
  await runRow(page, run).getByText('finished').waitFor({ timeout: 120_000 });
  const all = Array.from({ length: epochs }, (_, index) => index + 1);
  expect(await validatedEpochs(project, run)).toEqual(all);
  expect(journey.complaints).toEqual([]);
});
