import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goTo } from './browsing.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';
import { clickTrain, reading, runRow, setRecipe } from './training.ts';

let folder: string;
let project: string;
let journey: Journey;
let page: Page;

beforeAll(async () => {
  folder = await makeFolder();
  project = join(folder, 'pets');
  const others = join(folder, 'others');
  await maskwright('sample', '--project', project, '--images', '12', '--seed', '5');
  await maskwright('split', '--project', project, '--val', '0.25');
  await cp(join(project, 'pictures'), others, { recursive: true });
  await maskwright('import', 'folder', '--images', others, '--project', project);
  journey = await startJourney({ project, window: [1400, 1000] });
  ({ page } = journey);
  await goTo(page, 'Train');
}, 120_000);

afterAll(async () => {
  await journey.close();
  expect(journey.complaints).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

test('a run learns from pictures without labels where few have them, or by a switch, and shows how sure it was of them', async () => {
  await page.getByRole('button', { name: 'All settings' }).click();
  const learns = page.getByRole('switch', { name: 'Use unlabelled pictures too' });
  const counted = page.getByRole('row', { name: /^unlabelled/ });
  await page.getByText(/^Few pictures are labelled and many are not/).waitFor();
  expect(await learns.isChecked()).toBe(true);
  await learns.uncheck();
  await expect.poll(() => counted.count()).toBe(0);
  await learns.check();
  await counted.getByText('12', { exact: true }).waitFor();
  const figures = { 'Picture size': 32, 'Pictures at once': 3, Epochs: 3, 'Sure from': 30 };
  await setRecipe(page, figures);
  await clickTrain(page);
  await runRow(page, 'run-1').getByText('finished').waitFor({ timeout: 120_000 });

  await page.getByRole('radio', { name: 'Sure' }).click();
  // Three classes: somebody is always at least that sure.
  await expect
    .poll(() => reading(page, 'Sure of unlabelled pictures', 'share of pixels'))
    .toBe('1.00');
  const job = JSON.parse(await readFile(join(project, 'runs', 'run-1', 'job.json'), 'utf8')) as {
    settings: unknown;
  };
  expect(job.settings).toMatchObject({ unlabelled: true, confidence: 0.3, unlabelledWeight: 1 });
  await learns.uncheck();
  await expect.poll(() => counted.count()).toBe(0);
}, 180_000);
