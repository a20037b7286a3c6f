/**
 * npm run bench editor [-- --seconds 60 --only strokes]
 *
 * How fast the editor is in Chromium at 1600x1000.
 * - strokes: a brush of 1000 px on 8192x8192 pixels, at fit and at 100 %: the main thread's work in each frame, from a
 *   trace, the gaps between frames, and memory.
 * - gestures: on 12 megapixels with 50 objects, from a lifted pen, an undo and a redo to the frame that shows it, and
 *   from the lifted pen to the studio's acknowledgement.
 * - opening: from the key that goes to such a picture until a stroke on it is on the screen.
 * Ends with 1 when a bar is missed.
 */
import { rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { openAnnotate, pictureIds } from '../journeys/annotating.ts';
import { makeFolder, startJourney, type Journey } from '../journeys/serving.ts';
import { Bars } from './editor/figures.ts';
import { benchGestures } from './editor/gestures.ts';
import { benchOpening, picturesToOpen } from './editor/opening.ts';
import { makeProject, type DrawnPicture } from './editor/pictures.ts';
import { benchStrokes } from './editor/strokes.ts';

const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, only: { type: 'string' } },
});
const seconds = Number(options.seconds);
const large = { width: 8192, height: 8192, objects: 0 };
const crowded = { width: 4000, height: 3000, objects: 50 };
const bars = new Bars();
const folder = await makeFolder();

async function setBrush(page: Page, sizePx: number): Promise<void> {
  const group = page.getByRole('group', { name: 'Options of the tool' });
  const field = group.getByRole('spinbutton').first();
  await field.fill(String(sizePx));
  await field.press('Enter');
  await field.blur();
}

async function withPictures(
  name: string,
  { pictures, brushPx }: { pictures: readonly DrawnPicture[]; brushPx: number },
  bench: (journey: Journey) => Promise<void>,
): Promise<void> {
  if (options.only !== undefined && options.only !== name) return;
  const project = await makeProject(join(folder, name), pictures);
  const journey = await startJourney({ project, window: [1600, 1000] });
  try {
    await openAnnotate(journey.page);
    await setBrush(journey.page, brushPx);
    const load = (): string => loadavg()[0]?.toFixed(1) ?? '?';
    console.log(`== ${name}: Chromium ${journey.browser.version()}, load ${load()}`);
    await bench(journey);
    console.log(`load ${load()}`);
    journey.complaints.forEach((complaint) => console.error(complaint));
    const told = String(journey.complaints.length);
    bars.judge(`${name}: the page had nothing to complain of`, told === '0', told);
  } finally {
    await journey.close();
  }
}

try {
  await withPictures('strokes', { pictures: [large], brushPx: 1000 }, async (journey) => {
    await benchStrokes(journey, { name: '8192x8192 at fit', seconds, bars });
    await journey.page.keyboard.press('Control+0');
    await benchStrokes(journey, { name: '8192x8192 at 100 %', seconds, bars });
  });
  await withPictures('gestures', { pictures: [crowded], brushPx: 200 }, async ({ page }) => {
    await benchGestures(page, bars);
  });
  const many = Array.from({ length: picturesToOpen }, () => crowded);
  await withPictures('opening', { pictures: many, brushPx: 200 }, async ({ page }) => {
    await benchOpening(page, await pictureIds(page), bars);
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = bars.isMissed ? 1 : 0;
