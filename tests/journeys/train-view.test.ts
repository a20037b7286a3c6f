import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { parseRunJob } from '../../app/contract/run-folder.ts';
import { goTo, toast } from './browsing.ts';
import { faults } from './faults.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';
import { chart, clickTrain, reading, runRow, setRecipe } from './training.ts';

let folder: string;
let journey: Journey;
let page: Page;

beforeAll(async () => {
  folder = await makeFolder();
  const project = join(folder, 'pets');
  await maskwright('sample', '--project', project, '--images', '12', '--seed', '5');
  const tiny = ['--size', '32', '--batch', '4', '--epochs', '3'];
  await maskwright('train', '--project', project, '--run', 'first', ...tiny);
  journey = await startJourney({ project });
  ({ page } = journey);
  await goTo(page, 'Train');
}, 120_000);

afterAll(async () => {
  await journey.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(() => {
  expect(journey.complaints).toEqual([]);
});

test('what computes says why, can be chosen, and is remembered', async () => {
  const device = page.getByRole('combobox', { name: 'Computes on' });
  const why = page.locator('aside').getByRole('status');
  await why.getByText(/^TensorFlow on the processor\. The TensorFlow library is here\.$/).waitFor();
  await page.getByText('Other ways to compute').click();
  await page.getByText(/^No NVIDIA card was found/).waitFor();
  await device.selectOption('WebAssembly');
  await why.getByText(/^WebAssembly is slow: .*the TensorFlow library, which is here\.$/).waitFor();
  await page.reload();
  await why.getByText(/^WebAssembly is slow/).waitFor();
  await device.selectOption('Automatic');
  await why.getByText(/^TensorFlow on the processor/).waitFor();
});

test('a preset is a whole recipe in one choice, until something of it is changed', async () => {
  const preset = page.getByRole('combobox', { name: 'Preset' });
  const model = page.getByRole('combobox', { name: 'Model' });
  const epochs = page.getByRole('spinbutton', { name: 'Epochs', exact: true });
  await expect.poll(() => preset.inputValue()).toBe('good');
  await preset.selectOption('the tutorial, mended');
  await expect.poll(() => model.inputValue()).toBe('unet-tutorial');
  expect(await epochs.inputValue()).toBe('50');
  await epochs.fill('4');
  await epochs.blur();
  await expect.poll(() => preset.locator('option:checked').innerText()).toBe('your own');
  await preset.selectOption('quick look');
  await expect.poll(() => epochs.inputValue()).toBe('15');
  expect(await preset.locator('option').allInnerTexts()).not.toContain('your own');
  // Ten pictures: as many are seen as of 200 in 50 epochs.
  await preset.selectOption('good');
  await expect.poll(() => epochs.inputValue()).toBe('1000');
});

test('a network says what it costs before it is trained', async () => {
  const model = page.getByRole('combobox', { name: 'Model' });
  const figures = page.locator('aside dl').filter({ hasText: 'multiply-adds' });
  await model.selectOption('U-Net of the tutorial');
  await expect
    .poll(() => figures.innerText())
    .toMatch(/parameters\s+472 k\s+multiply-adds\s+4.46 G/);
  await setRecipe(page, { 'Picture size': 96 });
  await expect.poll(() => figures.innerText()).toMatch(/multiply-adds\s+1.03 G/);
  await page.getByText('24 layers').click();
  const layers = page.getByRole('region', { name: 'Layers of the network' });
  await layers.getByRole('row', { name: 'bottom_conv2 24² × 128 147,584 32' }).waitFor();
  await page.getByText('24 layers').click();
  await page.getByRole('button', { name: 'Reset' }).click();
  await model.selectOption('U-Net, small');
});

test('a run that is stopped keeps its best', async () => {
  await setRecipe(page, { Epochs: 500, 'Picture size': 32, 'Pictures at once': 4 });
  await page.getByText(/^about .+ on this computer$/).waitFor();
  await clickTrain(page);
  const figures = page.locator('.figures');
  await figures.getByText(/^best so far: epoch/).waitFor();
  // How long it waits for its pictures stands beside the speed.
  await figures.getByText(/^[\d.]+ [MG]B, \d+ % waiting$/).waitFor();
  // In its third epoch: the slider over the epochs then has somewhere to go.
  const epoch = async () => Number.parseInt(await figures.locator('b').first().innerText(), 10);
  await expect.poll(epoch).toBeGreaterThan(2);
  await page.getByRole('button', { name: 'Stop and keep the best' }).click();
  await runRow(page, 'run-1').getByText('stopped').waitFor();
  await figures.getByText(/^best: epoch/).waitFor();
  await page.getByRole('button', { name: 'Go on from the last checkpoint' }).waitFor();
});

test('the same pictures are shown as predicted, labelled and mistaken, epoch by epoch', async () => {
  const strip = page.getByRole('region', { name: 'The same pictures, every epoch' });
  const latest = strip.getByText(/^epoch \d+, latest$/);
  await latest.waitFor();
  const drawn = () =>
    strip
      .locator('li img')
      .evaluateAll((all) =>
        all.every((each) => each instanceof HTMLImageElement && each.naturalWidth > 0),
      );
  await expect.poll(drawn).toBe(true);
  for (const view of ['label', 'error', 'picture', 'prediction']) {
    await strip.getByRole('radio', { name: view }).check();
    await expect.poll(drawn).toBe(true);
  }
  await strip.getByRole('slider').press('Home');
  await strip.getByText('epoch 1', { exact: true }).waitFor();
  await expect.poll(drawn).toBe(true);
});

test('an earlier run is laid over, under its own name and line', async () => {
  await runRow(page, 'first').getByRole('checkbox').check();
  await chart(page, 'Loss').getByText('first', { exact: true }).waitFor();
  await chart(page, 'IoU on validation').getByText('run-1', { exact: true }).waitFor();
  const box = await chart(page, 'Loss').locator('.u-over').boundingBox();
  if (box === null) throw new Error('There is no chart to point at.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  // The charts share one cursor: both read there.
  await chart(page, 'Loss')
    .getByText(/^epoch \d+\.\d learning rate/)
    .waitFor();
  await chart(page, 'IoU on validation')
    .getByText(/^epoch \d+\.\d$/)
    .waitFor();
  expect(await reading(page, 'Loss', 'validation')).toMatch(/^\d/);
  await runRow(page, 'first').getByRole('checkbox').uncheck();
  await expect.poll(() => chart(page, 'Loss').getByText('first', { exact: true }).count()).toBe(0);
});

test('the scores say what is mistaken for what', async () => {
  await page.getByRole('radio', { name: 'Scores' }).check();
  await page.getByRole('button', { name: 'Evaluate' }).click();
  await page.getByText(/^\d+ pictures of validation/).waitFor();
  const confusion = page.getByRole('table', { name: 'Labelled as (row), predicted as (column)' });
  expect(await confusion.getByRole('columnheader').allInnerTexts()).toEqual([
    'background',
    'cat',
    'dog',
  ]);
  const texts = await confusion.locator('tbody tr').first().getByRole('cell').allInnerTexts();
  const sum = texts.reduce((total, text) => total + Number.parseInt(text, 10), 0);
  expect(Math.abs(sum - 100)).toBeLessThanOrEqual(2);
  await page.getByText('Misleading when background fills the picture', { exact: false }).waitFor();
  await chart(page, 'IoU at each threshold').waitFor();
  await chart(page, 'How honest the probabilities are').waitFor();
});

test('a mistake in the scores leads to the pictures behind it', async () => {
  await page.getByRole('region', { name: 'Pictures with the lowest IoU' }).waitFor();
  await page
    .getByRole('button', { name: /predicted as/ })
    .first()
    .press('Enter');
  const behind = page.getByRole('region', { name: /: the pictures with most of it$/ });
  const picture = behind.getByRole('button').first();
  const name = (await picture.getAttribute('title')) ?? '';
  await picture.click();
  await page.getByLabel('Picture with its masks').waitFor();
  const current = page.locator('.film [aria-current="true"]');
  await expect.poll(() => current.getAttribute('aria-label')).toBe(name);
  await goTo(page, 'Train');
  await behind.waitFor();
  await page.getByRole('radio', { name: 'Curves' }).check();
});

test('a run is looked into by mouse, down to where each number goes', async () => {
  await page.getByRole('radio', { name: 'Layers' }).check();
  const layers = page.getByRole('listbox', { name: /^Layers of the network/ });
  await layers.getByRole('option', { name: /^down2_pool, pooling, 8² × 16$/ }).click();
  await page.getByText(/^Of each 2 × 2 values the largest goes on\./).waitFor();
  const channels = page.getByRole('listbox', { name: 'Channels of down2_pool' });
  const channel = channels.getByRole('option').nth(2);
  // A value a third of the way across and down: of 8 x 8 the third.
  await channel.click({ position: { x: 25, y: 25 } });
  const map = page.getByRole('button', { name: /^Map of Channel \d+: row 3, column 3\./ });
  await map.waitFor();
  await page.getByText('5 × 5 px, of the picture as the network sees it').waitFor();
  const steps = page.getByRole('region', { name: 'Where each number goes' });
  await steps.getByText('Step 1 of 16').waitFor();
  await steps.getByText(/^Of .+ the largest goes on: /).waitFor();
  await steps.getByRole('button', { name: 'Step on' }).click();
  await steps.getByText('Step 2 of 16').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await faults(page, '.layers')).toEqual([]);
  }
  const first = page.getByRole('combobox', { name: 'Picture' });
  await first.selectOption({ index: 1 });
  await page.getByText(/^Of each 2 × 2 values the largest goes on\./).waitFor();
  await page.getByRole('radio', { name: 'Curves' }).check();
});

test('a run is looked into by keys alone', async () => {
  await page.locator('body').press('l');
  const layers = page.getByRole('listbox', { name: /^Layers of the network/ });
  const chosen = layers.getByRole('option', { selected: true });
  await chosen.waitFor();
  await chosen.press('End');
  await page.getByText(/^The scores become probabilities/).waitFor();
  const classes = page.getByRole('listbox', { name: 'Channels of probabilities' });
  await classes.getByRole('option', { selected: true }).press('ArrowRight');
  const map = page.getByRole('button', { name: /^Map of cat: / });
  await map.press('ArrowDown');
  await map.press('ArrowUp');
  await layers.getByRole('option', { selected: true }).focus();
  await page.keyboard.press('ArrowLeft');
  const steps = page.getByRole('region', { name: 'Where each number goes' });
  await steps.getByText('Step 1 of ').waitFor();
  await steps.getByRole('button', { name: 'Step on' }).press('ArrowRight');
  await steps.getByText('Step 2 of ').waitFor();
  await page.getByRole('radio', { name: 'Curves' }).check();
});

test('a run that was deleted comes back with its curves', async () => {
  await runRow(page, 'first').getByRole('button', { name: 'first', exact: true }).click();
  await expect.poll(() => reading(page, 'Loss', 'validation')).toMatch(/^\d/);
  await runRow(page, 'first').getByRole('button', { name: 'Delete the run: first' }).click();
  await expect.poll(() => runRow(page, 'first').count()).toBe(0);
  await toast(page, 'first was deleted').getByRole('button', { name: 'Undo' }).click();
  await runRow(page, 'first').getByText('finished').waitFor();
  await expect.poll(() => reading(page, 'Loss', 'validation')).toMatch(/^\d/);
});

test('inner levels are taught where that is switched on, and a preset leaves the seed as it is', async () => {
  await page.getByRole('button', { name: 'All settings' }).click();
  const seed = page.getByRole('spinbutton', { name: 'Seed' });
  await setRecipe(page, { Seed: 7 });
  await page.getByRole('combobox', { name: 'Preset' }).selectOption('good');
  await expect.poll(() => seed.inputValue()).toBe('7');
  await page.getByRole('switch', { name: 'Teach inner levels' }).check();
  await setRecipe(page, { Epochs: 1, 'Picture size': 32, 'Pictures at once': 4 });
  await clickTrain(page);
  await runRow(page, 'run-2').getByText('finished').waitFor();
  const job = await readFile(join(folder, 'pets', 'runs', 'run-2', 'job.json'), 'utf8');
  expect(parseRunJob(job).settings).toMatchObject({ deepSupervision: true, seed: 7, size: 32 });
});
