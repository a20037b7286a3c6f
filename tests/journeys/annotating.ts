import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Result } from '../../app/contract/methods.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

export type Detail = Result<'image.get'>;
/** Shares of the canvas's width and height. */
export type Spot = readonly [number, number];

/** A drawn project of so many pictures, of which the first is open to be annotated. */
export async function startAnnotating({
  images,
  window,
}: {
  readonly images: number;
  readonly window: readonly [number, number];
}): Promise<Journey> {
  const folder = await makeFolder();
  const project = join(folder, 'sample');
  await maskwright('sample', '--project', project, '--images', String(images), '--seed', '3');
  const journey = await startJourney({ project, window });
  await openAnnotate(journey.page);
  return {
    ...journey,
    async close() {
      await journey.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function openAnnotate(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Annotate', exact: true }).click();
  await saved(page);
}

/** Everything that was done is acknowledged by the studio. */
export async function saved(page: Page): Promise<void> {
  await page.locator('[data-saving="saved"]').waitFor();
}

export async function pixelAt(page: Page, [x, y]: Spot): Promise<{ x: number; y: number }> {
  const box = await page.getByLabel('Picture with its masks').boundingBox();
  if (box === null) {
    throw new Error('The canvas is not to be seen.');
  }
  return { x: Math.round(box.x + box.width * x), y: Math.round(box.y + box.height * y) };
}

export async function press(page: Page, spot: Spot): Promise<void> {
  const { x, y } = await pixelAt(page, spot);
  await page.mouse.move(x, y);
  await page.mouse.down();
}

export async function moveTo(page: Page, spot: Spot, steps = 8): Promise<void> {
  const { x, y } = await pixelAt(page, spot);
  await page.mouse.move(x, y, { steps });
}

export async function drag(page: Page, ...spots: readonly [Spot, ...Spot[]]): Promise<void> {
  const [first, ...rest] = spots;
  await press(page, first);
  for (const spot of rest) {
    await moveTo(page, spot);
  }
  await page.mouse.up();
}

export async function click(page: Page, spot: Spot): Promise<void> {
  const { x, y } = await pixelAt(page, spot);
  await page.mouse.click(x, y);
}

/** What the studio holds of a picture, asked as the page would. */
export async function held(page: Page, image: number): Promise<Detail> {
  return ask(page, 'image.get', { image });
}

export async function pictureIds(page: Page): Promise<readonly number[]> {
  const { ids } = await ask<{ ids: number[] }>(page, 'image.ids', {
    filter: {},
    order: { by: 'id', descending: false },
  });
  return ids;
}

export async function ask<T>(page: Page, method: string, params: unknown): Promise<T> {
  const answer: unknown = await page.evaluate(
    async ({ method: name, params: body }) => {
      const response = await fetch(`/api/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return response.json() as Promise<unknown>;
    },
    { method, params },
  );
  return answer as T;
}

/** The shapes of a picture's objects, to compare. */
export function shapesOf({ annotations }: Detail): unknown {
  return annotations.map(({ id, category, shape }) => ({ id, category, shape }));
}

export function areaOf({ annotations }: Detail): number {
  return annotations.reduce((sum, { areaPx2 }) => sum + areaPx2, 0);
}
