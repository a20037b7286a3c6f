import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { photographSample, root, settled } from './photographs/studio.ts';
import { photographTrain } from './photographs/train-view.ts';

/**
 * Draws the pictures of the README and of docs/training.md: a sample project is made, trained on and predicted, and each view is
 * photographed as it then stands. Nothing in them is made up.
 *
 *   node resources/tools/screenshots.ts [--out docs] [--epochs 20] [--only train]
 */

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'docs') },
    epochs: { type: 'string', default: '20' },
    /** A picture's name as it is in docs, without its ending; all unless told. */
    only: { type: 'string', multiple: true, default: [] },
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
  if (options.only.length > 0 && !options.only.includes(name)) return;
  // The ring of the tab that was pressed last is no part of the view.
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) {
      document.activeElement.blur();
    }
  });
  await settled(page);
  const path = join(out, `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  // 256 colours are enough for what is mostly greys and text, at a third of the bytes.
  await sharp(await page.screenshot())
    .png({ palette: true, effort: 10 })
    .toFile(path);
  process.stderr.write(`${path}\n`);
}

async function photographAll(page: Page): Promise<void> {
  const browse = page.getByRole('listbox', { name: 'Pictures' });
  await browse.waitFor();
  await page.locator('[data-index="3"]').click();
  await photograph(page, 'browse');
  await goTo(page, 'Train');
  await photographTrain(page, photograph);
  await goTo(page, 'Review');
  // The queue begins with what agrees least, which is rarely what a run mostly does.
  for (let place = 1; place <= pictures / 4; place += 1) {
    await page.getByText(`${String(place)} of ${String(pictures)}`, { exact: true }).waitFor();
    await page.keyboard.press('D');
  }
  await photograph(page, 'review');
  await goTo(page, 'Transfer');
  await photograph(page, 'transfer');
  await goTo(page, 'Browse');
  await page.locator('[data-index="3"]').dblclick();
  await page.locator('[data-saving="saved"]').waitFor();
  await photograph(page, 'annotate');
}

await photographSample(
  { pictures, epochs: Number(options.epochs) },
  { width: 1600, height: 1000 },
  async (page) => {
    await photographAll(page);
    await page.emulateMedia({ colorScheme: 'light' });
    await goTo(page, 'Browse');
    await photograph(page, 'browse-light');
  },
);
