import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { cocoStringFromRle, rleFromCocoCounts } from '../../app/mask/coco-counts.ts';
import { rleFromCutout } from '../../app/mask/cutout.ts';
import { bitmapFromRle } from '../../app/mask/rle-bitmap.ts';
import { similarRegion } from '../../app/mask/similar.ts';
import { superpixelsOf } from '../../app/mask/superpixels.ts';
import {
  held,
  openAnnotate,
  pictureIds,
  pixelAt,
  press,
  saved,
  shapesOf,
  type Detail,
} from './annotating.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let origin: string;
let journey: Journey;
let page: Page;
let first: number;

beforeAll(async () => {
  origin = join(await makeFolder(), 'sample');
  await maskwright('sample', '--project', origin, '--images', '2', '--seed', '3');
});

beforeEach(async () => {
  const project = join(await makeFolder(), 'sample');
  await cp(origin, project, { recursive: true });
  journey = await startJourney({ project, window: [1600, 1000] });
  ({ page } = journey);
  await openAnnotate(page);
  [first = -1] = await pictureIds(page);
  // So that whatever is taken is an object of its own.
  await page.keyboard.press('Shift+N');
});

afterEach(async () => {
  await journey.close();
  expect(journey.complaints).toEqual([]);
});

/** The picture's pixels as the browser decodes them. */
async function pixelsOfPicture(): Promise<{
  width: number;
  height: number;
  data: Uint8ClampedArray;
}> {
  const { width, height, bytes } = await page.evaluate(async (image) => {
    const bitmap = await createImageBitmap(await (await fetch(`/image/${String(image)}`)).blob());
    const canvas = document.createElement('canvas');
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('There is no canvas.');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return { width: bitmap.width, height: bitmap.height, bytes: Array.from(data) };
  }, first);
  return { width, height, data: new Uint8ClampedArray(bytes) };
}

/** The pixel of the picture under a spot of the canvas, as the view itself says it. */
async function pointed(): Promise<{ x: number; y: number }> {
  const [, x = '', y = ''] =
    /x (\d+) y (\d+)/.exec(await page.locator('.annotate').innerText()) ?? [];
  expect(x).not.toBe('');
  return { x: Number(x) + 0.5, y: Number(y) + 0.5 };
}

function lastMask({ annotations }: Detail): string {
  const shape = annotations.at(-1)?.shape;
  return shape?.kind === 'mask' ? shape.rle : '';
}

it('the wand takes what the pure function takes, dragged further it takes more, and undo takes it back', async () => {
  const before = await held(page, first);
  const pixels = await pixelsOfPicture();
  await page.keyboard.press('W');
  await press(page, [0.5, 0.12]);
  const seed = await pointed();
  const tolerance = page.getByRole('status', { name: 'Tolerance' });
  const { x, y } = await pixelAt(page, [0.5, 0.12]);
  await page.mouse.move(x - 40, y, { steps: 5 });
  await expect.poll(() => tolerance.innerText()).toBe('12');
  await page.mouse.up();
  await expect
    .poll(async () => (await held(page, first)).image.revision)
    .toBe(before.image.revision + 1);
  await saved(page);
  const wanded = await held(page, first);
  const region = similarRegion(pixels, { seed, sampleSidePx: 1, tolerance: 12, contiguous: true });
  expect(lastMask(wanded)).toBe(cocoStringFromRle(rleFromCutout(region, pixels)));

  await page.keyboard.press('Control+z');
  await saved(page);
  await expect.poll(async () => shapesOf(await held(page, first))).toEqual(shapesOf(before));
});

it('Escape in the middle of a drag of the wand leaves no trace', async () => {
  const before = await held(page, first);
  await page.keyboard.press('W');
  await press(page, [0.5, 0.12]);
  const { x, y } = await pixelAt(page, [0.5, 0.12]);
  await page.mouse.move(x + 60, y, { steps: 5 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await saved(page);
  expect(shapesOf(await held(page, first))).toEqual(shapesOf(before));
  expect((await held(page, first)).image.revision).toBe(before.image.revision);
});

it('the brush takes whole superpixels, and undo takes them back', async () => {
  const before = await held(page, first);
  const pixels = await pixelsOfPicture();
  await page.keyboard.press('K');
  // Ten steps smaller: a brush of one pixel touches one region.
  await page.keyboard.press('Shift+BracketLeft');
  await press(page, [0.5, 0.12]);
  const seed = await pointed();
  await page.mouse.up();
  await expect
    .poll(async () => (await held(page, first)).image.revision)
    .toBe(before.image.revision + 1);
  const { labels } = superpixelsOf(pixels, 32);
  const { width, height } = pixels;
  const region = labels[Math.floor(seed.y) * width + Math.floor(seed.x)];
  const mask = bitmapFromRle(rleFromCocoCounts(lastMask(await held(page, first)), [height, width]));
  expect([...mask.data]).toEqual(Array.from(labels, (label) => (label === region ? 1 : 0)));

  await page.keyboard.press('Control+z');
  await saved(page);
  await expect.poll(async () => shapesOf(await held(page, first))).toEqual(shapesOf(before));
});
