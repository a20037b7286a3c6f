import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { click, drag, held, pictureIds, saved, shapesOf, startAnnotating } from './annotating.ts';
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

/** Areas of the objects that were not there at first. */
async function areas(first: readonly number[]): Promise<readonly number[]> {
  await saved(page);
  const { annotations } = await held(page, image);
  return annotations.filter(({ id }) => !first.includes(id)).map(({ areaPx2 }) => areaPx2);
}

it('an object is split, merged and split into its parts by keys and mouse, and all of it is taken back', async () => {
  const before = await held(page, image);
  const first = before.annotations.map(({ id }) => id);
  const done = (name: string): Promise<void> =>
    page.getByRole('listitem').filter({ hasText: name }).first().waitFor();

  await page.keyboard.press('m');
  await page.keyboard.press('Shift+N');
  await drag(page, [0.3, 0.3], [0.6, 0.5]);
  await done('Rectangle of');
  const [whole = 0] = await areas(first);

  await page.keyboard.press('x');
  const options = page.getByRole('group', { name: 'Options of the tool' });
  await options.getByText('splits ').waitFor();
  await drag(page, [0.5, 0.25], [0.5, 0.55]);
  await done('Split ');
  const [left = 0, right = 0] = await areas(first);
  expect(left).toBeGreaterThan(right);
  expect(left + right).toBe(whole);

  // From click to click, given up by Esc, then done; the cut is of the piece that the line crosses.
  await click(page, [0.28, 0.4]);
  await page.keyboard.press('Escape');
  await click(page, [0.28, 0.4]);
  await click(page, [0.49, 0.41]);
  expect(await areas(first)).toHaveLength(2);
  await page.getByText('That line cuts nothing apart.').waitFor();
  await click(page, [0.28, 0.38]);
  await click(page, [0.55, 0.38]);
  await expect.poll(() => areas(first)).toHaveLength(3);

  await page.getByRole('toolbar').getByRole('button', { name: 'Merge', exact: true }).click();
  await options.getByText('merges into ').waitFor();
  await drag(page, [0.4, 0.45], [0.4, 0.32], [0.55, 0.4]);
  await done('Merge into ');
  expect(await areas(first)).toEqual([whole]);

  await page.keyboard.press('m');
  await drag(page, [0.65, 0.3], [0.7, 0.35]);
  await page.keyboard.press('Control+Shift+X');
  await done('into its parts');
  expect(await areas(first)).toHaveLength(2);

  // A frame with a gap on its right: the bucket fills it when the gap counts as closed.
  await page.keyboard.press('m');
  await page.keyboard.press('Shift+N');
  await drag(page, [0.1, 0.6], [0.3, 0.9]);
  await page.keyboard.down('Alt');
  await drag(page, [0.12, 0.64], [0.28, 0.86]);
  await drag(page, [0.27, 0.74], [0.32, 0.76]);
  await page.keyboard.up('Alt');
  const frame = (await areas(first)).at(-1) ?? 0;
  await page.keyboard.press('g');
  await click(page, [0.2, 0.75]);
  await page.getByText('That region is open').waitFor();
  await options.getByLabel('Closes gaps to').fill('20');
  await page.keyboard.press('Enter');
  await click(page, [0.2, 0.75]);
  await expect.poll(async () => (await areas(first)).at(-1)).toBeGreaterThan(2 * frame);

  for (let step = 0; step < 10; step++) {
    await page.keyboard.press('Control+z');
    await saved(page);
  }
  await expect.poll(async () => shapesOf(await held(page, image))).toEqual(shapesOf(before));
});
