import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { moveTo, openAnnotate, pixelAt, type Spot } from './annotating.ts';
import { toast } from './browsing.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let folder: string;
let journey: Journey;
let page: Page;

beforeAll(async () => {
  folder = await makeFolder();
  await maskwright('sample', '--project', join(folder, 'pets'), '--images', '6', '--seed', '3');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  journey = await startJourney({ project: join(folder, 'pets'), window: [1280, 800] });
  ({ page } = journey);
  page.setDefaultTimeout(10_000);
  await openAnnotate(page);
});

afterEach(async () => {
  const { complaints } = journey;
  await journey.close();
  expect(complaints).toEqual([]);
});

/** What is to be seen at a place, off the ring of the brush. */
async function colourAt(spot: Spot): Promise<readonly number[]> {
  const { x, y } = await pixelAt(page, spot);
  await page.mouse.move(0, 0);
  const shot = await page.screenshot({ clip: { x, y, width: 1, height: 1 } });
  return page.evaluate(
    async (bytes) => {
      const blob = new Blob([Uint8Array.from(bytes)], { type: 'image/png' });
      const bitmap = await createImageBitmap(blob);
      const canvas = document.createElement('canvas');
      const context = canvas.getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      return [...(context?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3);
    },
    [...shot],
  );
}

const wall: Spot = [0.5, 0.5];

function lookOfPointer(): Promise<string> {
  return page.getByRole('group', { name: 'Under the pointer' }).innerText();
}

it('tells pixel, value and class under the pointer, without moving anything', async () => {
  await moveTo(page, wall);
  await expect.poll(lookOfPointer).toMatch(/^x \d+ y \d+\s+\d+ \d+ \d+\s+background$/);
  const place = await page.getByRole('group', { name: 'Under the pointer' }).boundingBox();
  // No filter is set: what is read is what the screen shows.
  const value = (await lookOfPointer()).split('\n')[1]?.split(' ').map(Number);
  const seen = await colourAt(wall);
  expect(seen).toEqual(value);
  await moveTo(page, [0.79, 0.8]);
  await expect.poll(lookOfPointer).toMatch(/dog 1$/);
  expect(await page.getByRole('group', { name: 'Under the pointer' }).boundingBox()).toEqual(place);
});

it('shows one channel and another gamma, and does so again after the page is loaded', async () => {
  // Before the picture is drawn there is a canvas, which has a colour too.
  await moveTo(page, wall);
  await expect.poll(lookOfPointer).toMatch(/^x \d+ y \d+\s+\d+ /);
  const [red = 0, green = 0] = await colourAt(wall);
  expect(red).not.toBe(green);
  await page.getByRole('radio', { name: 'red' }).check();
  await expect.poll(() => colourAt(wall)).toEqual([red, red, red]);

  await page.getByLabel('Gamma').fill('2');
  const lighter = Math.round(255 * (red / 255) ** 0.5);
  await expect
    .poll(async () => Math.abs(((await colourAt(wall))[0] ?? 0) - lighter))
    .toBeLessThanOrEqual(1);

  await page.reload();
  await openAnnotate(page);
  await expect
    .poll(async () => Math.abs(((await colourAt(wall))[0] ?? 0) - lighter))
    .toBeLessThanOrEqual(1);
  await page.getByRole('button', { name: 'The picture as stored' }).click();
  await expect.poll(async () => (await colourAt(wall))[1]).toBe(green);
});

it('has an overview while a part of the picture fills the canvas, to drag and to move by keys', async () => {
  const map = page.getByRole('application', { name: 'Overview of the picture' });
  await page.getByLabel('Overview when zoomed in').check();
  await expect.poll(() => map.count()).toBe(0);
  await page.getByLabel('Picture with its masks').focus();
  for (let step = 0; step < 4; step++) {
    await page.keyboard.press('+');
  }
  await map.waitFor();
  const frame = async () => (await map.locator('.seen').boundingBox()) ?? { x: 0, y: 0 };
  const before = await frame();
  const box = await map.boundingBox();
  if (box === null) throw new Error('The overview is not to be seen.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 4, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await frame()).x).toBeLessThan(before.x - 10);
  const dragged = await frame();
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await frame()).x).toBeGreaterThan(dragged.x);
  // The arrow keys belong to the overview while it has the focus: it is still the first picture.
  await page.getByText('1 of 6').waitFor();
  await page.keyboard.press('Control+f');
  await map.waitFor({ state: 'detached' });
});

it('without any trained run, what needs a prediction leads to where one is trained', async () => {
  await page.getByLabel('Picture with its masks').focus();
  await page.keyboard.press('u');
  const bar = page.getByRole('group', { name: 'Options of the tool' });
  await bar.getByText('No run can predict yet: train one first.').waitFor();
  await page.keyboard.press('Shift+T');
  await toast(page, 'This picture has no prediction yet.').waitFor();
  // The masks stay to be seen: there is nothing that they could be judged by.
  await page.getByRole('radiogroup', { name: 'What is shown' }).getByLabel('errors').isChecked();
  await expect
    .poll(() => page.getByText('No run can predict yet: train one first.').count())
    .toBe(2);
  await bar.getByRole('button', { name: 'Go to Train' }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).first().waitFor();
  await expect.poll(() => page.getByRole('region', { name: 'Annotate' }).isVisible()).toBe(false);
});
