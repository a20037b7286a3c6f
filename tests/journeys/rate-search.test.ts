import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goTo } from './browsing.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';
import { clickTrain, reading, runRow, setRecipe } from './training.ts';

let folder: string;
let journey: Journey;
let page: Page;

beforeAll(async () => {
  folder = await makeFolder();
  const project = join(folder, 'pets');
  await maskwright('sample', '--project', project, '--images', '12', '--seed', '5');
  journey = await startJourney({ project });
  ({ page } = journey);
  await goTo(page, 'Train');
}, 120_000);

afterAll(async () => {
  expect(journey.complaints).toEqual([]);
  await journey.close();
  await rm(folder, { recursive: true, force: true });
});

const start = () => page.getByRole('button', { name: 'Look for a rate' });

test('a search for a rate can be stopped, and leaves no run', async () => {
  await setRecipe(page, { 'Picture size': 96, 'Pictures at once': 4 });
  await start().click();
  // A run beside it would share the processor.
  await page.getByText(/^A learning rate is being looked for;/).waitFor();
  expect(await page.getByRole('button', { name: /^Train / }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await start().waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await page.getByRole('table', { name: 'Runs' }).count()).toBe(0);
});

test('what it finds is drawn, and one click takes it over', { timeout: 120_000 }, async () => {
  await setRecipe(page, { 'Picture size': 32 });
  await start().click();
  const dialog = page.getByRole('dialog', { name: 'Look for a learning rate' });
  await dialog.waitFor({ timeout: 90_000 });
  await dialog.getByRole('region', { name: 'Loss' }).locator('canvas').waitFor();
  const take = dialog.getByRole('button', { name: /^Take / });
  const rate = (await take.innerText()).trim().slice('Take '.length);
  await take.click();
  await dialog.waitFor({ state: 'detached' });
  const field = page.locator('aside').getByRole('spinbutton', { name: 'Learning rate' });
  await expect.poll(() => field.inputValue()).toBe(rate);
});

test('as many pictures at once as fit are tried, and the field has them', async () => {
  await setRecipe(page, { 'Picture size': 32, 'Pictures at once': 1 });
  const tryThem = page.getByRole('button', { name: 'As large as fits' });
  await tryThem.focus();
  await page.getByRole('tooltip').getByText('mostly on a graphics card').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText(/^It is being tried how many pictures at once fit;/).waitFor();
  await page.getByText(/^There is memory for 10 pictures at once/).waitFor({ timeout: 60_000 });
  const field = page.locator('aside').getByRole('spinbutton', { name: 'Pictures at once' });
  expect(await field.inputValue()).toBe('10');
});

test(
  'an optimiser of choice trains, and its gradients and rates are curves',
  { timeout: 120_000 },
  async () => {
    await page.getByRole('button', { name: 'All settings' }).click();
    await page.getByRole('combobox', { name: 'Optimiser' }).selectOption('AdamW');
    await setRecipe(page, { 'Weight decay': 0.02, 'Clip gradients at': 1, 'Average weights': 0.9 });
    await setRecipe(page, { Epochs: 2, 'Picture size': 32 });
    await clickTrain(page);
    await runRow(page, 'run-1').getByText('finished').waitFor({ timeout: 90_000 });
    await runRow(page, 'run-1')
      .getByText(/Optimiser AdamW/)
      .waitFor();
    const shown = page.getByRole('radiogroup', { name: 'What is drawn over the steps' });
    await shown.getByRole('radio', { name: 'Gradient' }).check();
    await expect.poll(() => reading(page, 'Gradient', 'length')).toMatch(/^\d/);
    await shown.getByRole('radio', { name: 'Rate' }).check();
    await expect.poll(() => reading(page, 'Learning rate', 'rate')).toMatch(/^\d/);
    await shown.getByRole('radio', { name: 'Loss' }).check();
  },
);
