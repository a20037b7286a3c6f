import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCvPolicy, pagePolicy } from '../../app/links/headers.ts';
import { click, held, moveTo, openAnnotate, pictureIds } from './annotating.ts';
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
