import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  areaOf,
  click,
  drag,
  held,
  moveTo,
  openAnnotate,
  pictureIds,
  pixelAt,
  saved,
  shapesOf,
  type Spot,
} from './annotating.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let journey: Journey;

beforeAll(async () => {
  const folder = await makeFolder();
  const project = join(folder, 'sample');
  await maskwright('sample', '--project', project, '--images', '10', '--seed', '3');
  const train = ['--epochs', '3', '--size', '64', '--batch', '4', '--run', 'quick'];
  await maskwright('train', '--project', project, ...train);
  const out = join(folder, 'predictions');
  await maskwright(
    'predict',
    '--project',
    project,
    '--run',
    'quick',
    '--split',
    'train',
    '--out',
    out,
  );
  journey = await startJourney({ project, window: [1600, 1000] });
}, 240_000);

afterAll(() => journey.close());

it('a prediction is laid over, compared, made the mask, and taken back', async () => {
  const { page } = journey;
  await openAnnotate(page);
  const [first = -1] = await pictureIds(page);
  const labelled = await held(page, first);
  await page.getByText('Prediction of quick').waitFor();
  await page.keyboard.press('T');
  expect(await page.getByRole('switch', { name: 'Show (T)' }).isChecked()).toBe(true);

  // At a low threshold even a network that has learned little finds something.
  const threshold = page.getByLabel('Threshold');
  await threshold.focus();
  await threshold.press('Home');
  await page.getByText('5 %', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Make it the mask' }).click();
  await expect.poll(async () => shapesOf(await held(page, first))).not.toEqual(shapesOf(labelled));
  await saved(page);
  const accepted = await held(page, first);
  expect(accepted.annotations.every(({ shape }) => shape.kind === 'mask')).toBe(true);
  expect(areaOf(accepted)).toBeGreaterThan(0);
  expect(accepted.image.review).toBe('edited');
  // What was accepted agrees with the prediction in full.
  await page.getByRole('cell', { name: '1.00' }).first().waitFor();

  await moveTo(page, [0.5, 0.5]);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => shapesOf(await held(page, first))).toEqual(shapesOf(labelled));
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(async () => shapesOf(await held(page, first))).toEqual(shapesOf(accepted));
  expect(journey.complaints).toEqual([]);
});

/** The colours of a square of the screen, without the ring of the brush. */
async function patchAt(page: Page, spot: Spot): Promise<readonly number[]> {
  const { x, y } = await pixelAt(page, spot);
  await page.mouse.move(0, 0);
  const shot = await page.screenshot({ clip: { x, y, width: 3, height: 3 } });
  return page.evaluate(
    async (bytes) => {
      const blob = new Blob([Uint8Array.from(bytes)], { type: 'image/png' });
      const bitmap = await createImageBitmap(blob);
      const context = new OffscreenCanvas(3, 3).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      return [...(context?.getImageData(1, 1, 1, 1).data ?? [])].slice(0, 3);
    },
    [...shot],
  );
}

/** Which verdict's colour lies over the picture. */
async function colourAt(page: Page, spot: Spot): Promise<'right' | 'missed' | 'extra' | 'none'> {
  const [red = 0, green = 0, blue = 0] = await patchAt(page, spot);
  if (green > red && green > blue) return 'right';
  if (blue > green + 20 && blue > red) return 'extra';
  return red > green + 60 && red > blue + 60 ? 'missed' : 'none';
}

/** A place where the error map shows a verdict. */
async function spotWith(page: Page, wanted: 'extra' | 'missed'): Promise<Spot> {
  for (const y of [0.3, 0.5, 0.7]) {
    for (const x of [0.3, 0.4, 0.5, 0.6, 0.7]) {
      if ((await colourAt(page, [x, y])) === wanted) return [x, y];
    }
  }
  throw new Error(`Nothing is shown as ${wanted}.`);
}

async function namePredicted(page: Page, spot: Spot): Promise<string> {
  await moveTo(page, spot);
  const text = await page.getByText(/^predicted (cat|dog)$/).innerText();
  return text.replace('predicted ', '');
}

/** At the lowest threshold even a network that has learned little finds something. */
async function lowestThreshold(page: Page): Promise<void> {
  const threshold = page.getByLabel('Threshold of the prediction');
  await threshold.focus();
  await threshold.press('Home');
  await page.getByRole('group', { name: 'Options of the tool' }).getByText('5 %').waitFor();
}

it('a predicted region is taken by a click, a part of the prediction by a box, each by one undo less', async () => {
  const { page } = journey;
  const [, , third = -1] = await pictureIds(page);
  await page.keyboard.press('d');
  await page.getByText('2 of 10').waitFor();
  await page.keyboard.press('d');
  await page.getByText('3 of 10').waitFor();
  await page.getByText('Prediction of quick').waitFor();
  const labelled = await held(page, third);
  await page.keyboard.press('u');
  const tool = page.getByRole('button', { name: 'Take from the prediction' });
  await expect.poll(() => tool.getAttribute('aria-pressed')).toBe('true');
  await lowestThreshold(page);

  await drag(page, [0.4, 0.4], [0.6, 0.6]);
  await expect.poll(async () => shapesOf(await held(page, third))).not.toEqual(shapesOf(labelled));
  await saved(page);
  const boxed = await held(page, third);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => shapesOf(await held(page, third))).toEqual(shapesOf(labelled));

  // Where something is predicted, its class stands beside the pointer; a click there takes it.
  await moveTo(page, [0.5, 0.5]);
  await page.getByText(/^predicted (cat|dog)$/).waitFor();
  await click(page, [0.5, 0.5]);
  await expect.poll(async () => shapesOf(await held(page, third))).not.toEqual(shapesOf(labelled));
  await saved(page);
  expect(shapesOf(await held(page, third))).not.toEqual(shapesOf(boxed));
  const taken = areaOf(await held(page, third));
  await page.keyboard.down('Alt');
  await click(page, [0.5, 0.5]);
  await page.keyboard.up('Alt');
  await expect.poll(async () => areaOf(await held(page, third))).toBeLessThan(taken);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect.poll(async () => shapesOf(await held(page, third))).toEqual(shapesOf(labelled));
  expect(journey.complaints).toEqual([]);
});

