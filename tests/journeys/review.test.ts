import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Result } from '../../app/contract/methods.ts';
import { ask, held, shapesOf } from './annotating.ts';
import { goTo } from './browsing.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let folder: string;
let journey: Journey;
let page: Page;

beforeAll(async () => {
  folder = await makeFolder();
  const project = join(folder, 'pets');
  await maskwright('sample', '--project', project, '--images', '8', '--seed', '5');
  const tiny = ['--size', '32', '--batch', '4', '--epochs', '2'];
  await maskwright('train', '--project', project, ...tiny);
  journey = await startJourney({ project });
  ({ page } = journey);
}, 120_000);

afterAll(async () => {
  await journey.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(() => {
  expect(journey.complaints).toEqual([]);
});

const name = () => page.locator('.review header b').innerText();
const decided = (count: number) => page.getByText(new RegExp(`^${count} decided`));
const button = (act: string) => page.locator('.review').getByRole('button', { name: act });

/** Waits until another picture than this one is judged. */
async function another(than: string): Promise<void> {
  await expect.poll(name).not.toBe(than);
}

/** How the studio knows a picture. */
async function pictureNamed(search: string): Promise<{ review: string; shapes: unknown }> {
  const order = { by: 'id', descending: false } as const;
  const found = { filter: { search }, order, offset: 0, limit: 1 };
  const { images } = await ask<Result<'image.list'>>(page, 'image.list', found);
  const detail = await held(page, images[0]?.id ?? 0);
  return { review: detail.image.review, shapes: shapesOf(detail) };
}

test('one click predicts all pictures; the one that disagrees most comes first', async () => {
  await goTo(page, 'Review');
  await page.getByRole('button', { name: 'Predict all pictures with run-1' }).click();
  await button('Accept').waitFor({ timeout: 60_000 });
  await page.getByText('of 8').waitFor({ timeout: 60_000 });
  // A network that has hardly learned is sure of little: at the lowest threshold it predicts something.
  await page.getByRole('slider', { name: 'Threshold' }).press('Home');
  await page.getByText('0.05', { exact: true }).waitFor();
});

test('label and prediction are seen in three ways', async () => {
  const canvases = page.locator('.stage canvas');
  const drawn = await page.locator('.stage').screenshot();
  for (const [key, count] of [
    ['2', 1],
    ['3', 1],
    ['1', 2],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(() => canvases.count()).toBe(count);
  }
  const curtain = page.getByRole('slider', { name: 'Label to the left, prediction to the right' });
  await curtain.press('Home');
  await expect
    .poll(async () => (await page.locator('.stage').screenshot()).equals(drawn))
    .toBe(false);
});

test('by mouse: accepting makes the prediction the mask, undo takes it back', async () => {
  const first = await name();
  const before = await pictureNamed(first);
  await button('Accept').click();
  await another(first);
  await decided(1).waitFor();
  const accepted = await pictureNamed(first);
  expect(accepted.review).toBe('accepted');
  expect(accepted.shapes).not.toEqual(before.shapes);
  await button('Undo').click();
  await expect.poll(name).toBe(first);
  await decided(0).waitFor();
  expect(await pictureNamed(first)).toEqual(before);
});

let acceptedName = '';
let acceptedShapes: unknown;

test('by keyboard: Enter accepts, Backspace rejects, Ctrl+Z takes one back', async () => {
  acceptedName = await name();
  await page.keyboard.press('Enter');
  await another(acceptedName);
  await decided(1).waitFor();
  const rejected = await name();
  const before = await pictureNamed(rejected);
  await page.keyboard.press('Backspace');
  await another(rejected);
  await decided(2).waitFor();
  expect(await pictureNamed(rejected)).toEqual(before);
  await page.keyboard.press('Control+z');
  await expect.poll(name).toBe(rejected);
  await decided(1).waitFor();
  acceptedShapes = (await pictureNamed(acceptedName)).shapes;
});

test('what was accepted is there after the page is loaded again, and is not asked about again', async () => {
  await page.reload();
  await goTo(page, 'Review');
  await page.getByText('of 7').waitFor();
  expect(await pictureNamed(acceptedName)).toEqual({ review: 'accepted', shapes: acceptedShapes });
  await page.getByRole('checkbox', { name: 'Accepted ones too' }).check();
  await page.getByText('of 8').waitFor();
});

test('E opens the editor with the prediction as the mask', async () => {
  await page.getByRole('checkbox', { name: 'Accepted ones too' }).uncheck();
  await page.getByText('of 7').waitFor();
  await page.getByRole('slider', { name: 'Threshold' }).press('Home');
  const fixed = await name();
  const before = await pictureNamed(fixed);
  await page.keyboard.press('e');
  await page.getByLabel('Picture with its masks').waitFor();
  await expect.poll(async () => (await pictureNamed(fixed)).shapes).not.toEqual(before.shapes);
});
