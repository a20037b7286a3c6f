import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import {
  drag,
  held,
  openAnnotate,
  pictureIds,
  saved,
  shapesOf,
  startAnnotating,
  type Detail,
} from './annotating.ts';
import type { Journey } from './serving.ts';

let journey: Journey;
let page: Page;
let first = -1;
let second = -1;
let before: Detail;

beforeAll(async () => {
  journey = await startAnnotating({ images: 2, window: [1400, 900] });
  ({ page } = journey);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  [first = -1, second = -1] = await pictureIds(page);
  // Three objects of one class beside one another, the last on top.
  for (const x of [0.3, 0.4, 0.5]) {
    await page.keyboard.press('Shift+N');
    await drag(page, [x, 0.05], [x + 0.04, 0.05]);
  }
  await saved(page);
});

beforeEach(async () => {
  before = await held(page, first);
});

afterEach(() => expect(journey.complaints).toEqual([]));
afterAll(async () => journey.close());

const list = (): Locator => page.getByRole('list', { name: 'Objects', exact: true });
const row = (n: number): Locator => list().getByRole('listitem').nth(n);
const choose = (n: number): Locator => row(n).locator('button').first();
const idsOf = ({ annotations }: Detail): readonly number[] => annotations.map(({ id }) => id);
/** Top first, as the list shows them. */
const ids = async (image = first): Promise<readonly number[]> =>
  [...idsOf(await held(page, image))].reverse();

async function undo(times = 1): Promise<void> {
  for (let step = 0; step < times; step++) {
    await page.keyboard.press('Control+z');
    await saved(page);
  }
}

async function pick(menu: Locator, item: string): Promise<void> {
  await menu.click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function go(key: string, place: string): Promise<void> {
  await page.keyboard.press(key);
  await page.getByText(place).waitFor();
  await saved(page);
}

it('the list is walked, chosen from and deleted from by keys alone', async () => {
  await choose(0).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => choose(2).getAttribute('aria-pressed')).toBe('true');
  await page.keyboard.press('End');
  await expect.poll(() => row(4).evaluate((it) => it.contains(document.activeElement))).toBe(true);
  const [, , third] = await ids();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Delete');
  await saved(page);
  expect(await ids()).not.toContain(third);
  // The keyboard stays in the list, at the next row.
  await expect.poll(() => row(2).evaluate((it) => it.contains(document.activeElement))).toBe(true);
  await undo();
  expect(shapesOf(await held(page, first))).toEqual(shapesOf(before));
  await page.keyboard.press('Control+ArrowUp');
  await page.keyboard.press('Shift+L');
  await expect
    .poll(async () => (await held(page, first)).annotations.some(({ locked }) => locked))
    .toBe(true);
  await page.keyboard.press('Shift+L');
  await expect
    .poll(async () => (await held(page, first)).annotations.some(({ locked }) => locked))
    .toBe(false);
});

it('rows are dragged and moved by keys to another place in the drawing order', async () => {
  const [a, b, c, ...rest] = await ids();
  const box = async (n: number) => (await row(n).boundingBox())!;
  const from = await box(0);
  const to = await box(2);
  await page.mouse.move(from.x + 60, from.y + 15);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 40, { steps: 3 });
  await page.mouse.move(from.x + 60, to.y + to.height - 4, { steps: 5 });
  await page.mouse.up();
  await saved(page);
  expect(await ids()).toEqual([b, c, a, ...rest]);
  await page.mouse.move(from.x + 60, from.y + 15);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, to.y + 20, { steps: 5 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await ids()).toEqual([b, c, a, ...rest]);
  await choose(2).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await saved(page);
  expect(await ids()).toEqual([b, a, c, ...rest]);
  await page.keyboard.press('Alt+ArrowUp');
  await saved(page);
  expect(await ids()).toEqual([a, b, c, ...rest]);
});

it('others are hidden and locked from a menu, all are shown again, and the class gets another name', async () => {
  const menu = row(0).getByRole('button', { name: /^What can be done to / });
  await row(0).hover();
  await pick(menu, 'Hide all other objects');
  const seen = async () => (await held(page, first)).annotations.map(({ visible }) => visible);
  await expect.poll(seen).toEqual([false, false, false, false, true]);
  await page.getByText('5, 4 hidden').waitFor();
  // The bar says why it cannot be painted on: it is hidden, not locked.
  await page.keyboard.press('b');
  await page.keyboard.press('Shift+H');
  await page.getByText(/^\w+ \d is hidden$/).waitFor();
  await page.keyboard.press('Shift+H');
  await pick(
    page.getByRole('button', { name: 'What can be done to all objects' }),
    'Show all objects',
  );
  await expect.poll(seen).toEqual([true, true, true, true, true]);
  await row(0).hover();
  await pick(menu, 'Lock all other objects');
  const locked = async () => (await held(page, first)).annotations.map((it) => it.locked);
  await expect.poll(locked).toEqual([true, true, true, true, false]);
  await pick(
    page.getByRole('button', { name: 'What can be done to all objects' }),
    'Unlock all objects',
  );
  await expect.poll(locked).toEqual([false, false, false, false, false]);
  // None of it is an edit.
  expect((await held(page, first)).image.revision).toBe(before.image.revision);

  await row(0).hover();
  await pick(menu, 'Rename the class');
  await page.keyboard.type('kitten of a breed whose name is longer than any line of the list');
  await page.keyboard.press('Enter');
  await list()
    .getByText(/^kitten /)
    .first()
    .waitFor();
  // However long the name is, the number that tells them apart is in sight.
  const [line, number] = await Promise.all(
    [row(0), row(0).locator('.number')].map((each) => each.boundingBox()),
  );
  expect(await row(0).locator('.number').textContent()).toMatch(/^ \d$/);
  expect(number!.x + number!.width).toBeLessThan(line!.x + line!.width);
});

