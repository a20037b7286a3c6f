import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moveTo } from './annotating.ts';
import { cell, goTo, grid, shown } from './browsing.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let axe: string;
let folder: string;
let project: string;

beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  folder = await makeFolder();
  project = join(folder, 'pets');
  await maskwright('sample', '--project', project, '--images', '12', '--seed', '5');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a person with a screen reader, a keyboard or weak eyes would stumble over, in words. */
async function faults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })`,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n${html}\n${failureSummary ?? ''}`),
  );
}

/** Buttons and fields that lie partly off the window, or under another, where no scrolling brings them out. */
async function outOfReach(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const parts = document.querySelectorAll<HTMLElement>(
      'header button, .view:not([hidden]) button, .view:not([hidden]) input, .view:not([hidden]) select',
    );
    return [...parts].flatMap((part) => {
      if (part.getClientRects().length === 0 || part.matches(':disabled')) return [];
      part.scrollIntoView({ block: 'center', inline: 'center' });
      const { left, top, width, height } = part.getBoundingClientRect();
      const x = left + width / 2;
      const y = top + height / 2;
      const hit = document.elementFromPoint(x, y);
      const label = part.closest('label');
      const isThere = hit !== null && (part.contains(hit) || hit === label || label?.contains(hit));
      return isThere
        ? []
        : [`${part.outerHTML.slice(0, 160)} under ${hit?.outerHTML.slice(0, 80)}`];
    });
  });
}

describe.each(['dark', 'light'] as const)('in the %s theme', (theme) => {
  let journey: Journey;
  let page: Page;

  beforeAll(async () => {
    journey = await startJourney({ project, theme });
    ({ page } = journey);
  });

  afterAll(() => journey.close());

  test('Browse, with a selection', async () => {
    await shown(page);
    await cell(page, 1).click();
    await page.getByText('#2', { exact: false }).first().waitFor();
    expect(await faults(page)).toEqual([]);
  });

  test.each(['Annotate', 'Train', 'Review', 'Transfer'])('%s', async (view) => {
    await goTo(page, view);
    await page.locator('.view:not([hidden])').waitFor();
    expect(await faults(page)).toEqual([]);
  });

  test.each([
    ['Control+k', 'Find or do anything'],
    ['F1', 'Keys'],
    ['F2', 'Settings'],
  ])('what %s opens', async (key, name) => {
    await goTo(page, 'Browse');
    await grid(page).focus();
    await page.keyboard.press(key);
    await page.getByRole('dialog', { name }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name }).waitFor({ state: 'detached' });
  });

  test('Annotate with patterns, an overview and figures under the pointer', async () => {
    await goTo(page, 'Annotate');
    await page.getByLabel('Patterns by class').check();
    await page.getByLabel('Overview when zoomed in').check();
    const canvas = page.getByLabel('Picture with its masks');
    await canvas.focus();
    for (let step = 0; step < 4; step++) {
      await page.keyboard.press('+');
    }
    await page.getByRole('application', { name: 'Overview of the picture' }).waitFor();
    await moveTo(page, [0.5, 0.5]);
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Control+f');
  });

  test('the keys in the settings, with a question about one', async () => {
    await page.keyboard.press('F2');
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    await dialog.getByRole('radio', { name: 'Keys' }).check();
    expect(await faults(page)).toEqual([]);
    const change = dialog.getByRole('button', { name: 'Change B for Brush' });
    await change.click();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('e');
    await dialog.getByRole('alert').waitFor();
    expect(await faults(page)).toEqual([]);
    // The question has the focus, and it is to be seen.
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement!).outlineStyle,
    );
    expect(outline).not.toBe('none');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('smart select without files, and where they are chosen', async () => {
    await goTo(page, 'Annotate');
    await page.getByLabel('Picture with its masks').focus();
    await page.keyboard.press('q');
    const choose = page.getByRole('button', { name: 'Choose the files' });
    await choose.waitFor();
    expect(await faults(page)).toEqual([]);
    await choose.click();
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    await dialog.getByText('No files are chosen.').waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('b');
  });

  test('letters twice as large in a small window cover and clip nothing', async () => {
    // 1000 x 640 at 200 %.
    await page.setViewportSize({ width: 500, height: 320 });
    for (const view of ['Browse', 'Annotate', 'Train', 'Review', 'Transfer']) {
      await goTo(page, view);
      await page.locator('.view:not([hidden])').waitFor();
      expect(await outOfReach(page), view).toEqual([]);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test('choosing a file to import', async () => {
    await goTo(page, 'Transfer');
    await page.getByRole('button', { name: 'Import: COCO' }).click();
    await page.getByRole('textbox', { name: 'Path' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });
});

test('the first start', async () => {
  const journey = await startJourney();
  await journey.page.getByRole('button', { name: 'Open a COCO file' }).waitFor();
  expect(await faults(journey.page)).toEqual([]);
  await journey.close();
});
