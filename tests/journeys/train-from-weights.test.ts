import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { networkOf } from '../../app/learning/models/models.ts';
import { startingWeights } from '../../app/learning/models/weights.ts';
import { startBytes } from '../../app/learning/weights/start-file.ts';
import { goTo } from './browsing.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';
import { clickTrain, runRow, setRecipe } from './training.ts';

/** A run from weights that a person has: what fits is seen before anything is trained. */

let folder: string;
let journey: Journey;
let page: Page;

beforeAll(async () => {
  folder = await makeFolder();
  const project = join(folder, 'pets');
  await maskwright('sample', '--project', project, '--images', '8', '--seed', '5');
  const packed = await readFile(new URL('../fixtures/weights/unet.pt.gz', import.meta.url));
  await writeFile(join(folder, 'unet.pt'), gunzipSync(packed));
  const narrow = networkOf({ model: 'unet', size: 32, width: 0.1 }, 3);
  const bytes = startBytes(narrow, startingWeights(narrow, 1));
  await writeFile(join(folder, 'narrow.safetensors'), bytes);
  await writeFile(join(folder, 'notes.pt'), 'no weights at all');
  journey = await startJourney({ project });
  ({ page } = journey);
  await goTo(page, 'Train');
}, 120_000);

afterAll(async () => {
  await journey.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(() => {
  // The browser tells of the refusal that the first test asks for.
  const unforeseen = journey.complaints.filter((told) => !told.endsWith('/api/weights.fit'));
  expect(unforeseen).toEqual([]);
});

async function chooseFile(name: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'File of weights' });
  await field.fill(join(folder, name));
  await field.press('Tab');
}

test('a file that cannot be used says why, and nothing is trained from it', async () => {
  await page.getByRole('combobox', { name: 'Starts from' }).selectOption('weights I have');
  const train = page.getByRole('button', { name: /^Train / });
  await expect.poll(() => train.isDisabled()).toBe(true);
  await chooseFile('notes.pt');
  await page.getByText(/^“notes\.pt” cannot be used for weights: .*; choose a \.keras/).waitFor();
  expect(await train.isDisabled()).toBe(true);
});

test('layer by layer it is seen what of a file fits, and the run says what it began with', async () => {
  await chooseFile('unet.pt');
  await page.getByText(/^PyTorch state_dict: none of its layers fits this network\./).waitFor();
  await chooseFile('narrow.safetensors');
  await page.getByRole('button', { name: 'All settings' }).click();
  await setRecipe(page, { Width: 0.1, 'Picture size': 32, Epochs: 1 });
  await page.getByText('safetensors: 31 of 31 layers are taken.').waitFor();
  await page.getByRole('combobox', { name: 'Its pictures' }).selectOption('from -1 to 1');
  await page.getByText('safetensors: 31 of 31 layers are taken.').waitFor();
  // Both stay while another view is looked at.
  await goTo(page, 'Browse');
  await goTo(page, 'Train');
  const given = page.getByRole('combobox', { name: 'Its pictures' });
  expect(await given.locator(':checked').textContent()).toBe('from -1 to 1');
  await page.getByText('Layer by layer').click();
  const layers = page.getByRole('region', { name: 'Layer by layer' });
  await layers.getByRole('row', { name: 'down1_conv_norm taken' }).waitFor();
  // However much there is in the column beside the curves: it scrolls, and the page does not.
  const tooHighPx = () =>
    page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
  expect(await tooHighPx()).toBe(0);
  await clickTrain(page);
  await runRow(page, 'run-1').getByText('finished').waitFor({ timeout: 60_000 });
  await page.getByText('Started from narrow.safetensors: 31 of 31 layers.').waitFor();
  await page.getByText('Its pictures were given from -1 to 1.').waitFor();
}, 90_000);

test('an earlier run is a beginning too; what does not fit begins anew', async () => {
  await page.getByRole('combobox', { name: 'Starts from' }).selectOption('run-1, best epoch');
  await page.getByText('TensorFlow.js layers model: 31 of 31 layers are taken.').waitFor();
  await page.getByRole('combobox', { name: 'Model' }).selectOption('FCN-8s');
  await page
    .getByText(/12 of 36 layers are taken\. The rest begins with random numbers\.$/)
    .waitFor();
  const layers = page.getByRole('region', { name: 'Layer by layer' });
  await layers.getByRole('row', { name: 'top1_norm missing' }).waitFor();
  await layers.getByText('Left over in the file: 31').waitFor();
  await page.getByRole('combobox', { name: 'Starts from' }).selectOption('random numbers');
  await layers.waitFor({ state: 'detached' });
});
