import type { Page } from 'playwright-core';

/** Photographs what the window shows as a picture of this name. */
export type Photograph = (page: Page, name: string) => Promise<void>;

/** The Train view in front, with its run: as it is opened, and its scores, layers and curves as docs/training.md speaks of them. */
export async function photographTrain(page: Page, photograph: Photograph): Promise<void> {
  const press = (name: string) => page.getByRole('radio', { name, exact: true }).check();
  await page.getByRole('row').filter({ hasText: 'first' }).waitFor();
  await photograph(page, 'train');

  await press('Scores');
  await page.getByRole('button', { name: /^Evaluate/ }).click();
  await page.getByText('Pictures with the lowest IoU').waitFor();
  await photograph(page, 'training/scores');

  await press('Layers');
  await page.getByRole('option', { name: /^down3_pool, / }).click();
  await page.getByRole('region', { name: 'Where each number goes' }).getByText('Step 1').waitFor();
  await photograph(page, 'layers');

  await press('Curves');
  await press('Parts');
  await press('Precision');
  await page.getByRole('button', { name: 'All settings' }).click();
  await page.getByRole('heading', { name: 'Settings' }).evaluate((title) => {
    title.scrollIntoView();
  });
  await photograph(page, 'training/curves');
}
