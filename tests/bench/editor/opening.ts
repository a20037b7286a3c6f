import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { ask, held } from '../../journeys/annotating.ts';
import { spread, type Bars } from './figures.ts';
import { Hand } from './hand.ts';

const barMs = { first: 300, next: 100 };
/** Long enough for the neighbours to be fetched and decoded. */
const restMs = 3_000;
/** The neighbours that are fetched ahead reach two pictures on: the one after them is not. */
const stride = 4;

interface Watched {
  readonly opened: Promise<number>;
  readonly painted: Promise<number>;
}

const jumps = 8;
const steps = 12;

/** So many pictures are needed: jumps to ones that were not fetched ahead, then steps to the next one. */
export const picturesToOpen = 1 + jumps * stride + steps;

/** Runs in the page, before the key: `opened` resolves with the key's time when another picture's objects are shown. */
function watchOpening(): void {
  const shown = (): string =>
    [...document.querySelectorAll('ul[aria-label="Objects"] small')]
      .slice(0, 8)
      .map(({ textContent }) => textContent)
      .join();
  const before = shown();
  const opened = new Promise<number>((resolve) => {
    let pressedAt = 0;
    const pressed = ({ timeStamp }: KeyboardEvent): void => {
      pressedAt ||= timeStamp;
    };
    addEventListener('keydown', pressed, { capture: true });
    const look = (): void => {
      if (pressedAt > 0 && shown() !== before && shown() !== '') {
        removeEventListener('keydown', pressed, { capture: true });
        resolve(pressedAt);
      } else {
        setTimeout(look);
      }
    };
    look();
  });
  Object.assign(window, { opened });
}

/** Runs in the page, before the drag: `painted` resolves with the time at which the frame after its first move was. */
function watchPainting(): void {
  const painted = new Promise<number>((resolve) => {
    const moved = ({ buttons }: PointerEvent): void => {
      if (buttons === 0) return;
      removeEventListener('pointermove', moved, { capture: true });
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(null);
      });
    };
    addEventListener('pointermove', moved, { capture: true });
  });
  Object.assign(window, { painted });
}

/**
 * From the key that goes to a picture until a stroke on it is on the screen, in milliseconds. The pen is pressed when the
 * picture is shown, or at once after the key: then nothing of the time is our own way from the one to the other.
 */
async function untilPainted(
  page: Page,
  {
    hand,
    keys,
    isAtOnce,
  }: { readonly hand: Hand; readonly keys: string; readonly isAtOnce: boolean },
): Promise<number> {
  const box = await page.getByLabel('Picture with its masks').boundingBox();
  if (box === null) throw new Error('The canvas is not to be seen.');
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.evaluate(watchPainting);
  await page.evaluate(watchOpening);
  await page.keyboard.press(keys);
  const opened = page.evaluate(() => (window as unknown as Watched).opened);
  if (!isAtOnce) await opened;
  await hand.press(at);
  hand.move({ x: at.x + 40, y: at.y + 10 });
  const paintedAt = await page.evaluate(() => (window as unknown as Watched).painted);
  const ms = paintedAt - (await opened);
  await hand.release({ x: at.x + 40, y: at.y + 10 });
  await page.locator('[data-saving="saved"]').waitFor();
  await pause(restMs);
  return ms;
}

/** A picture that the studio does not give is opened soonest of all: they have to be there. */
async function checkPictures(page: Page, ids: readonly number[]): Promise<void> {
  const statuses = await page.evaluate(
    (images) =>
      Promise.all(
        images.map(async (image) => {
          const { status } = await fetch(`/image/${String(image)}`, { method: 'HEAD' });
          return status;
        }),
      ),
    ids,
  );
  if (ids.length !== picturesToOpen || statuses.some((status) => status !== 200)) {
    throw new Error(`Of ${String(ids.length)} pictures: ${statuses.join(', ')}.`);
  }
}

/** Begins on the first of `ids`, of which there are `picturesToOpen`. */
export async function benchOpening(page: Page, ids: readonly number[], bars: Bars): Promise<void> {
  await checkPictures(page, ids);
  const session = await page.context().newCDPSession(page);
  const hand = new Hand(session);
  const passed = ids.filter((_, index) => index % stride !== 0 || index > jumps * stride);
  await ask(page, 'image.review', {
    changes: passed.map((image) => ({ image, review: 'accepted' })),
  });
  await pause(restMs);
  const first: number[] = [];
  const jump = { hand, keys: 'Control+Shift+d', isAtOnce: false };
  while (first.length < jumps) first.push(await untilPainted(page, jump));
  const next: number[] = [];
  const step = { hand, keys: 'd', isAtOnce: true };
  while (next.length < steps) next.push(await untilPainted(page, step));
  await session.detach();
  await checkOpened(page, ids);
  judge(bars, 'a picture that was not fetched ahead', first, barMs.first);
  judge(bars, 'the next picture, fetched ahead', next, barMs.next);
}

/** Each picture that a stroke was timed on has it: no other one was opened in its place. */
async function checkOpened(page: Page, ids: readonly number[]): Promise<void> {
  for (const [index, image] of ids.entries()) {
    const isOpened = index > 0 && (index % stride === 0 || index > jumps * stride);
    const { revision } = (await held(page, image)).image;
    if (isOpened !== revision > 0) {
      throw new Error(`Picture ${String(image)} has revision ${String(revision)}.`);
    }
  }
}

function judge(bars: Bars, name: string, ms: readonly number[], bar: number): void {
  console.log(`${name}, from the key to a painted stroke: ${spread(ms)}`);
  const longest = Math.max(...ms);
  bars.judge(
    `${name}: first edit within ${String(bar)} ms`,
    longest < bar,
    `${longest.toFixed(0)} ms`,
  );
}
