import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cell, count, goTo, grid, lookAfresh, selectedCells, shown, toast } from './browsing.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

const pictures = 40;
let folder: string;
let project: string;
let journey: Journey;
let page: Page;

beforeAll(async () => {
  folder = await makeFolder();
  project = join(folder, 'pets');
  await maskwright('sample', '--project', project, '--images', String(pictures), '--seed', '5');
  await maskwright('split', '--project', project, '--train', '30', '--test', '5');
  journey = await startJourney({ project });
  ({ page } = journey);
});

afterAll(async () => {
  await journey.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await lookAfresh(page, project);
  await shown(page);
});

afterEach(() => {
  expect(journey.complaints).toEqual([]);
});

/** How many pictures a filter says it would show. */
async function countOf(name: string): Promise<number> {
  const row = page.getByRole('complementary', { name: 'Filters' }).getByRole('button', { name });
  return Number((await row.locator('.count').textContent())?.replace(',', ''));
}

describe('selecting', () => {
  test('by mouse: one, a range, and single ones in or out', async () => {
    await cell(page, 2).click();
    await cell(page, 5).click({ modifiers: ['Shift'] });
    await expect.poll(() => selectedCells(page)).toEqual([2, 3, 4, 5]);
    await cell(page, 3).click({ modifiers: ['Control'] });
    await cell(page, 0).click({ modifiers: ['Control'] });
    await expect.poll(() => selectedCells(page)).toEqual([0, 2, 4, 5]);
    await page.getByText('4 pictures selected').waitFor();
  });

  test('by keyboard, to the last picture and back', async () => {
    await grid(page).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => selectedCells(page)).toEqual([1, 2, 3]);
    await page.keyboard.press('End');
    await expect.poll(() => selectedCells(page)).toEqual([pictures - 1]);
    await page.keyboard.press('Home');
    await expect.poll(() => selectedCells(page)).toEqual([0]);
    await page.keyboard.press('Control+a');
    await page.getByText(`${pictures} pictures selected`).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => selectedCells(page)).toEqual([]);
  });
});

describe('deciding', () => {
  test('accepting is counted, shown on the picture, and can be undone', async () => {
    await cell(page, 1).click();
    await page.keyboard.press('Shift+A');
    await toast(page, '1 picture accepted').waitFor();
    await expect.poll(() => countOf('accepted')).toBe(1);
    await cell(page, 1).locator('i.accepted').waitFor();
    await toast(page, '1 picture accepted').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => countOf('accepted')).toBe(0);
  });

  test('moving to another split changes the counts beside the filters', async () => {
    const before = await countOf('test');
    const from = cell(page, 0);
    await from.click();
    await cell(page, 1).click({ modifiers: ['Shift'] });
    const splits = page.getByRole('combobox', { name: 'Split', exact: true });
    await splits.selectOption('train');
    await toast(page, 'moved to train').waitFor();
    await splits.selectOption('test');
    await toast(page, '2 pictures moved to test').waitFor();
    await expect.poll(() => countOf('test')).toBe(before + 2);
    await toast(page, '2 pictures moved to test').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => countOf('test')).toBe(before);
  });
});

describe('finding', () => {
  test('a class, narrowed by split, shows as many pictures as was said', async () => {
    const cats = await countOf('cat');
    const filters = page.getByRole('complementary', { name: 'Filters' });
    await filters.getByRole('button', { name: 'cat' }).click();
    await expect.poll(() => count(page).textContent()).toBe(`${cats} of ${pictures} pictures`);
    // The other filters count within this class now.
    await expect
      .poll(async () => {
        const parts = ['train', 'validation', 'test', 'in no split'];
        const counts = await Promise.all(parts.map((name) => countOf(name)));
        return counts.reduce((sum, each) => sum + each, 0);
      })
      .toBe(cats);
    const tested = await countOf('test');
    await filters.getByRole('button', { name: 'test' }).click();
    await expect
      .poll(() => count(page).textContent())
      .toMatch(new RegExp(`^${tested} of ${pictures} pictures$`));
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => count(page).textContent()).toBe(`${pictures} pictures`);
  });

  test('a search finds by name, says when it finds nothing, and lets go', async () => {
    await page.keyboard.press('Control+f');
    await page.keyboard.type('0007');
    await expect.poll(() => count(page).textContent()).toBe(`1 of ${pictures} pictures`);
    await page.keyboard.type('nowhere');
    await page.getByText('No picture fits these filters').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => count(page).textContent()).toBe(`${pictures} pictures`);
  });

  test('the palette finds pictures and actions', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('transfer');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sources of this project' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('0009');
    await page.getByRole('option', { name: /0009/ }).click();
    await page.getByLabel('Picture with its masks').waitFor();
  });
});

describe('looking', () => {
  test('Enter opens the picture; coming back finds the same place', async () => {
    await grid(page).focus();
    await page.keyboard.press('End');
    await expect.poll(() => selectedCells(page)).toEqual([pictures - 1]);
    await cell(page, pictures - 1).waitFor();
    const before = await grid(page).evaluate((node) => node.scrollTop);
    await page.keyboard.press('Enter');
    await page.getByLabel('Picture with its masks').waitFor();
    await page.keyboard.press('F5');
    await grid(page).waitFor();
    expect(await grid(page).evaluate((node) => node.scrollTop)).toBe(before);
    expect(await selectedCells(page)).toEqual([pictures - 1]);
  });

  test('Space shows it large, arrows go on, Escape ends it', async () => {
    await cell(page, 0).click();
    await page.keyboard.press('Space');
    const caption = page.locator('.peek figcaption b');
    const first = await caption.textContent();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => caption.textContent()).not.toBe(first);
    await page.keyboard.press('Escape');
    await caption.waitFor({ state: 'detached' });
    expect(await selectedCells(page)).toEqual([1]);
  });

  test('the keys of this view are listed', async () => {
    await page.keyboard.press('F1');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.getByText('Accept the selected pictures').waitFor();
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
  });
});

describe('classes', () => {
  test('are added, renamed, recoloured, and deleted with a way back', async () => {
    await page.getByRole('button', { name: 'Edit classes' }).click();
    const dialog = page.getByRole('dialog', { name: 'Classes' });
    await dialog.getByLabel('Name of the new class').fill('fox');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Rename fox' }).click();
    await dialog.getByLabel('Name of the class').fill('red fox');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Colour of red fox' }).click();
    await dialog.getByRole('button', { name: '#cc79a7' }).click();
    await expect
      .poll(() =>
        dialog
          .getByRole('button', { name: 'Colour of red fox' })
          .evaluate((node) => getComputedStyle(node).backgroundColor),
      )
      .toBe('rgb(204, 121, 167)');

    const cats = await countOf('cat');
    await dialog.getByRole('button', { name: 'Delete cat' }).click();
    await toast(page, 'Class cat deleted').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await toast(page, 'Class cat deleted').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => countOf('cat')).toBe(cats);
  });
});

test('going to each view and back keeps Browse as it was', async () => {
  await cell(page, 4).click();
  for (const view of ['Annotate', 'Train', 'Review', 'Transfer', 'Browse']) {
    await goTo(page, view);
  }
  expect(await selectedCells(page)).toEqual([4]);
});
