import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
