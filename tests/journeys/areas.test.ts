import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { areaOf, drag, held, pictureIds, saved, shapesOf, startAnnotating } from './annotating.ts';
import type { Journey } from './serving.ts';

let journey: Journey;
let page: Page;
let image: number;

beforeEach(async () => {
  journey = await startAnnotating({ images: 2, window: [1400, 900] });
  ({ page } = journey);
  [image = -1] = await pictureIds(page);
});

afterEach(async () => {
  await journey.close();
  expect(journey.complaints).toEqual([]);
});

it('areas are drawn with the mouse, the object is moved and reshaped, and each is taken back', async () => {
  const before = shapesOf(await held(page, image));
  const areas: number[] = [];
  const act = async (name: string, done: () => Promise<void>): Promise<void> => {
    await done();
    await page.getByRole('listitem').filter({ hasText: name }).first().waitFor();
    await saved(page);
    areas.push(areaOf(await held(page, image)));
  };
  const choose = (name: string): Promise<void> =>
    page.getByRole('toolbar').getByRole('button', { name, exact: true }).click();

  await choose('Rectangle');
  await page.keyboard.press('Shift+N');
  await act('Rectangle of', () => drag(page, [0.3, 0.3], [0.4, 0.45]));
  await page.keyboard.press('Shift+M');
  await act('Ellipse of', () => drag(page, [0.38, 0.3], [0.5, 0.45]));
  await page.keyboard.press('L');
  await act('Lasso ', () => drag(page, [0.3, 0.44], [0.5, 0.44], [0.4, 0.6]));
  await page.keyboard.press('Control+]');
  await act('Grow ', () => Promise.resolve());
  await page.keyboard.press('Control+[');
  await act('Shrink ', () => Promise.resolve());
  await page.keyboard.press('Control+Shift+S');
  await act('Smooth ', () => Promise.resolve());
  await page.keyboard.press('Y');
  await act('Move ', () => drag(page, [0.35, 0.38], [0.45, 0.42]));
  await page.keyboard.press('Control+D');
  await act('Duplicate ', () => Promise.resolve());
  expect(areas[3]).toBeGreaterThan(areas[2]!);
  expect(areas[4]).toBeLessThan(areas[3]!);
  for (let step = 0; step < areas.length; step++) {
    await page.keyboard.press('Control+z');
    await saved(page);
  }
  await expect.poll(async () => shapesOf(await held(page, image))).toEqual(before);
});
