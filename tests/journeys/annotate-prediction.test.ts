import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  areaOf,
  click,
  drag,
  held,
  moveTo,
  openAnnotate,
  pictureIds,
  saved,
  shapesOf,
} from './annotating.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let journey: Journey;

beforeAll(async () => {
  const folder = await makeFolder();
  const project = join(folder, 'sample');
  await maskwright('sample', '--project', project, '--images', '10', '--seed', '3');
  const train = ['--epochs', '3', '--size', '64', '--batch', '4', '--run', 'quick'];
  await maskwright('train', '--project', project, ...train);
  const out = join(folder, 'predictions');
  await maskwright(
    'predict',
    '--project',
    project,
    '--run',
    'quick',
    '--split',
    'all',
    '--out',
    out,
  );
  journey = await startJourney({ project, window: [1600, 1000] });
}, 240_000);

afterAll(() => journey.close());

it('a prediction is laid over, compared, made the mask, and taken back', async () => {
  const { page } = journey;
  await openAnnotate(page);
  const [first = -1] = await pictureIds(page);
  const labelled = await held(page, first);
  await page.getByText('Prediction of quick').waitFor();
  await page.keyboard.press('T');
  expect(await page.getByRole('switch', { name: 'Show (T)' }).isChecked()).toBe(true);

  // At a low threshold even a network that has learned little finds something.
  const threshold = page.getByLabel('Threshold');
  await threshold.focus();
  await threshold.press('Home');
  await page.getByText('5 %', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Make it the mask' }).click();
  await expect.poll(async () => shapesOf(await held(page, first))).not.toEqual(shapesOf(labelled));
  await saved(page);
  const accepted = await held(page, first);
  expect(accepted.annotations.every(({ shape }) => shape.kind === 'mask')).toBe(true);
  expect(areaOf(accepted)).toBeGreaterThan(0);
  expect(accepted.image.review).toBe('edited');
  // What was accepted agrees with the prediction in full.
  await page.getByRole('cell', { name: '1.00' }).first().waitFor();

  await moveTo(page, [0.5, 0.5]);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => shapesOf(await held(page, first))).toEqual(shapesOf(labelled));
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(async () => shapesOf(await held(page, first))).toEqual(shapesOf(accepted));
  expect(journey.complaints).toEqual([]);
});

/** At the lowest threshold even a network that has learned little finds something. */
async function lowestThreshold(page: Page): Promise<void> {
  const threshold = page.getByLabel('Threshold of the prediction');
  await threshold.focus();
  await threshold.press('Home');
  await page.getByRole('group', { name: 'Options of the tool' }).getByText('5 %').waitFor();
}

it('a predicted region is taken by a click, a part of the prediction by a box, each by one undo less', async () => {
  const { page } = journey;
  const [, second = -1] = await pictureIds(page);
  await page.keyboard.press('d');
  await page.getByText('2 of 10').waitFor();
  const labelled = await held(page, second);
  await page.keyboard.press('u');
  const tool = page.getByRole('button', { name: 'Take from the prediction' });
  await expect.poll(() => tool.getAttribute('aria-pressed')).toBe('true');
  await lowestThreshold(page);

  await drag(page, [0.4, 0.4], [0.6, 0.6]);
  await expect.poll(async () => shapesOf(await held(page, second))).not.toEqual(shapesOf(labelled));
  await saved(page);
  const boxed = await held(page, second);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => shapesOf(await held(page, second))).toEqual(shapesOf(labelled));

  // Where something is predicted, its class stands beside the pointer; a click there takes it.
  await moveTo(page, [0.5, 0.5]);
  await page.getByText(/^predicted (cat|dog)$/).waitFor();
  await click(page, [0.5, 0.5]);
  await expect.poll(async () => shapesOf(await held(page, second))).not.toEqual(shapesOf(labelled));
  await saved(page);
  expect(shapesOf(await held(page, second))).not.toEqual(shapesOf(boxed));
  const taken = areaOf(await held(page, second));
  await page.keyboard.down('Alt');
  await click(page, [0.5, 0.5]);
  await page.keyboard.up('Alt');
  await expect.poll(async () => areaOf(await held(page, second))).toBeLessThan(taken);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect.poll(async () => shapesOf(await held(page, second))).toEqual(shapesOf(labelled));
  expect(journey.complaints).toEqual([]);
});
