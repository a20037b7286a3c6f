import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import {
  areaOf,
  click,
  drag,
  held,
  moveTo,
  openAnnotate,
  pictureIds,
  press,
  saved,
  shapesOf,
} from './annotating.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let origin: string;
let journey: Journey;
let page: Page;
let first: number;
let second: number;
/** Requests that a test refuses on purpose; the browser notes each of them. */
let refused: string | null = null;

beforeAll(async () => {
  origin = join(await makeFolder(), 'sample');
  await maskwright('sample', '--project', origin, '--images', '6', '--seed', '3');
});

async function start(project: string): Promise<void> {
  journey = await startJourney({ project, window: [1600, 1000] });
  ({ page } = journey);
  await openAnnotate(page);
  const ids = await pictureIds(page);
  [first = -1, second = -1] = ids;
}

async function copyOfSample(): Promise<string> {
  const project = join(await makeFolder(), 'sample');
  await cp(origin, project, { recursive: true });
  return project;
}

async function refuse(path: string): Promise<void> {
  refused = path;
  await page.route(`**${path}`, (route) => route.abort());
}

afterEach(async () => {
  const unforeseen = journey.complaints.filter(
    (text) => refused === null || !text.includes(refused),
  );
  refused = null;
  await journey.close();
  expect(unforeseen).toEqual([]);
});

describe('a mask is corrected', () => {
  beforeEach(async () => start(await copyOfSample()));

  it('by brush and eraser, with undo and redo, and is there after the page is loaded again', async () => {
    const before = await held(page, first);
    await page.keyboard.press('B');
    await drag(page, [0.4, 0.2], [0.6, 0.2]);
    await saved(page);
    const painted = await held(page, first);
    expect(areaOf(painted)).toBeGreaterThan(areaOf(before));
    expect(painted.image.review).toBe('edited');

    await page.keyboard.press('Control+z');
    await saved(page);
    expect(shapesOf(await held(page, first))).toEqual(shapesOf(before));

    await page.keyboard.press('Control+Shift+z');
    await saved(page);
    expect(shapesOf(await held(page, first))).toEqual(shapesOf(painted));

    await page.keyboard.press('E');
    await drag(page, [0.45, 0.2], [0.5, 0.2]);
    await saved(page);
    const erased = await held(page, first);
    expect(areaOf(erased)).toBeLessThan(areaOf(painted));

    await page.keyboard.press('D');
    await page.getByText('2 of 6').waitFor();
    await page.keyboard.press('A');
    await page.getByText('1 of 6').waitFor();
    expect(shapesOf(await held(page, first))).toEqual(shapesOf(erased));

    await page.reload();
    await openAnnotate(page);
    expect(shapesOf(await held(page, first))).toEqual(shapesOf(erased));
    // The history outlives the page: both gestures can still be taken back.
    await page.keyboard.press('Control+z');
    await saved(page);
    await expect.poll(async () => shapesOf(await held(page, first))).toEqual(shapesOf(painted));
    await page.keyboard.press('Control+z');
    await saved(page);
    await expect.poll(async () => shapesOf(await held(page, first))).toEqual(shapesOf(before));
  });

  it('and a stroke that Escape interrupts leaves no trace', async () => {
    const before = await held(page, first);
    await page.keyboard.press('B');
    await press(page, [0.4, 0.2]);
    await moveTo(page, [0.6, 0.3]);
    await page.keyboard.press('Escape');
    await moveTo(page, [0.6, 0.5]);
    await page.mouse.up();
    await saved(page);
    const after = await held(page, first);
    expect(shapesOf(after)).toEqual(shapesOf(before));
    expect(after.image.revision).toBe(before.image.revision);
  });

  it('by a polygon whose corners are dragged, added and deleted, and which stays a polygon', async () => {
    await page.keyboard.press('P');
    const square = [
      [0.3, 0.1],
      [0.4, 0.1],
      [0.4, 0.2],
      [0.3, 0.2],
    ] as const;
    for (const corner of square) {
      await click(page, corner);
    }
    await page.keyboard.press('Enter');
    await saved(page);
    const cornersOf = async (): Promise<number> => {
      const shape = (await held(page, first)).annotations.at(-1)?.shape;
      return shape?.kind === 'polygons' ? (shape.polygons[0] ?? []).length / 2 : 0;
    };
    expect(await cornersOf()).toBe(4);

    await page.keyboard.press('V');
    await drag(page, square[2], [0.45, 0.28]);
    await saved(page);
    expect(await cornersOf()).toBe(4);
    await drag(page, [0.35, 0.1], [0.35, 0.06]);
    await saved(page);
    expect(await cornersOf()).toBe(5);
    await moveTo(page, [0.35, 0.06]);
    await page.keyboard.press('Delete');
    await saved(page);
    expect(await cornersOf()).toBe(4);

    const drawn = await held(page, first);
    await moveTo(page, [0.1, 0.1]);
    await page.keyboard.press('Delete');
    await saved(page);
    expect((await held(page, first)).annotations).toHaveLength(drawn.annotations.length - 1);
    await page.keyboard.press('Control+z');
    await saved(page);
    expect(shapesOf(await held(page, first))).toEqual(shapesOf(drawn));
  });

  it('and accepted with one key, which goes on to the next picture', async () => {
    await page.keyboard.press('Shift+A');
    await page.getByText('2 of 6').waitFor();
    await expect.poll(async () => (await held(page, first)).image.review).toBe('accepted');
    expect((await held(page, second)).image.review).toBe('untouched');
  });
});

