import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { ask, click, startAnnotating } from './annotating.ts';
import type { Journey } from './serving.ts';

const longName = 'a class whose name is longer than anybody would like to read twice';

let journey: Journey;
let page: Page;

beforeAll(async () => {
  journey = await startAnnotating({ images: 2, window: [1600, 1000] });
  ({ page } = journey);
});
afterAll(async () => {
  const { complaints } = journey;
  await journey.close();
  expect(complaints).toEqual([]);
});

interface Edges {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

async function edgesOf(locator: Locator): Promise<Edges> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('It is not to be seen.');
  const { x: left, y: top, width, height } = box;
  return { left, top, right: left + width, bottom: top + height };
}

it.each([
  [1600, 1000],
  [700, 700],
])('a notice covers neither the line of help nor the panel at %i by %i', async (width, height) => {
  await page.setViewportSize({ width, height });
  // A line that goes nowhere splits nothing, and that is said.
  await page.keyboard.press('x');
  await click(page, [0.02, 0.02]);
  await click(page, [0.03, 0.02]);
  const notice = page.locator('.toast').last();
  await notice.waitFor();
  const said = await edgesOf(notice);
  expect(said.bottom).toBeLessThan((await edgesOf(page.locator('.line'))).top);
  expect(said.right).toBeLessThan(
    (await edgesOf(page.getByRole('complementary', { name: 'Objects and view' }))).left,
  );
  await notice.getByRole('button', { name: 'Close' }).click();
});

it('a long name leaves the key of its class in sight, and is told in full', async () => {
  await ask(page, 'category.add', { name: longName, color: '#100404' });
  for (const width of [1600, 700]) {
    await page.setViewportSize({ width, height: 800 });
    const name = page.getByRole('button', { name: longName, exact: false }).first();
    await page.locator(`[title="${longName}"]`).waitFor();
    const whole = await edgesOf(page.locator(`[title="${longName}"]`));
    const key = page.locator(`[title="${longName}"] kbd`);
    expect(await key.innerText()).toBe('3');
    const { left, right } = await edgesOf(key);
    expect(left).toBeGreaterThan(whole.left);
    expect(right).toBeLessThanOrEqual(whole.right);
    expect(await name.count()).toBe(1);
  }
});

it('the bar of options shows at its ends that there is more', async () => {
  const more = async (): Promise<readonly boolean[]> =>
    Promise.all(['before', 'after'].map((end) => page.locator(`.more.${end}`).isVisible()));
  const bar = page.getByRole('group', { name: 'Options of the tool' });
  await page.keyboard.press('b');
  await page.setViewportSize({ width: 1600, height: 800 });
  await expect.poll(more).toEqual([false, false]);
  await page.setViewportSize({ width: 700, height: 800 });
  await expect.poll(more).toEqual([false, true]);
  await bar.evaluate((it) => (it.scrollLeft = 40));
  await expect.poll(more).toEqual([true, true]);
  await bar.evaluate((it) => (it.scrollLeft = it.scrollWidth));
  await expect.poll(more).toEqual([true, false]);
  // Another tool has fewer of them.
  await page.keyboard.press('v');
  await expect.poll(more).toEqual([false, false]);
});
