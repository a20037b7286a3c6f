import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { childrenOf } from '../app/entry/serving.ts';
import {
  ask,
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

/**
 * A person paints, and the page dies 20 times while they do: its process is killed, or it is closed. In
 * `npm run soak -- painting` it dies more often, and each third time it is the studio behind it that is killed.
 */
const deaths = Number(process.env['MASKWRIGHT_PAGE_DEATHS'] ?? 20);
const kinds = process.env['MASKWRIGHT_STUDIO_DIES_TOO'] === undefined ? 2 : 3;

/** The same strokes in each run; where in the saving a death strikes is left to the machine. */
let seed = 20_261_124;
function random(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
}

let folder: string;
let journey: Journey;

beforeAll(async () => {
  folder = await makeFolder();
  const project = join(folder, 'sample');
  await maskwright('sample', '--project', project, '--images', '3', '--seed', '3');
  journey = await startJourney({ project, window: [1200, 800] });
});
afterAll(async () => {
  await journey.close();
  await rm(folder, { recursive: true, force: true });
});

interface Listed {
  readonly gestures: readonly { readonly id: string; readonly undone: boolean }[];
}

async function idsOf(page: Page, image: number): Promise<readonly string[]> {
  const { gestures } = await ask<Listed>(page, 'history.list', { image });
  return gestures.map(({ id }) => id);
}

async function die(page: Page, isKilled: boolean): Promise<void> {
  if (isKilled) {
    const session = await page.context().newCDPSession(page);
    const crashed = page.waitForEvent('crash');
    void session.send('Page.crash').catch(() => undefined);
    await crashed;
  }
  await page.close();
}

it(
  `${String(deaths)} deaths of the page lose no acknowledged stroke and make none twice`,
  { timeout: 120_000 + 20_000 * deaths },
  async () => {
    // What the session's cookie opens, in a context that outlives its pages.
    const address = journey.page.url();
    const context = await journey.browser.newContext({
      storageState: await journey.page.context().storageState(),
      viewport: { width: 1200, height: 800 },
      reducedMotion: 'reduce',
    });
    await journey.page.close();
    /** The strokes that the page of the moment has made. */
    const sent = new Set<string>();
    async function openPage(): Promise<Page> {
      const opened = await context.newPage();
      opened.setDefaultTimeout(30_000);
      sent.clear();
      opened.on('request', (request) => {
        if (!request.url().endsWith('/api/gesture.apply')) return;
        sent.add((request.postDataJSON() as { gesture: { id: string } }).gesture.id);
      });
      await opened.goto(address);
      await openAnnotate(opened);
      return opened;
    }
    let page = await openPage();
    const [image = -1] = await pictureIds(page);
    const original = shapesOf(await held(page, image));
    let acknowledged: readonly string[] = [];

    for (let death = 0; death < deaths; death++) {
      // What is painted is taken away again, so that strokes go on changing something.
      await page.keyboard.press(Math.floor(death / 3) % 2 === 0 ? 'B' : 'E');
      const y = 0.1 + 0.8 * random();
      await drag(page, [0.2 + 0.3 * random(), y], [0.5 + 0.3 * random(), y]);
      await saved(page);
      const told = await idsOf(page, image);
      expect(told.slice(0, acknowledged.length)).toEqual(acknowledged);
      acknowledged = told;

      // The next stroke is under the pen, or just lifted, when the page dies.
      await press(page, [0.2 + 0.6 * random(), 0.1 + 0.8 * random()]);
      await moveTo(page, [0.2 + 0.6 * random(), 0.1 + 0.8 * random()], 4);
      const isLifted = random() < 0.7;
      if (isLifted) await page.mouse.up();
      if (random() < 0.5) await page.waitForTimeout(60 * random());
      const kind = death % kinds;
      if (kind === 2) {
        process.kill(Math.max(...childrenOf(journey.server.pid ?? 0)), 'SIGKILL');
        if (!isLifted) await page.mouse.up();
        await saved(page);
        // What was acknowledged before the blow leaves nothing to wait for: the next studio is there once it answers.
        const answers = (): Promise<boolean> => idsOf(page, image).then(Boolean, () => false);
        await expect.poll(answers).toBe(true);
      } else {
        await die(page, kind === 0);
        page = await openPage();
      }
      const now = await idsOf(page, image);
      expect(now.slice(0, acknowledged.length)).toEqual(acknowledged);
      // At most the one under the pen is missing, which nobody was told is saved.
      const more = now.length - acknowledged.length;
      const isPageThere = kind === 2;
      expect(isLifted || isPageThere ? [0, 1] : [0]).toContain(more);
      // A page that lives on has brought everything there; a stroke over what is painted already is none.
      if (isPageThere) expect(now).toEqual(expect.arrayContaining([...sent]));
      expect(new Set(now).size).toBe(now.length);
      acknowledged = now;
    }

    expect(acknowledged.length).toBeGreaterThan(deaths);
    for (let step = 0; step < acknowledged.length; step++) {
      await page.keyboard.press('Control+z');
      await saved(page);
    }
    await expect.poll(async () => shapesOf(await held(page, image))).toEqual(original);
  },
);