describe('what cannot be sent at once', () => {
  beforeEach(async () => start(await copyOfSample()));

  it('is kept, shown as not saved, and sent when the studio answers again', async () => {
    const before = await held(page, first);
    await refuse('/api/gesture.apply');
    await drag(page, [0.4, 0.2], [0.6, 0.2]);
    await drag(page, [0.4, 0.3], [0.6, 0.3]);
    await page.locator('[data-saving="waiting"]').waitFor();
    expect(shapesOf(await held(page, first))).toEqual(shapesOf(before));
    await page.unroute('**/api/gesture.apply');
    await saved(page);
    expect((await held(page, first)).image.revision).toBe(before.image.revision + 2);
  });

  it('outlives the page', async () => {
    const before = await held(page, first);
    await refuse('/api/gesture.apply');
    await drag(page, [0.4, 0.2], [0.6, 0.2]);
    await page.locator('[data-saving="waiting"]').waitFor();
    await page.unroute('**/api/gesture.apply');
    await page.reload();
    await page.getByText('1 change made before the page was closed is saved now.').waitFor();
    const after = await held(page, first);
    expect(after.image.revision).toBe(before.image.revision + 1);
    expect(areaOf(after)).toBeGreaterThan(areaOf(before));
  });
});

it('two windows on one picture: the stale one is told and shows what is there', async () => {
  await start(await copyOfSample());
  const context = await journey.browser.newContext({
    storageState: await page.context().storageState(),
    viewport: { width: 1600, height: 1000 },
  });
  const other = await context.newPage();
  // Without events the second window cannot know of the first one's strokes.
  await other.routeWebSocket('**/api/events', () => undefined);
  await other.goto(page.url());
  await openAnnotate(other);
  await drag(page, [0.4, 0.2], [0.6, 0.2]);
  await saved(page);
  const painted = await held(page, first);
  await drag(other, [0.4, 0.6], [0.6, 0.6]);
  await other.getByText('was changed in another window').waitFor();
  expect(shapesOf(await held(page, first))).toEqual(shapesOf(painted));
  await drag(other, [0.4, 0.6], [0.6, 0.6]);
  await saved(other);
  expect((await held(page, first)).image.revision).toBe(painted.image.revision + 1);
});

it('a picture without labels is annotated from nothing', async () => {
  const pictures = join(origin, 'pictures');
  const [folder = ''] = await readdir(pictures);
  const project = join(await makeFolder(), 'bare');
  await maskwright('import', 'folder', '--images', join(pictures, folder), '--project', project);
  await start(project);
  await page.getByText('First, name what you mark').waitFor();
  await page.getByLabel('Name of the new class').fill('cat');
  await page.keyboard.press('Enter');
  await page.getByText('First, name what you mark').waitFor({ state: 'detached' });
  await drag(page, [0.4, 0.2], [0.6, 0.2]);
  await saved(page);
  const { annotations } = await held(page, first);
  expect(annotations.map(({ shape }) => shape.kind)).toEqual(['mask']);
  await page.getByRole('button', { name: 'Hide cat 1' }).waitFor();
});
