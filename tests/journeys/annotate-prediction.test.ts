import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { areaOf, held, moveTo, openAnnotate, pictureIds, saved, shapesOf } from './annotating.ts';
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