it('an object has a colour of its own, after the page is loaded again too', async () => {
  if ((await choose(1).getAttribute('aria-pressed')) !== 'true') await choose(1).click();
  const swatch = page.getByRole('button', { name: 'Colour of the chosen object' });
  await swatch.click();
  await page.getByRole('button', { name: '#cc79a7' }).click();
  const colors = async () => (await held(page, first)).annotations.map(({ color }) => color);
  await expect.poll(colors).toEqual([null, null, null, '#cc79a7', null]);
  await page.reload();
  await openAnnotate(page);
  const own = row(1).locator('.name i');
  await expect.poll(() => own.evaluate((it) => it.style.background)).toBe('rgb(204, 121, 167)');
  await choose(1).click();
  await swatch.click();
  await page.getByRole('button', { name: 'Colour of its class' }).click();
  await expect.poll(colors).toEqual([null, null, null, null, null]);
});

it('an object is copied into the next picture, and all masks of the picture before are taken over', async () => {
  if ((await choose(0).getAttribute('aria-pressed')) !== 'true') await choose(0).click();
  const copied = before.annotations.at(-1);
  await page.keyboard.press('Control+c');
  await go('d', '2 of 2');
  const empty = await held(page, second);
  await page.keyboard.press('Control+v');
  await saved(page);
  const pasted = (await held(page, second)).annotations.at(-1);
  expect([pasted?.category, pasted?.areaPx2]).toEqual([copied?.category, copied?.areaPx2]);
  await undo();
  expect(shapesOf(await held(page, second))).toEqual(shapesOf(empty));

  await page.keyboard.press('Control+p');
  await saved(page);
  const taken = (await held(page, second)).annotations.slice(-before.annotations.length);
  // The second picture is smaller: what lies outside of it is cut off.
  const { width, height } = empty.image;
  const fits = before.annotations.map(
    ({ bounds }) => bounds.x + bounds.width <= width && bounds.y + bounds.height <= height,
  );
  expect(fits).toContain(true);
  taken.forEach(({ category, areaPx2 }, n) => {
    const was = before.annotations[n]!;
    expect(category).toBe(was.category);
    if (fits[n]) expect(areaPx2).toBe(was.areaPx2);
    else expect(areaPx2).toBeLessThan(was.areaPx2);
  });
  await undo();
  expect(shapesOf(await held(page, second))).toEqual(shapesOf(empty));

  await page.keyboard.press('Control+ArrowUp');
  await page.keyboard.press('Control+x');
  await saved(page);
  expect((await held(page, second)).annotations).toHaveLength(empty.annotations.length - 1);
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect((JSON.parse(text) as { annotations: unknown[] }).annotations).toHaveLength(1);
  await undo();
  await go('a', '1 of 2');
});

it('what is painted keeps off others when the person says so, and after the page is loaded again too', async () => {
  const rule = page.getByLabel('Over other objects');
  expect(await rule.inputValue()).toBe('overwrite');
  await page.keyboard.press('b');
  await page.keyboard.press('Shift+O');
  await page.keyboard.press('Shift+O');
  expect(await rule.inputValue()).toBe('only-empty');
  await page.reload();
  await openAnnotate(page);
  expect(await rule.inputValue()).toBe('only-empty');
  await page.keyboard.press('Shift+N');
  await drag(page, [0.3, 0.05], [0.54, 0.05]);
  await saved(page);
  const after = await held(page, first);
  expect(shapesOf({ ...after, annotations: after.annotations.slice(0, -1) })).toEqual(
    shapesOf(before),
  );
  expect(after.annotations).toHaveLength(before.annotations.length + 1);
  await rule.selectOption('overwrite');
  await undo();
});

it('masks are shown as training sees them, by key and by mouse, and stay so', async () => {
  const asTraining = page.getByRole('radio', { name: 'training sees' });
  await page.keyboard.press('i');
  expect(await asTraining.isChecked()).toBe(true);
  await page.reload();
  await openAnnotate(page);
  expect(await asTraining.isChecked()).toBe(true);
  await page.getByRole('radio', { name: 'objects', exact: true }).click();
  expect(await asTraining.isChecked()).toBe(false);
});

it('four hundred objects scroll smoothly: only those in sight are drawn', async () => {
  const { width, height } = before.image;
  const squares = Array.from({ length: 400 }, (_, n) => {
    const x = (n % 20) * (width / 20);
    const y = Math.floor(n / 20) * (height / 20);
    return { category_id: 1, segmentation: [[x, y, x + 3, y, x + 3, y + 3, x, y + 3]] };
  });
  await page.getByLabel('Over other objects').selectOption('keep');
  await page.evaluate(
    (text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    JSON.stringify({
      images: [{ id: 1, width, height }],
      categories: [{ id: 1, name: 'dog' }],
      annotations: squares,
    }),
  );
  await page.getByText('405').waitFor();
  await saved(page);
  expect((await held(page, first)).annotations).toHaveLength(405);
  expect(await list().getByRole('listitem').count()).toBeLessThan(30);
  await choose(0).focus();
  await page.keyboard.press('End');
  await list().locator('[aria-posinset="405"]').waitFor();
  expect(await list().getByRole('listitem').count()).toBeLessThan(30);
  await page.keyboard.press('Home');
  await list().locator('[aria-posinset="1"]').waitFor();
  await undo();
  expect(shapesOf(await held(page, first))).toEqual(shapesOf(before));
});