it('errors are shown as they are while somebody paints, two states side by side with a handle for mouse and keys', async () => {
  const { page } = journey;
  const shown = page.getByRole('radiogroup', { name: 'What is shown' });
  await page.keyboard.press('Shift+T');
  await expect.poll(() => shown.getByLabel('errors').isChecked()).toBe(true);
  await page.getByText('missed', { exact: true }).waitFor();
  // The brush makes of what is extra something that is right.
  const [, , third = -1] = await pictureIds(page);
  const spot = await spotWith(page, 'extra');
  const labelled = await held(page, third);
  await page.keyboard.press('b');
  const predicted = await namePredicted(page, spot);
  await page.keyboard.press(predicted === 'cat' ? '1' : '2');
  await page.getByRole('button', { name: 'New object' }).click();
  await drag(page, spot, [spot[0] + 0.02, spot[1]]);
  await expect.poll(() => colourAt(page, spot)).toBe('right');
  await saved(page);
  await page.keyboard.press('Shift+T');
  await expect.poll(() => shown.getByLabel('masks').isChecked()).toBe(true);

  // Before and now: the stroke is on one side of the handle only.
  await page.keyboard.press('c');
  const handle = page.getByRole('slider', { name: 'Border between before and now' });
  await handle.focus();
  await page.keyboard.press('Home');
  const now = await patchAt(page, spot);
  const edge = await pixelAt(page, [0, 0.5]);
  // Of the handle nothing lies over the tools, which would be in the way of a click.
  const besides = await page.evaluate(
    ({ x, y }) => document.elementFromPoint(x - 5, y)?.closest('[role=presentation]') ?? null,
    edge,
  );
  expect(besides).toBeNull();
  await page.keyboard.press('End');
  await expect.poll(() => patchAt(page, spot)).not.toEqual(now);
  const start = await pixelAt(page, [0.998, 0.3]);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await moveTo(page, [0.02, 0.3]);
  await page.mouse.up();
  await expect.poll(() => patchAt(page, spot)).toEqual(now);
  // The handle was dragged, nothing was painted.
  expect(shapesOf(await held(page, third))).not.toEqual(shapesOf(labelled));
  await page.keyboard.press('Shift+C');
  await page.getByRole('slider', { name: 'Border between label and prediction' }).waitFor();
  await page.keyboard.press('c');
  await expect.poll(() => page.getByRole('slider', { name: /^Border between/ }).count()).toBe(0);

  await moveTo(page, spot);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => shapesOf(await held(page, third))).toEqual(shapesOf(labelled));
  expect(journey.complaints).toEqual([]);
});

it('the brush snaps to the prediction and to the picture, chosen by a key, and never covers more than it did', async () => {
  const { page } = journey;
  const [, , third = -1] = await pictureIds(page);
  const labelled = await held(page, third);
  const bar = page.getByRole('group', { name: 'Options of the tool' });
  await page.keyboard.press('b');
  for (let step = 0; step < 3; step++) await page.keyboard.press('Shift+]');
  const areas: number[] = [];
  for (const snap of ['off', 'prediction', 'picture']) {
    await expect.poll(() => bar.getByLabel('Keeps to edges').inputValue()).toBe(snap);
    await page.getByRole('button', { name: 'New object' }).click();
    await click(page, [0.5, 0.5]);
    await expect
      .poll(async () => shapesOf(await held(page, third)))
      .not.toEqual(shapesOf(labelled));
    await saved(page);
    const made = (await held(page, third)).annotations.at(-1);
    areas.push(made?.areaPx2 ?? 0);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => shapesOf(await held(page, third))).toEqual(shapesOf(labelled));
    await page.keyboard.press('z');
  }
  const [all = 0, inPrediction = 0, inPicture = 0] = areas;
  expect(inPrediction).toBeGreaterThan(0);
  expect(inPrediction).toBeLessThanOrEqual(all);
  expect(inPicture).toBeGreaterThan(0);
  expect(inPicture).toBeLessThan(all);
  expect(journey.complaints).toEqual([]);
});

it('a picture without a prediction says so, and is predicted from there', async () => {
  const { page } = journey;
  const ids = await pictureIds(page);
  const details = await Promise.all(ids.map((id) => held(page, id)));
  const place = details.findIndex(({ image }) => !image.predicted);
  expect(place).toBeGreaterThanOrEqual(0);
  await moveTo(page, [0.5, 0.5]);
  await page.keyboard.press('u');
  while (!(await page.getByText(`${place + 1} of 10`, { exact: true }).isVisible())) {
    await page.keyboard.press('ArrowLeft');
    await page.waitForTimeout(100);
  }
  const bar = page.getByRole('group', { name: 'Options of the tool' });
  await bar.getByText('This picture has no prediction yet.').waitFor();
  await click(page, [0.5, 0.5]);
  await page.getByText('The bar above it says how to have one.').waitFor();
  await bar.getByRole('button', { name: 'Predict this picture' }).click();
  // The engine is started for it.
  await bar.getByLabel('Threshold of the prediction').waitFor({ timeout: 90_000 });
  await page.getByText('Prediction of quick').waitFor();
  expect(journey.complaints).toEqual([]);
});
