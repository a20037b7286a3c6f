import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drag, saved } from '../journeys/annotating.ts';
import { cell, goTo, shown, toast } from '../journeys/browsing.ts';
import { clickTrain, reading, runRow, setRecipe } from '../journeys/training.ts';
import type { Desktop } from './launching.ts';

export interface JourneyOptions {
  /** Opens the window of a person whose home that is. */
  readonly open: (home: string) => Promise<Desktop>;
  /** Looks at the processes while all of them run. */
  readonly whileTraining?: (desktop: Desktop) => Promise<void>;
}

/** From the first start to the second, by mouse and keyboard alone: each step is a test, and the next goes on from it. */
export function declareJourney({ open, whileTraining }: JourneyOptions): void {
  let home: string;
  let desktop: Desktop;
  let page: Page;
  let untouchedArea: string;
  let paintedArea: string;

  async function start(): Promise<void> {
    desktop = await open(home);
    ({ page } = desktop);
  }

  async function quit(): Promise<void> {
    await desktop.quit();
    expect(desktop.complaints).toEqual([]);
    await desktop.close();
  }

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'maskwright-journey-'));
    await start();
  });

  afterAll(async () => {
    await desktop.close();
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  });

  test('one click draws sample pictures, and the grid shows them', async () => {
    await page.getByRole('button', { name: 'Try it with sample pictures' }).click();
    await toast(page, '60 pictures').waitFor();
    await shown(page);
    // The picture, and its masks over it.
    expect(await cell(page, 2).locator('img').count()).toBe(2);
  });

  test('a picture opens, and a stroke of the brush is saved', async () => {
    await cell(page, 2).dblclick();
    await page.getByText('3 of 60').waitFor();
    await saved(page);
    untouchedArea = await area(page);
    const before = await canvas(page);
    await drag(page, [0.45, 0.4], [0.6, 0.45]);
    await saved(page);
    await expect.poll(() => area(page)).not.toBe(untouchedArea);
    paintedArea = await area(page);
    expect((await canvas(page)).equals(before)).toBe(false);
  });

  test('an epoch is trained, and the curves show it', async () => {
    await goTo(page, 'Train');
    await setRecipe(page, { Epochs: 1, 'Picture size': 32, 'Pictures at once': 4 });
    await clickTrain(page);
    await page.getByRole('contentinfo').getByText('run-1').waitFor();
    await whileTraining?.(desktop);
    await runRow(page, 'run-1').getByText('finished').waitFor({ timeout: 120_000 });
    await expect.poll(() => reading(page, 'Loss', 'train')).toMatch(/^\d/);
    await expect.poll(() => reading(page, 'Loss', 'validation')).toMatch(/^\d/);
    await expect.poll(() => reading(page, 'IoU on validation', 'mean')).toMatch(/^\d/);
  });

  test('its prediction lies over the picture', async () => {
    await runRow(page, 'run-1').getByRole('button', { name: 'Predict' }).click();
    await toast(page, 'All pictures were predicted with run-1').waitFor({ timeout: 60_000 });
    await goTo(page, 'Annotate');
    await page.getByRole('button', { name: 'Prediction of run-1' }).waitFor();
    const overlay = page.getByRole('switch', { name: 'Show (T)' });
    if (!(await overlay.isChecked())) {
      await page.keyboard.press('T');
    }
    // At a low threshold even a network that has learned little finds something.
    const threshold = page.getByLabel('Threshold');
    await threshold.focus();
    await threshold.press('Home');
    const overlaid = await rested(page);
    await page.keyboard.press('T');
    await expect.poll(async () => (await canvas(page)).equals(overlaid)).toBe(false);
  });

  test('the next start shows the same picture with its stroke, and takes the stroke back', async () => {
    await quit();
    await start();
    await page.getByText('3 of 60').waitFor();
    await saved(page);
    expect(await area(page)).toBe(paintedArea);
    await page.keyboard.press('Control+z');
    await expect.poll(() => area(page)).toBe(untouchedArea);
    await saved(page);
    await goTo(page, 'Train');
    await runRow(page, 'run-1').getByText('finished').waitFor();
    await quit();
  });
}

/** What the picture's one object covers and what it is, as its row says; whether it was edited is another matter. */
async function area(page: Page): Promise<string> {
  const text = await page
    .locator('section', { hasText: 'Objects' })
    .getByText(/^[\d,]+ px/)
    .first()
    .innerText();
  return text.replace(', edited', '');
}

async function canvas(page: Page): Promise<Buffer> {
  return page.getByLabel('Picture with its masks').screenshot();
}

/** The canvas once two looks at it are the same: maps of probabilities arrive a moment later. */
async function rested(page: Page): Promise<Buffer> {
  let last = await canvas(page);
  await expect
    .poll(
      async () => {
        const before = last;
        last = await canvas(page);
        return last.equals(before);
      },
      { interval: 300 },
    )
    .toBe(true);
  return last;
}
