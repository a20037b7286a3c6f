import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** Types figures into the recipe, each under the name its field has. */
export async function setRecipe(
  page: Page,
  figures: Readonly<Record<string, number>>,
): Promise<void> {
  for (const [label, figure] of Object.entries(figures)) {
    const field = page.locator('aside').getByRole('spinbutton', { name: label });
    await field.fill(String(figure));
    await field.press('Tab');
  }
}

/** Clicks the large Train button, as soon as it can be. */
export async function clickTrain(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Train( again)? / }).click();
}

/** A run's line in the table. */
export function runRow(page: Page, run: string): Locator {
  return page.getByRole('table', { name: 'Runs' }).getByRole('row').filter({ hasText: run });
}

/** The chart of that title; its legend says what each curve stands at. */
export function chart(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title });
}

/** What the legend of a chart reads for a curve; empty while there is none. */
export async function reading(page: Page, title: string, curve: string): Promise<string> {
  const entries = await chart(page, title).locator('.entry').allInnerTexts();
  const words = entries.map((text) => text.trim().replace(/\s+/g, ' '));
  return words.find((text) => text.startsWith(`${curve} `))?.slice(curve.length + 1) ?? '';
}

/** The process that trains a run of this project. */
export async function engineOf(project: string, run: string): Promise<number> {
  const folder = join(project, 'runs', run);
  for (const name of await readdir('/proc')) {
    const command = await readFile(join('/proc', name, 'cmdline'), 'utf8').catch(() => '');
    const words = command.split('\0');
    if (words.includes('train') && words.includes(folder)) return Number(name);
  }
  throw new Error(`Nobody trains ${folder}.`);
}

/** The epochs a run has validated, as its own file lists them. */
export async function validatedEpochs(project: string, run: string): Promise<readonly number[]> {
  const text = await readFile(join(project, 'runs', run, 'metrics.csv'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.startsWith('validation,'))
    .map((line) => Number(line.split(',')[1]));
}
