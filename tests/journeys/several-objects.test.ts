import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import {
  ask,
  drag,
  held,
  pictureIds,
  saved,
  shapesOf,
  startAnnotating,
  type Detail,
} from './annotating.ts';
import type { Journey } from './serving.ts';

let journey: Journey;
let page: Page;
let image = -1;
let before: Detail;

beforeAll(async () => {
  journey = await startAnnotating({ images: 1, window: [1400, 900] });
  ({ page } = journey);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  [image = -1] = await pictureIds(page);
  // Three objects of one class beside one another, on top of what is there.
  for (const x of [0.3, 0.4, 0.5]) {
    await page.keyboard.press('Shift+N');
    await drag(page, [x, 0.05], [x + 0.04, 0.05]);
  }
  await saved(page);
  before = await held(page, image);
});
afterAll(async () => {
  const { complaints } = journey;
  await journey.close();
  expect(complaints).toEqual([]);
});

const list = (): Locator => page.getByRole('list', { name: 'Objects', exact: true });
const row = (n: number): Locator => list().getByRole('listitem').nth(n);
const choose = (n: number): Locator => row(n).locator('button').first();
const now = () => held(page, image);
const said = (text: string): Locator => page.getByRole('status').getByText(text, { exact: true });

/** Which rows are pressed, from the top. */
async function pressed(): Promise<readonly number[]> {
  const states = await list()
    .locator('.choose')
    .evaluateAll((rows) => rows.map((it) => it.getAttribute('aria-pressed')));
  return states.flatMap((state, index) => (state === 'true' ? [index] : []));
}

async function undo(): Promise<void> {
  await page.keyboard.press('Control+z');
  await expect.poll(async () => shapesOf(await now())).toEqual(shapesOf(before));
  await saved(page);
  await shownAsBefore();
}

/** Rows come a moment after the picture, and nobody clicks on one sooner. */
async function shownAsBefore(): Promise<void> {
  await expect.poll(() => list().getByRole('listitem').count()).toBe(before.annotations.length);
}

it('are chosen with Ctrl and Shift, hidden and shown together, and let go of by a click on one', async () => {
  // What was drawn last is chosen.
  await page.keyboard.press('Escape');
  await choose(0).click();
  await choose(2).click({ modifiers: ['Control'] });
  expect(await pressed()).toEqual([0, 2]);
  await said('2 objects are chosen').waitFor();
  await choose(0).click({ modifiers: ['Control'] });
  expect(await pressed()).toEqual([2]);
  await choose(0).click();
  await choose(2).click({ modifiers: ['Shift'] });
  expect(await pressed()).toEqual([0, 1, 2]);
  const seen = async () => (await now()).annotations.slice(-3).map(({ visible }) => visible);
  await page.keyboard.press('Shift+H');
  await expect.poll(seen).toEqual([false, false, false]);
  await page.keyboard.press('Shift+H');
  await expect.poll(seen).toEqual([true, true, true]);
  await page.keyboard.press('Shift+L');
  await expect
    .poll(async () => (await now()).annotations.slice(-3).map(({ locked }) => locked))
    .toEqual([true, true, true]);
  await page.keyboard.press('Shift+L');
  await choose(1).click();
  expect(await pressed()).toEqual([1]);
  await choose(1).click();
  expect(await pressed()).toEqual([]);
  await page.getByText('No object is chosen.').waitFor();
});

it('are chosen and deleted by keys alone, as one step', async () => {
  await choose(0).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowUp');
  expect(await pressed()).toEqual([0, 1]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+Space');
  expect(await pressed()).toEqual([0, 1, 3]);
  await page.keyboard.press('Control+Space');
  expect(await pressed()).toEqual([0, 1]);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Delete');
  await expect
    .poll(async () => (await now()).annotations.length)
    .toBe(before.annotations.length - 2);
  await expect.poll(() => row(0).evaluate((it) => it.contains(document.activeElement))).toBe(true);
  await undo();
  await choose(0).focus();
  await page.keyboard.press('Control+a');
  expect(await pressed()).toHaveLength(before.annotations.length);
  await page.keyboard.press('Delete');
  await expect.poll(async () => (await now()).annotations.length).toBe(0);
  await undo();
});

it('get another class, are copied and are merged together, each as one step', async () => {
  await choose(0).click();
  await choose(2).click({ modifiers: ['Shift'] });
  const classes = page.getByLabel('Class of the chosen objects');
  const [present] = (await now()).annotations.slice(-1);
  const options = await classes
    .locator('option')
    .evaluateAll((all) => all.map((it) => (it as HTMLOptionElement).value));
  const other = options.find((value) => value !== '' && value !== String(present?.category)) ?? '';
  await classes.selectOption(other);
  await expect
    .poll(async () => (await now()).annotations.slice(-3).map(({ category }) => String(category)))
    .toEqual([other, other, other]);
  await undo();

  await choose(0).click();
  await choose(1).click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect
    .poll(async () => (await now()).annotations.length)
    .toBe(before.annotations.length + 2);
  await undo();

  await choose(0).click();
  await choose(1).click({ modifiers: ['Control'] });
  await page.getByRole('button', { name: 'Merge the chosen objects' }).click();
  await expect
    .poll(async () => (await now()).annotations.length)
    .toBe(before.annotations.length - 1);
  await undo();
  await choose(0).click();
  await choose(2).click({ modifiers: ['Shift'] });
  await page.keyboard.press('Shift+J');
  await expect
    .poll(async () => (await now()).annotations.length)
    .toBe(before.annotations.length - 2);
  await undo();
});

it('stay chosen when the picture was asked for before the last step and is answered after it', async () => {
  await page.route('**/api/image.get', async (route) => {
    const response = await route.fetch();
    await new Promise((resolve) => setTimeout(resolve, lateMs));
    await route.fulfill({ response });
  });
  const asked = page.waitForRequest('**/api/image.get');
  await ask(page, 'image.review', { changes: [{ image, review: 'accepted' }] });
  await asked;
  await choose(0).click();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+z');
  await saved(page);
  await shownAsBefore();
  await choose(0).click();
  await choose(1).click({ modifiers: ['Control'] });
  await page.waitForTimeout(3 * lateMs);
  expect(await pressed()).toEqual([0, 1]);
  await page.unroute('**/api/image.get');
});

const lateMs = 400;
