import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, afterAll, describe, expect, it } from 'vitest';
import { openAnnotate } from './annotating.ts';
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

async function openKeySettings(): Promise<Locator> {
  await page.keyboard.press('F2');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('radio', { name: 'Keys' }).check();
  return dialog;
}

function tool(name: string): Locator {
  return page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name, exact: true });
}

async function isChosen(name: string): Promise<boolean> {
  return (await tool(name).getAttribute('aria-pressed')) === 'true';
}

describe('a person', () => {
  it('gives the brush another key, which works, is shown and is there after the page is loaded again', async () => {
    const dialog = await openKeySettings();
    await dialog.getByRole('button', { name: 'Change B for Brush' }).click();
    await page.keyboard.press('Control+Alt+q');
    await dialog.getByRole('button', { name: 'Change Ctrl Alt Q for Brush' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });

    await tool('Eraser').click();
    await page.keyboard.press('b');
    expect(await isChosen('Brush')).toBe(false);
    await page.keyboard.press('Control+Alt+q');
    expect(await isChosen('Brush')).toBe(true);
    await tool('Brush').hover();
    await page.getByRole('tooltip').getByText('Ctrl Alt Q').waitFor();

    await page.reload();
    await openAnnotate(page);
    await tool('Eraser').click();
    await page.keyboard.press('Control+Alt+q');
    expect(await isChosen('Brush')).toBe(true);
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('An action, a picture or a run').fill('brush');
    await page.getByRole('option', { name: 'Brush Ctrl Alt Q' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('is told who has a key already, and swaps both', async () => {
    const dialog = await openKeySettings();
    const brush = dialog.getByRole('group', { name: 'Brush', exact: true });
    await brush.getByRole('button', { name: 'Change B for Brush' }).click();
    await page.keyboard.press('e');
    await brush.getByText('E already means “Eraser” (Annotate).').waitFor();
    await brush.getByRole('button', { name: 'Leave it as it is' }).click();
    await brush.getByRole('button', { name: 'Change B for Brush' }).click();
    await page.keyboard.press('e');
    await brush.getByRole('button', { name: 'Use it here all the same' }).click();
    await dialog.getByRole('button', { name: 'Change B for Eraser' }).waitFor();
    await page.keyboard.press('Escape');

    await page.keyboard.press('b');
    expect(await isChosen('Eraser')).toBe(true);
    await page.keyboard.press('e');
    expect(await isChosen('Brush')).toBe(true);
  });

  it('is refused a key that has to keep its meaning, by keyboard alone', async () => {
    const dialog = await openKeySettings();
    const search = dialog.getByLabel('Search keys');
    await search.fill('fill');
    const fill = dialog.getByRole('group', { name: 'Fill', exact: true });
    await fill.getByRole('button', { name: 'Add a key for Fill' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('F11');
    await fill.getByText('The system and browsers keep this key').waitFor();
    // Esc steps back from the question, then from the settings.
    await page.keyboard.press('Escape');
    await fill.getByRole('alert').waitFor({ state: 'detached' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('takes the keyboard of CVAT, and comes back from it with what was changed by hand', async () => {
    const dialog = await openKeySettings();
    await dialog.getByRole('button', { name: 'Change G for Fill' }).click();
    await page.keyboard.press('Control+Alt+g');
    await dialog.getByLabel('Keyboard of').selectOption('CVAT');
    await dialog.getByRole('button', { name: 'Change Shift 1 for Brush' }).waitFor();
    await dialog.getByRole('button', { name: 'Change G for Fill' }).waitFor();
    await page.keyboard.press('Escape');

    await page.keyboard.press('f');
    await page.getByText('2 of 6').waitFor();
    await page.keyboard.press('d');
    await page.getByText('1 of 6').waitFor();
    await tool('Eraser').click();
    await page.keyboard.press('Shift+Digit1');
    expect(await isChosen('Brush')).toBe(true);

    await openKeySettings();
    await dialog.getByLabel('Keyboard of').selectOption('Maskwright');
    await dialog.getByRole('button', { name: 'Change G for Fill' }).click();
    await page.keyboard.press('Control+Alt+g');
    await dialog.getByRole('button', { name: 'Reset all keys' }).click();
    await dialog.getByRole('button', { name: 'Change G for Fill' }).waitFor();
    await dialog.getByRole('button', { name: 'Bring them back' }).click();
    await dialog.getByRole('button', { name: 'Change Ctrl Alt G for Fill' }).waitFor();
  });

  it('sees the keys of the present tool first, then those of the view, then those of everywhere', async () => {
    await page.keyboard.press('p');
    await page.keyboard.press('F1');
    const dialog = page.getByRole('dialog', { name: 'Keys' });
    await dialog.waitFor();
    const titles = await dialog.getByRole('heading', { level: 3 }).allTextContents();
    expect(titles.slice(0, 3).map((title) => title.trim())).toEqual([
      'The tool at hand: Polygon',
      'Annotate',
      'Everywhere',
    ]);
    await dialog.getByText('Enter or the first corner closes').waitFor();
    await dialog.getByRole('button', { name: 'Change keys' }).click();
    const settings = page.getByRole('dialog', { name: 'Settings' });
    await settings.getByRole('button', { name: 'Change P for Polygon' }).waitFor();
  });
});
