/**
 * npm run bench editor [-- --seconds 60]
 *
 * How fast the editor is in Chromium at 1600x1000. A brush of 1000 px on 8192x8192 pixels, at fit and at 100 %: the main
 * thread's work in each frame, from a trace, the gaps between frames, and memory. Ends with 1 when a bar is missed.
 */
import { rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { openAnnotate, saved } from '../journeys/annotating.ts';
import { makeFolder, startJourney } from '../journeys/serving.ts';
import { Bars } from './editor/figures.ts';
import { makeProject } from './editor/pictures.ts';
import { benchStrokes } from './editor/strokes.ts';

const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '60' } },
});
const seconds = Number(options.seconds);
const large = { width: 8192, height: 8192, objects: 0 };

async function setBrush(page: Page, sizePx: number): Promise<void> {
  const field = page
    .getByRole('group', { name: 'Options of the tool' })
    .getByRole('spinbutton')
    .first();
  await field.fill(String(sizePx));
  await field.press('Enter');
  await field.blur();
}

const folder = await makeFolder();
const bars = new Bars();
const project = await makeProject(folder, [large]);
const journey = await startJourney({ project, window: [1600, 1000] });
try {
  const { page, browser } = journey;
  console.log(`Chromium ${browser.version()}, load ${loadavg()[0]?.toFixed(1) ?? '?'}`);
  await openAnnotate(page);
  await setBrush(page, 1000);
  await benchStrokes(journey, { name: '8192x8192 at fit', seconds, bars });
  await page.keyboard.press('Control+0');
  await benchStrokes(journey, { name: '8192x8192 at 100 %', seconds, bars });
  await saved(page);
  console.log(`load ${loadavg()[0]?.toFixed(1) ?? '?'}`);
  journey.complaints.forEach((complaint) => console.error(complaint));
} finally {
  await journey.close();
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = bars.isMissed ? 1 : 0;
