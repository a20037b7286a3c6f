import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import {
  ask,
  click,
  drag,
  held,
  openAnnotate,
  pictureIds,
  saved,
  shapesOf,
  startAnnotating,
} from './annotating.ts';
import type { Journey } from './serving.ts';

let journey: Journey;
let page: Page;
let image: number;

beforeAll(async () => {
  journey = await startAnnotating({ images: 3, window: [1600, 1000] });
  ({ page } = journey);
  [image = -1] = await pictureIds(page);
});
afterAll(async () => {
  const { complaints } = journey;
  await journey.close();
  // The browser notes every answer that is a refusal.
  expect(complaints.filter((line) => !line.endsWith('/api/history.undo'))).toEqual([]);
});

const entries = () => page.locator('li button[title^="Go to this moment"]');

async function expectShapes(shapes: unknown): Promise<void> {
  await expect
    .poll(async () => shapesOf(await held(page, image)), { timeout: 60_000 })
    .toEqual(shapes);
}

it('a click on an entry of the history goes there, back and forth, here and after a reload', async () => {
  const states = [shapesOf(await held(page, image))];
  await page.keyboard.press('B');
  for (const y of [0.2, 0.4, 0.6]) {
    await drag(page, [0.3, y], [0.6, y]);
    await saved(page);
    states.push(shapesOf(await held(page, image)));
  }
  // What was done last comes first; below it all, how the picture was.
  await expect.poll(() => entries().count()).toBe(4);
  await entries().nth(2).click();
  await expectShapes(states[1]);
  await entries().nth(0).click();
  await expectShapes(states[3]);
  await entries().nth(3).click();
  await expectShapes(states[0]);
  await entries().nth(1).click();
  await expectShapes(states[2]);

  await page.reload();
  await openAnnotate(page);
  await expect.poll(() => entries().count()).toBe(4);
  // What was edited in an earlier sitting is so no longer once it is taken back.
  const edited = () => page.getByRole('list', { name: 'Objects' }).locator('em').count();
  expect(await edited()).toBe(1);
  await entries().nth(3).click();
  await expectShapes(states[0]);
  await expect.poll(edited).toBe(0);
  await entries().nth(0).click();
  await expectShapes(states[3]);

  // Pressed faster than the studio answers, each press of the key counts.
  await page.reload();
  await openAnnotate(page);
  for (let press = 0; press < 3; press++) await page.keyboard.press('Control+z');
  await expectShapes(states[0]);
  for (let press = 0; press < 3; press++) await page.keyboard.press('Control+y');
  await expectShapes(states[3]);
});

it('a step that only the studio knows waits for those before it, however slow the answers are', async () => {
  const before = shapesOf(await held(page, image));
  await page.keyboard.press('B');
  await drag(page, [0.3, 0.8], [0.6, 0.8]);
  await saved(page);
  await page.reload();
  await openAnnotate(page);
  await page.keyboard.press('B');
  for (const x of [0.3, 0.4]) {
    await page.keyboard.press('Shift+N');
    await drag(page, [x, 0.9], [x + 0.05, 0.9]);
  }
  await saved(page);
  await page.route('**/api/history.undo', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    await route.continue();
  });
  for (let press = 0; press < 3; press++) await page.keyboard.press('Control+z');
  await expectShapes(before);
  await saved(page);
  await page.unroute('**/api/history.undo');
  expect(await page.getByText('has been loaded again').count()).toBe(0);
  for (let press = 0; press < 3; press++) await page.keyboard.press('Control+y');
  await expect
    .poll(async () => (await held(page, image)).annotations.length)
    .toBe((before as readonly unknown[]).length + 2);
  for (let press = 0; press < 3; press++) await page.keyboard.press('Control+z');
  await expectShapes(before);
});

it('undo of a stroke whose class was deleted since offers to bring the class back, and goes on', async () => {
  const before = shapesOf(await held(page, image));
  await page.keyboard.press('B');
  await drag(page, [0.3, 0.75], [0.6, 0.75]);
  await saved(page);
  const after = shapesOf(await held(page, image));
  expect(after).not.toEqual(before);
  const chosen = page.getByRole('list', { name: 'Classes' }).locator('.chosen .name');
  const className = (await chosen.innerText()).replace(/\s*\d$/, '');
  await page.getByRole('button', { name: `Delete ${className}` }).click();
  await expect.poll(async () => shapesOf(await held(page, image))).not.toEqual(after);
  // The window has heard of it too.
  const rows = page.getByRole('list', { name: 'Objects', exact: true }).getByRole('listitem');
  const { annotations: left } = await held(page, image);
  await expect.poll(() => rows.count()).toBe(left.length);

  await page.keyboard.press('Control+z');
  const offer = page.getByRole('button', { name: 'Bring back and undo' });
  await page.getByRole('alert').getByText(`the class “${className}” was deleted since`).waitFor();
  await saved(page);
  await offer.press('Enter');
  await expectShapes(before);
  await page.locator('canvas').first().waitFor();
  await page.keyboard.press('Control+Shift+z');
  await expectShapes(after);
  await page.keyboard.press('Control+z');
  await expectShapes(before);
});

it('a shape that is begun stays as it is when redo is pressed, and its corners come again', async () => {
  const before = await held(page, image);
  await page.keyboard.press('B');
  await drag(page, [0.3, 0.75], [0.6, 0.75]);
  await saved(page);
  await page.keyboard.press('Control+z');
  await expectShapes(shapesOf(before));
  await page.keyboard.press('P');
  await page.keyboard.press('Shift+N');
  for (const spot of [
    [0.2, 0.2],
    [0.4, 0.2],
    [0.4, 0.4],
  ] as const) {
    await click(page, spot);
  }
  await page.keyboard.press('Control+Shift+z');
  await page.getByText('A shape is begun. Enter finishes it').waitFor();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+Shift+z');
  await page.keyboard.press('Enter');
  await saved(page);
  const { annotations } = await held(page, image);
  expect(annotations).toHaveLength(before.annotations.length + 1);
  const [polygon] = annotations
    .flatMap(({ shape }) => (shape.kind === 'polygons' ? shape.polygons.slice(-1) : []))
    .slice(-1);
  expect(polygon).toHaveLength(6);
  await page.keyboard.press('Control+z');
  await expectShapes(shapesOf(before));
});

it('goes back 600 gestures of an earlier sitting at once', { timeout: 240_000 }, async () => {
  const before = await held(page, image);
  const [object] = before.annotations;
  const { categories } = await ask<{ categories: { id: number }[] }>(page, 'category.list', {});
  const other = categories.find(({ id }) => id !== object?.category);
  if (object === undefined || other === undefined) throw new Error('Two classes were expected.');
  let { revision } = before.image;
  let now = object.category;
  for (let step = 0; step < 600; step++) {
    const after = now === other.id ? object.category : other.id;
    const changes = [{ kind: 'class', annotation: object.id, before: now, after }];
    const gesture = { id: randomUUID(), label: `Class ${String(step)}`, changes };
    ({ revision } = await ask<{ revision: number }>(page, 'gesture.apply', {
      image,
      revision,
      gesture,
    }));
    now = after;
  }
  await page.reload();
  await openAnnotate(page);
  await expect.poll(() => entries().count()).toBe(604);
  await entries().nth(600).click();
  await expect
    .poll(async () => (await held(page, image)).image.revision, { timeout: 180_000 })
    .toBe(revision + 600);
  expect(shapesOf(await held(page, image))).toEqual(shapesOf(before));
});
