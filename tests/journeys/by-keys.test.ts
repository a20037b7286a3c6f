import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  areaOf,
  click,
  drag,
  held,
  moveTo,
  openAnnotate,
  pictureIds,
  press,
  saved,
  shapesOf,
  type Detail,
} from './annotating.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let folder: string;
let journey: Journey;
let page: Page;
let image: number;

beforeAll(async () => {
  folder = await makeFolder();
  await maskwright('sample', '--project', join(folder, 'pets'), '--images', '2', '--seed', '3');
  journey = await startJourney({ project: join(folder, 'pets'), window: [1400, 900] });
  ({ page } = journey);
  await openAnnotate(page);
  [image = -1] = await pictureIds(page);
});

afterAll(async () => {
  await journey.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(() => {
  expect(journey.complaints).toEqual([]);
});

async function now(): Promise<Detail> {
  await saved(page);
  return held(page, image);
}

async function lastPolygon(): Promise<readonly number[]> {
  const { shape } = (await now()).annotations.at(-1)!;
  if (shape.kind !== 'polygons') throw new Error('The last object is no polygon.');
  return shape.polygons[0] ?? [];
}

async function keys(...chords: readonly string[]): Promise<void> {
  for (const chord of chords) await page.keyboard.press(chord);
}

/** Each press is a gesture of its own. */
async function times(count: number, chord: string): Promise<void> {
  for (let step = 0; step < count; step++) await page.keyboard.press(chord);
}

function canvas(): Locator {
  return page.getByLabel('Picture with its masks');
}

describe('a polygon', () => {
  it('is drawn by dragging around, and stays a polygon', async () => {
    const before = await now();
    await keys('p');
    await drag(page, [0.3, 0.1], [0.42, 0.1], [0.42, 0.22], [0.3, 0.22], [0.3, 0.105]);
    const after = await now();
    expect(after.annotations).toHaveLength(before.annotations.length + 1);
    const corners = (await lastPolygon()).length / 2;
    expect(corners).toBeGreaterThanOrEqual(4);
    // Of more than thirty places of the hand only those are left that the outline needs.
    expect(corners).toBeLessThan(12);
    await keys('Control+z');
    await expect.poll(async () => shapesOf(await now())).toEqual(shapesOf(before));
  });

  it('is corrected without a mouse: corners are picked, moved, added and deleted', async () => {
    await keys('p');
    for (const corner of [
      [0.3, 0.1],
      [0.4, 0.1],
      [0.4, 0.2],
      [0.3, 0.2],
    ] as const) {
      await click(page, corner);
    }
    await keys('Enter');
    const drawn = await lastPolygon();
    await page.mouse.move(5, 5);
    await keys('.');
    await page.getByRole('status').getByText('corner 1 of 4').waitFor();
    await keys('ArrowRight', 'Shift+ArrowDown');
    const [x = 0, y = 0] = drawn;
    const moved = [Number((x + 1).toFixed(2)), Number((y + 10).toFixed(2)), ...drawn.slice(2)];
    await expect.poll(lastPolygon).toEqual(moved);
    await keys(',');
    await page.getByRole('status').getByText('corner 4 of 4').waitFor();
    await keys('Insert');
    await page.getByRole('status').getByText('corner 5 of 5').waitFor();
    await expect.poll(async () => (await lastPolygon()).length).toBe(10);
    await keys('Delete');
    await expect.poll(lastPolygon).toEqual(moved);
    await keys('Control+z', 'Control+z', 'Control+z', 'Control+z');
    await expect.poll(lastPolygon).toEqual(drawn);
    await keys('Escape');
    // With no corner picked, arrows go to another picture again.
    await keys('ArrowRight');
    await page.getByText('2 of 2').waitFor();
    await keys('ArrowLeft');
    await page.getByText('1 of 2').waitFor();
    await saved(page);
  });

  it('snaps to another one, and is said to be a mask once something is painted on it', async () => {
    const drawn = await lastPolygon();
    await keys('p');
    await click(page, [0.5, 0.1]);
    await click(page, [0.6, 0.1]);
    await click(page, [0.6, 0.2]);
    await keys('n');
    expect((await lastPolygon()).length).toBe(6);
    await keys('v');
    await click(page, [0.58, 0.13]);
    await press(page, [0.5, 0.1]);
    await moveTo(page, [0.402, 0.103]);
    await page.mouse.up();
    await expect.poll(async () => (await lastPolygon()).slice(0, 2)).toEqual(drawn.slice(2, 4));
    await keys('b');
    const before = shapesOf(await now());
    await drag(page, [0.55, 0.15], [0.56, 0.15], [0.57, 0.25]);
    await page.getByText('A polygon became a mask').waitFor();
    expect((await now()).annotations.at(-1)?.shape.kind).toBe('mask');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect.poll(async () => shapesOf(await now())).toEqual(before);
    await times(3, 'Control+z');
    await saved(page);
  });
});

describe('the state of a picture', () => {
  it('is shown and can be set back, and the jump goes to the next of whatever state is chosen', async () => {
    const state = page.getByLabel('State', { exact: true });
    const opened = async (place: string): Promise<void> => {
      await page.getByText(place).waitFor();
      await page.locator('.stage[aria-busy="false"]').waitFor();
    };
    const reviewed = async (): Promise<string> => (await now()).image.review;
    // All that was done is taken back.
    await expect.poll(() => state.inputValue()).toBe('untouched');
    await keys('Control+Shift+z');
    await expect.poll(() => state.inputValue()).toBe('edited');
    await keys('Control+z');
    await expect.poll(() => state.inputValue()).toBe('untouched');
    await state.selectOption('accepted');
    await expect.poll(reviewed).toBe('accepted');
    await state.selectOption('untouched');
    await expect.poll(reviewed).toBe('untouched');
    await expect.poll(() => state.inputValue()).toBe('untouched');

    await state.selectOption('accepted');
    await expect.poll(reviewed).toBe('accepted');
    await canvas().focus();
    await keys('Control+Shift+d');
    await opened('2 of 2');
    await page.getByLabel('Jump to', { exact: true }).selectOption('accepted');
    await canvas().focus();
    await keys('Control+Shift+d');
    await opened('1 of 2');
    await keys('Control+Shift+d');
    await page.getByText('No other picture of this filter is accepted.').waitFor();
    await page.reload();
    await openAnnotate(page);
    expect(await page.getByLabel('Jump to', { exact: true }).inputValue()).toBe('accepted');
    await page.getByLabel('Jump to', { exact: true }).selectOption('disagreeing');
    await canvas().focus();
    await keys('Control+Shift+d');
    await page.getByText('do label and prediction have less than half in common').waitFor();
  });
});

describe('the pen moved by arrow keys', () => {
  it('paints, erases and draws areas without a mouse', async () => {
    await page.reload();
    await openAnnotate(page);
    await keys('a');
    await page.getByText('1 of 2').waitFor();
    const before = await now();
    await keys('b', 'F4');
    await page.getByRole('status').getByText('pen moved by keys').waitFor();
    expect(await canvas().evaluate((element) => element === document.activeElement)).toBe(true);
    await page.locator('.ring').waitFor();
    await keys('Shift+N');
    await times(6, 'Shift+ArrowUp');
    await keys('Enter');
    await times(6, 'Shift+ArrowRight');
    await keys('Enter');
    await expect
      .poll(async () => (await now()).annotations.length)
      .toBe(before.annotations.length + 1);
    const painted = await now();
    expect(painted.annotations.at(-1)!.bounds.width).toBeGreaterThan(60);

    await keys('e');
    await page.keyboard.down('Space');
    await times(3, 'Shift+ArrowLeft');
    await page.keyboard.up('Space');
    await expect.poll(async () => areaOf(await now())).toBeLessThan(areaOf(painted));

    // Esc takes the stroke under way back, and nothing else.
    const erased = await now();
    await keys('b', 'Enter');
    await times(3, 'Shift+ArrowDown');
    await keys('Escape');
    await times(2, 'Shift+ArrowDown');
    expect(shapesOf(await now())).toEqual(shapesOf(erased));
    expect(await page.getByText('1 of 2').isVisible()).toBe(true);

    await keys('m', 'Shift+N', 'Enter');
    await times(4, 'Shift+ArrowDown');
    await times(4, 'Shift+ArrowLeft');
    await keys('Enter');
    await expect
      .poll(async () => (await now()).annotations.length)
      .toBe(before.annotations.length + 2);
  });

  it('sets corners with Space, closes with Enter, and shows where it is', async () => {
    const before = (await now()).annotations.length;
    await keys('p', 'Shift+N');
    await page.locator('.ring.crossed').waitFor();
    await keys('Space');
    await times(4, 'Shift+ArrowRight');
    await keys('Space');
    await times(4, 'Shift+ArrowUp');
    await keys('Space', 'Enter');
    await expect.poll(async () => (await now()).annotations.length).toBe(before + 1);
    expect(await lastPolygon()).toHaveLength(6);
  });

  it('takes the picture along at the edge of the canvas, and ends with Esc', async () => {
    await keys('v');
    const coordinates = page.locator('.line', { hasText: /x \d+ y \d+/ });
    await times(70, 'Shift+ArrowRight');
    await coordinates.waitFor({ state: 'detached' });
    await times(4, 'Escape');
    await page.getByRole('status').getByText('pen moved by keys').waitFor({ state: 'detached' });
    await keys('Control+f', 'ArrowRight');
    await page.getByText('2 of 2').waitFor();
  });
});

it('the offer to take back what made a polygon a mask goes with the next step, which it would take back', async () => {
  // It is said once in a sitting.
  await page.reload();
  await openAnnotate(page);
  await keys('p');
  await click(page, [0.45, 0.05]);
  await click(page, [0.55, 0.05]);
  await click(page, [0.5, 0.15]);
  await keys('Enter', 'b');
  await drag(page, [0.5, 0.08], [0.5, 0.2]);
  const said = page.getByText('A polygon became a mask');
  await said.waitFor();
  await drag(page, [0.5, 0.2], [0.6, 0.2]);
  expect(await said.count()).toBe(0);
});
