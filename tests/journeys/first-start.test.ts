import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { cell, goTo, grid, shown, toast } from './browsing.ts';
import { startJourney, type Journey } from './serving.ts';

let journey: Journey;
let page: Page;

beforeAll(async () => {
  journey = await startJourney();
  ({ page } = journey);
});

afterAll(() => journey.close());

afterEach(() => {
  expect(journey.complaints).toEqual([]);
});

/** Types a figure into a field of the recipe. */
async function set(label: string, value: number): Promise<void> {
  const field = page.getByRole('spinbutton', { name: label });
  await field.fill(String(value));
  await field.press('Tab');
}

test('the first start shows three doors and nothing else', async () => {
  await page.getByRole('button', { name: 'Open a COCO file' }).waitFor();
  const doors = page.getByRole('main').getByRole('button');
  expect(await doors.count()).toBe(3);
  expect(new URL(page.url()).hash).toBe('');
});

test('one click draws sample pictures, split and ready', async () => {
  await page.getByRole('button', { name: 'Try it with sample pictures' }).click();
  await toast(page, '60 pictures').waitFor();
  await shown(page);
  expect(await cell(page, 0).locator('img').count()).toBe(2);
  const filters = page.getByRole('complementary', { name: 'Filters' });
  await expect
    .poll(() => filters.getByRole('button', { name: 'validation' }).textContent())
    .toMatch(/[1-9]\d*$/);
});

test('a short training reaches its end, with curves and figures on the way', async () => {
  await goTo(page, 'Train');
  await set('Epochs', 2);
  await set('Picture size', 64);
  await page
    .getByRole('button', { name: /^Train\b/, disabled: false })
    .last()
    .click();
  const footer = page.getByRole('contentinfo');
  await footer.getByRole('button', { name: 'Stop and keep best' }).waitFor();
  await footer
    .getByRole('button', { name: 'Stop and keep best' })
    .waitFor({ state: 'detached', timeout: 150_000 });
  const run = page.getByRole('row').filter({ hasText: 'run-1' });
  await run.getByText('finished').waitFor();
});

test('the run predicts every picture, and the prediction lies over the picture', async () => {
  await goTo(page, 'Browse');
  await grid(page).focus();
  await page.keyboard.press('Control+a');
  await page.getByText('60 pictures selected').waitFor();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await toast(page, 'has predicted the pictures').waitFor({ timeout: 60_000 });
  await cell(page, 0).locator('i.predicted').waitFor();

  await grid(page).focus();
  await page.keyboard.press('Home');
  const maps: number[] = [];
  page.on('response', (answer) => {
    if (answer.url().includes('/prediction/run-1/')) {
      maps.push(answer.status());
    }
  });
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Prediction of run-1' }).waitFor();
  const show = page.getByRole('switch', { name: /^Show/ });
  if (!(await show.isChecked())) {
    await page.keyboard.press('T');
  }
  await expect.poll(() => maps).toEqual([200, 200]);
  const canvas = page.getByLabel('Picture with its masks');
  const overlaid = await canvas.screenshot();
  await page.keyboard.press('T');
  await expect.poll(async () => (await canvas.screenshot()).equals(overlaid)).toBe(false);
});

test('what was done is there again after the page is loaded again', async () => {
  await page.reload();
  // The page comes back to where the person was: to the picture.
  await page.getByRole('button', { name: 'Prediction of run-1' }).waitFor();
  await goTo(page, 'Browse');
  await shown(page);
  await cell(page, 0).locator('i.predicted').waitFor();
  await goTo(page, 'Train');
  await page.getByRole('row').filter({ hasText: 'run-1' }).getByText('finished').waitFor();
});
