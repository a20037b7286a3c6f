import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCvPolicy, pagePolicy } from '../../app/links/headers.ts';
import {
  click,
  drag,
  held,
  moveTo,
  openAnnotate,
  pictureIds,
  saved,
  shapesOf,
} from './annotating.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let journey: Journey;

beforeEach(async () => {
  const project = join(await makeFolder(), 'sample');
  await maskwright('sample', '--project', project, '--images', '1', '--seed', '3');
  journey = await startJourney({ project, window: [1600, 1000] });
});

afterEach(async () => {
  await journey.close();
  expect(journey.complaints).toEqual([]);
});

it('cuts out along edges with the real OpenCV, whose worker alone has its policy', async () => {
  const { page } = journey;
  const policies = new Map<string, string | undefined>();
  page.on('response', (response) => {
    policies.set(new URL(response.url()).pathname, response.headers()['content-security-policy']);
  });
  const [reloaded] = await Promise.all([
    page.waitForResponse('**/assets/index-*.js'),
    page.reload(),
  ]);
  expect(reloaded.headers()['content-security-policy']).toBe(pagePolicy);
  await openAnnotate(page);
  const [first = -1] = await pictureIds(page);
  const before = await held(page, first);
  const opencv = (): string | undefined =>
    [...policies.keys()].find((path) => path.includes('opencv-worker'));
  // Not before it is used.
  expect(opencv()).toBeUndefined();

  await page.keyboard.press('Shift+N');
  await page.keyboard.press('s');
  await click(page, [0.4, 0.4]);
  await moveTo(page, [0.5, 0.42]);
  await click(page, [0.55, 0.42]);
  await click(page, [0.5, 0.6]);
  await page.keyboard.press('Enter');

  await expect
    .poll(async () => (await held(page, first)).annotations.length, { timeout: 30_000 })
    .toBe(before.annotations.length + 1);
  const made = (await held(page, first)).annotations.at(-1);
  expect(made?.shape.kind).toBe('mask');
  expect(made?.areaPx2).toBeGreaterThan(100);
  expect(policies.get(opencv() ?? '')).toBe(openCvPolicy);
});

it('GrabCut finds what is in a box, is told more by strokes, and is applied, given up and taken back', async () => {
  const { page } = journey;
  await openAnnotate(page);
  const [first = -1] = await pictureIds(page);
  const before = await held(page, first);
  const options = page.getByRole('group', { name: 'Options of the tool' });
  const apply = options.getByRole('button', { name: 'Apply' });
  const working = options.getByText('Finding the edge');
  const found = async (): Promise<void> => {
    await apply.waitFor();
    await working.waitFor({ state: 'detached' });
  };
  const count = async (): Promise<number> => {
    await saved(page);
    return (await held(page, first)).annotations.length;
  };

  await page.keyboard.press('Shift+N');
  await page.keyboard.press('r');
  await drag(page, [0.2, 0.2], [0.5, 0.7]);
  // A sign of life at once, and a way out.
  await working.waitFor();
  await page.keyboard.press('Escape');
  await apply.waitFor({ state: 'detached' });

  await drag(page, [0.2, 0.2], [0.5, 0.7]);
  await found();
  await page.keyboard.press(']');
  await drag(page, [0.35, 0.4], [0.36, 0.5]);
  await page.keyboard.down('Alt');
  await drag(page, [0.22, 0.25], [0.24, 0.6]);
  await page.keyboard.up('Alt');
  await found();
  await page.keyboard.press('Backspace');
  await found();
  expect(await count()).toBe(before.annotations.length);
  await page.keyboard.press('Enter');
  await expect.poll(count).toBe(before.annotations.length + 1);
  const made = (await held(page, first)).annotations.at(-1);
  expect(made?.shape.kind).toBe('mask');
  expect(made?.areaPx2).toBeGreaterThan(500);

  // By mouse alone, and before it has been worked out.
  await page.keyboard.press('Shift+N');
  await page.getByRole('toolbar').getByRole('button', { name: 'GrabCut' }).click();
  await drag(page, [0.6, 0.25], [0.97, 0.85]);
  await apply.click();
  await expect.poll(count, { timeout: 30_000 }).toBe(before.annotations.length + 2);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await saved(page);
  await expect.poll(async () => shapesOf(await held(page, first))).toEqual(shapesOf(before));
});
