import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Place } from '../../app/contract/place.ts';
import { areaOf, drag, held, openAnnotate, pictureIds, saved } from './annotating.ts';
import { goTo, grid, shown } from './browsing.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let folder: string;
let project: string;
let journey: Journey;
let page: Page;
/** What the browser notes of a request that a test lets fail on purpose. */
let expected: string | null = null;

beforeAll(async () => {
  folder = await makeFolder();
  await maskwright('sample', '--project', join(folder, 'origin'), '--images', '60', '--seed', '3');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  project = join(await makeFolder(), 'sample');
  await cp(join(folder, 'origin'), project, { recursive: true });
  await start();
});
afterEach(async () => {
  await journey.close();
  expect(journey.complaints.filter((text) => !text.includes(expected ?? '\0'))).toEqual([]);
  expected = null;
  await rm(join(project, '..'), { recursive: true, force: true });
});

/** Each start has a port and a browser of its own; what the program remembers lies beside the project. */
async function start(): Promise<void> {
  journey = await startJourney({ project, home: join(project, '..'), window: [1600, 1000] });
  ({ page } = journey);
}

async function quitAndStartAgain(): Promise<void> {
  await journey.close();
  expect(journey.complaints).toEqual([]);
  await start();
}

/** Waits until the picture that was gone to is open, and no preview stands in for it. */
async function open(): Promise<void> {
  await page.locator('.stage[aria-busy="false"]').waitFor();
}

/** Waits until the place is kept as it is to be: on a busy computer it is kept between two keys as well. */
async function rest(isMeant: (place: Place) => boolean, act: () => Promise<void>): Promise<void> {
  const kept = page.waitForResponse(
    (response) =>
      response.url().endsWith('/api/place.keep') &&
      isMeant((response.request().postDataJSON() as { place: Place }).place),
  );
  await act();
  await kept;
}

interface Sight {
  readonly place: string;
  readonly zoom: string;
  readonly tool: string | null;
  readonly brush: string;
  readonly canvas: Buffer;
}

async function sight(): Promise<Sight> {
  await saved(page);
  // A notice throws its shadow onto the canvas.
  const notices = page.locator('.toast').getByRole('button', { name: 'Close' });
  while ((await notices.count()) > 0) await notices.first().click();
  // Where nothing has a tooltip to tell.
  await page.mouse.move(350, 20);
  // What lies under the pointer is told over the canvas.
  await page.getByRole('group', { name: 'Under the pointer' }).waitFor({ state: 'detached' });
  await open();
  const hud = page.locator('.hud');
  // Without masks: which of them is selected is not kept.
  await page.keyboard.down('h');
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
  const canvas = await page.getByLabel('Picture with its masks').screenshot();
  await page.keyboard.up('h');
  return {
    place: (await hud.locator('span').first().textContent()) ?? '',
    zoom: (await hud.locator('.zoom').textContent()) ?? '',
    tool: await page
      .locator('[aria-label="Tools"] [aria-pressed="true"]')
      .getAttribute('aria-label'),
    brush: await page.locator('.options .size input').inputValue(),
    canvas,
  };
}

/** The third picture, zoomed and moved, with the eraser and a stroke. */
async function settle(): Promise<number> {
  await openAnnotate(page);
  const [, , third = -1] = await pictureIds(page);
  await page.keyboard.press('D');
  await page.keyboard.press('D');
  await page.getByText('3 of 60').waitFor();
  await open();
  await drag(page, [0.45, 0.4], [0.6, 0.4]);
  await saved(page);
  const isInHand = ({ hand }: Place): boolean => hand?.tool === 'eraser' && hand.brushSizePx === 22;
  await rest(isInHand, async () => {
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await page.keyboard.down('Space');
    await drag(page, [0.5, 0.5], [0.4, 0.45]);
    await page.keyboard.up('Space');
    await page.keyboard.press('E');
    await page.keyboard.press(']');
  });
  return third;
}

