import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { photographSample, root, settled } from './photographs/studio.ts';

/**
 * Draws the pictures of the README: a sample project is made, trained on and predicted, and each view is
 * photographed as it then stands. Nothing in them is made up.
 *
 *   node resources/tools/screenshots.ts [--out docs] [--epochs 20]
 */

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'docs') },
    epochs: { type: 'string', default: '20' },
  },
});
const out = options.out;
const pictures = 120;

async function goTo(page: Page, view: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('button', { name: view, exact: true })
    .click();
}

async function photograph(page: Page, name: string): Promise<void> {
  // The ring of the tab that was pressed last is no part of the view.
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) {
      document.activeElement.blur();
    }
  });
  await settled(page);
  await page.screenshot({ path: join(out, `${name}.png`) });
  process.stderr.write(`${join(out, `${name}.png`)}\n`);
}

async function photographAll(page: Page, suffix: string): Promise<void> {
  const browse = page.getByRole('listbox', { name: 'Pictures' });
  await browse.waitFor();
  await page.locator('[data-index="3"]').click();
  await photograph(page, `browse${suffix}`);
  await goTo(page, 'Train');
  await page.getByRole('row').filter({ hasText: 'first' }).waitFor();
  await photograph(page, `train${suffix}`);
  await page.getByRole('radio', { name: 'Layers' }).check();
  await page.getByRole('option', { name: /^down3_pool, / }).click();
  await page.getByRole('region', { name: 'Where each number goes' }).getByText('Step 1').waitFor();
  await photograph(page, `layers${suffix}`);
  await page.getByRole('radio', { name: 'Curves' }).check();
  await goTo(page, 'Review');
  // The queue begins with what agrees least, which is rarely what a run mostly does.
  for (let step = 0; step < pictures / 2; step += 1) {
    await page.keyboard.press('D');
  }
  await photograph(page, `review${suffix}`);
  await goTo(page, 'Transfer');
  await photograph(page, `transfer${suffix}`);
  await goTo(page, 'Browse');
  await page.locator('[data-index="3"]').dblclick();
  await page.locator('[data-saving="saved"]').waitFor();
  await photograph(page, `annotate${suffix}`);
}

await mkdir(out, { recursive: true });
await photographSample(
  { pictures, epochs: Number(options.epochs) },
  { width: 1600, height: 1000 },
  async (page) => {
    await photographAll(page, '');
    await page.emulateMedia({ colorScheme: 'light' });
    await goTo(page, 'Browse');
    await photograph(page, 'browse-light');
  },
);
