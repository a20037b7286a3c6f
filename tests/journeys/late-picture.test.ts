import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  click,
  drag,
  held,
  openAnnotate,
  pictureIds,
  saved,
  startAnnotating,
} from './annotating.ts';
import type { Journey } from './serving.ts';

let journey: Journey;
let page: Page;
let ids: readonly number[];

beforeEach(async () => {
  journey = await startAnnotating({ images: 9, window: [1600, 1000] });
  ({ page } = journey);
  ids = await pictureIds(page);
  await expect.poll(() => shownAlpha()).toBe(255);
});

afterEach(async () => {
  await journey.close();
  expect(journey.complaints).toEqual([]);
});

/** What the layer of the picture shows in its middle: 0 for nothing. */
async function shownAlpha(): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.stage canvas');
    const at = [canvas?.width ?? 0, canvas?.height ?? 0].map((side) => Math.floor(side / 2));
    const [x = 0, y = 0] = at;
    return canvas?.getContext('2d')?.getImageData(x, y, 1, 1).data[3] ?? -1;
  });
}

/** Answers how to let it through. */
async function holdBack(path: string): Promise<() => void> {
  let letThrough: () => void = () => undefined;
  const waited = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route(`**${path}`, async (route) => {
    await waited;
    await route.continue();
  });
  return letThrough;
}

/** The last in the film strip: nobody has fetched it ahead. */
async function openLast(): Promise<number> {
  const last = ids.at(-1) ?? -1;
  await page
    .getByRole('group', { name: 'Neighbouring pictures' })
    .getByRole('button')
    .last()
    .click();
  await page
    .getByText(`${String(ids.length)} of ${String(ids.length)}`)
    .first()
    .waitFor();
  return last;
}

it('masks are there and can be edited before their picture; no other picture is seen under them', async () => {
  const last = ids.at(-1) ?? -1;
  const picture = await holdBack(`/image/${String(last)}`);
  const preview = await holdBack(`/thumbnail/${String(last)}?size=160`);
  const before = await held(page, last);
  await openLast();
  await expect.poll(() => shownAlpha()).toBe(0);
  await page.keyboard.press('Shift+N');
  await drag(page, [0.4, 0.12], [0.6, 0.12]);
  await saved(page);
  const painted = await held(page, last);
  expect(painted.annotations).toHaveLength(before.annotations.length + 1);
  expect(await shownAlpha()).toBe(0);
  await expect.poll(() => page.locator('.under .value').innerText()).toBe('');

  // A preview stands in for it.
  preview();
  await expect.poll(() => shownAlpha()).toBe(255);

  // What looks at the picture's colours waits for them.
  await page.keyboard.press('Shift+N');
  await page.keyboard.press('W');
  await click(page, [0.5, 0.3]);
  await page.waitForTimeout(300);
  expect((await held(page, last)).image.revision).toBe(painted.image.revision);
  picture();
  await expect
    .poll(async () => (await held(page, last)).image.revision)
    .toBe(painted.image.revision + 1);
  await expect.poll(() => page.locator('.under .value').innerText()).not.toBe('');
  expect(await page.getByText('cannot be shown').count()).toBe(0);
});

it('a neighbour that was fetched ahead and has changed elsewhere is opened as it is now', async () => {
  const second = ids[1] ?? -1;
  const isFetched = (): Promise<boolean> =>
    page.evaluate(
      (path) => performance.getEntriesByType('resource').some(({ name }) => name.endsWith(path)),
      `/image/${String(second)}`,
    );
  await expect.poll(isFetched).toBe(true);
  const context = await journey.browser.newContext({
    storageState: await page.context().storageState(),
    viewport: { width: 1600, height: 1000 },
  });
  const other = await context.newPage();
  await other.goto(page.url());
  await openAnnotate(other);
  await other.keyboard.press('d');
  await other.getByText('2 of 9').first().waitFor();
  await other.locator('.stage[aria-busy="false"]').waitFor();
  await other.keyboard.press('Shift+N');
  await drag(other, [0.4, 0.12], [0.6, 0.12]);
  await saved(other);
  const changed = await held(page, second);
  expect(changed.image.revision).toBe(1);

  await page.keyboard.press('d');
  const list = page.getByRole('list', { name: 'Objects', exact: true });
  await expect
    .poll(() => list.getByRole('listitem').first().getAttribute('aria-setsize'))
    .toBe(String(changed.annotations.length));
  await page.keyboard.press('Shift+N');
  await drag(page, [0.4, 0.2], [0.6, 0.2]);
  await saved(page);
  expect((await held(page, second)).image.revision).toBe(2);
  await context.close();
});