it('a page that is loaded again shows the same picture, place and tool, and takes the last stroke back', async () => {
  const third = await settle();
  const before = await sight();
  const painted = areaOf(await held(page, third));

  await page.reload();
  await page.getByText('3 of 60').waitFor();
  const after = await sight();
  expect({ ...after, canvas: null }).toEqual({ ...before, canvas: null });
  expect(after.canvas.equals(before.canvas)).toBe(true);

  await page.keyboard.press('Control+z');
  await expect.poll(async () => areaOf(await held(page, third))).toBeLessThan(painted);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(async () => areaOf(await held(page, third))).toBe(painted);
});

it('so does another start of the program, at another port and in another browser', async () => {
  const third = await settle();
  const before = await sight();
  const painted = areaOf(await held(page, third));
  const port = new URL(page.url()).port;

  await quitAndStartAgain();
  expect(new URL(page.url()).port).not.toBe(port);
  await page.getByText('3 of 60').waitFor();
  const after = await sight();
  expect({ ...after, canvas: null }).toEqual({ ...before, canvas: null });
  expect(after.canvas.equals(before.canvas)).toBe(true);

  await page.keyboard.press('Control+z');
  await expect.poll(async () => areaOf(await held(page, third))).toBeLessThan(painted);
});

it('Browse comes back with its filter, order and scroll position', async () => {
  await shown(page);
  const filters = page.getByRole('complementary', { name: 'Filters' });
  await rest(
    ({ filter }) => filter.categories !== undefined,
    () => filters.getByRole('button', { name: 'cat' }).click(),
  );
  await page.locator('.bar [role="status"]', { hasText: 'of 60' }).waitFor();
  await rest(
    ({ top }) => top > 0,
    () => grid(page).evaluate((element) => element.scrollBy(0, 700)),
  );
  const look = async (): Promise<unknown> => ({
    count: await page.locator('.bar [role="status"]').textContent(),
    // To the row: that is what is kept, so that it holds for another size of window too.
    row: await grid(page).evaluate((element) => {
      const side = element.querySelector<HTMLElement>('[data-index]')?.offsetHeight ?? 0;
      return Math.round(element.scrollTop / (side + 8));
    }),
  });
  const before = await look();
  expect(before).not.toMatchObject({ row: 0 });

  await page.reload();
  await expect.poll(look).toEqual(before);
  await quitAndStartAgain();
  await expect.poll(look).toEqual(before);
});

it('who has gone to a view before the place was taken up stays there, and comes back to it', async () => {
  const views = page.getByRole('navigation', { name: 'Views' });
  const isInFront = (view: string) =>
    views.getByRole('button', { name: view, exact: true }).getAttribute('aria-current');
  for (const [slow, view] of [
    ['nothing was kept', 'Train'],
    ['Train was kept', 'Transfer'],
  ] as const) {
    const asked = Promise.withResolvers<void>();
    await page.route('**/api/place.get', async (route) => {
      await asked.promise;
      await route.continue();
    });
    await page.reload();
    await rest(
      (place) => place.view === view.toLowerCase(),
      async () => {
        await goTo(page, view);
        asked.resolve();
      },
    );
    expect(await isInFront(view), slow).toBe('page');
    await page.unroute('**/api/place.get');
    await page.reload();
    await expect.poll(() => isInFront(view), { message: slow }).toBe('page');
  }
});

it('a picture that is gone since is left out, and nothing is said', async () => {
  await settle();
  const keep = { folder: project, place: { view: 'annotate', picture: 4_000_000 } };
  // The page's own place, which it keeps at rest and when it goes, would be written over this one.
  await page.route('**/api/place.keep', (route) =>
    route.request().postData() === JSON.stringify(keep)
      ? route.continue()
      : route.fulfill({ json: {} }),
  );
  await page.evaluate(async (body) => {
    await fetch('/api/place.keep', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }, keep);
  expected = '/api/image.get';
  await page.reload();
  await page.getByText('1 of 60').waitFor();
  expect(await page.locator('.toast').count()).toBe(0);
  await goTo(page, 'Browse');
  await shown(page);
});
