import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { goTo } from './browsing.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let folder: string;
let journey: Journey;
let page: Page;

beforeAll(async () => {
  folder = await makeFolder();
  const project = join(folder, 'sample');
  await maskwright('sample', '--project', project, '--images', '20', '--seed', '3');
  journey = await startJourney({ project, window: [1400, 1000] });
  ({ page } = journey);
  await goTo(page, 'Train');
  await page.getByRole('button', { name: 'All settings' }).click();
});
afterAll(async () => {
  await journey.close();
  expect(journey.complaints).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

/** The bytes of the picture that is shown, once it has come. */
async function shown(): Promise<string> {
  const picture = page.getByAltText('Training pictures with their labels');
  await picture.scrollIntoViewIfNeeded();
  return picture.evaluate(async (element: HTMLImageElement) => {
    await element.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [element.naturalWidth, element.naturalHeight];
    canvas.getContext('2d')?.drawImage(element, 0, 0);
    return canvas.toDataURL();
  });
}

it('training pictures are shown as the chosen variation makes them', async () => {
  const plain = await shown();
  await page.getByRole('switch', { name: 'Paste objects' }).check();
  await expect.poll(shown).not.toBe(plain);
  const pasted = await shown();
  const turn = page.getByRole('spinbutton', { name: 'Turn, at most' });
  await turn.fill('30');
  await turn.press('Enter');
  await expect.poll(shown).not.toBe(pasted);

  // Back again it is the very same: it hangs on settings and seed alone.
  await turn.fill('0');
  await turn.press('Enter');
  await expect.poll(shown).toBe(pasted);
  await page.getByRole('switch', { name: 'Paste objects' }).uncheck();
  await expect.poll(shown).toBe(plain);
});

it('and others when they are asked for', async () => {
  const first = await shown();
  await page.getByRole('button', { name: 'Others' }).click();
  await expect.poll(shown).not.toBe(first);
});
