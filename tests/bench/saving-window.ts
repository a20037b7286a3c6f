import type { Page } from 'playwright-core';
import { held, moveTo, openAnnotate, press, saved } from '../journeys/annotating.ts';
import { startJourney } from '../journeys/serving.ts';
import { maskNames, type Mask } from './saving-project.ts';

/** A picture is drawn, and the ones beside it are fetched ahead. */
const settleMs = 2_000;

/** Runs in the page: notes for each stroke how long after the pen was lifted the page says that it is saved. */
function watchSaving(): void {
  const times: number[] = [];
  Object.assign(window, { times });
  const stage = document.querySelector('[role="application"]');
  const state = document.querySelector('[data-saving]');
  if (stage === null || state === null) throw new Error('Annotate is not open.');
  let liftedAt = 0;
  stage.addEventListener('pointerup', (event) => (liftedAt = event.timeStamp), { capture: true });
  new MutationObserver(() => {
    if (state.getAttribute('data-saving') === 'saved' && liftedAt > 0) {
      times.push(performance.now() - liftedAt);
      liftedAt = 0;
    }
  }).observe(state, { attributes: true });
}

/** Paints with the mouse in Chromium: for each mask, milliseconds from lifting the pen to the page's sign that it is saved. */
export async function paintInWindow(
  project: string,
  strokes: number,
): Promise<ReadonlyMap<Mask, readonly number[]>> {
  const journey = await startJourney({ project, window: [1600, 1000] });
  const made = new Map<Mask, readonly number[]>();
  try {
    const { page } = journey;
    await openAnnotate(page);
    for (const [index, mask] of maskNames.entries()) {
      await page.waitForTimeout(settleMs);
      const times = await timesOf(page, strokes);
      const { image } = await held(page, index + 1);
      if (image.revision < times.length)
        throw new Error(`It was not ${mask}.png that was painted.`);
      made.set(mask, times);
      await page.keyboard.press('D');
    }
  } finally {
    await journey.close();
  }
  return made;
}

async function timesOf(page: Page, strokes: number): Promise<readonly number[]> {
  await page.evaluate(watchSaving);
  for (let stroke = 0; stroke < strokes; stroke++) {
    // What is taken away is painted again: each stroke changes something.
    await page.keyboard.press(stroke % 2 === 0 ? 'E' : 'B');
    const y = 0.35 + 0.3 * ((Math.floor(stroke / 2) * 0.13) % 1);
    await press(page, [0.42, y]);
    await moveTo(page, [0.56, y + 0.04], 12);
    await page.mouse.up();
    await saved(page);
    await page.waitForTimeout(50);
  }
  return page.evaluate(() => (window as unknown as { times: number[] }).times);
}
