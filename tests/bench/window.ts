/**
 * npm run bench window [-- --events 600 --images 60 --idle]
 *
 * Paints with the mouse in a real Chromium while a run trains beside it, and prints how long it takes from a pointer
 * event to the frame that shows it, and from lifting the pen to the studio's acknowledgement. With `--idle` nothing
 * trains. Aims: 95 % of events within 50 ms, during an epoch. Ends with 1 when an aim is missed.
 */
import { rm } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { ask, openAnnotate, pixelAt } from '../journeys/annotating.ts';
import { makeFolder, maskwright, startJourney } from '../journeys/serving.ts';

const aimMs = 50;
const movesPerStroke = 20;
/** As a quick hand moves a mouse that tells its place 125 times a second. */
const betweenMovesMs = 8;

interface Timings {
  readonly events: readonly number[];
  readonly saves: readonly number[];
  readonly frames: readonly number[];
}

/** Runs in the page: notes for each pointer event when the frame after it was done, for each stroke when it was saved. */
function watchStrokes(): void {
  const timings = { events: [] as number[], saves: [] as number[], frames: [] as number[] };
  Object.assign(window, { timings });
  const stage = document.querySelector('[role="application"]');
  const state = document.querySelector('[data-saving]');
  if (stage === null || state === null) throw new Error('Annotate is not open.');
  let liftedAt = 0;
  const note = (event: Event): void => {
    requestAnimationFrame(() => {
      // A message that is sent while a frame is made arrives when it has been painted.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => timings.events.push(performance.now() - event.timeStamp);
      port2.postMessage(null);
    });
    if (event.type === 'pointerup') liftedAt = event.timeStamp;
  };
  for (const type of ['pointerdown', 'pointermove', 'pointerup']) {
    stage.addEventListener(type, note, { capture: true });
  }
  new MutationObserver(() => {
    if (state.getAttribute('data-saving') === 'saved' && liftedAt > 0) {
      timings.saves.push(performance.now() - liftedAt);
      liftedAt = 0;
    }
  }).observe(state, { attributes: true });
  let last = performance.now();
  const tick = (now: number): void => {
    timings.frames.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

async function paint(page: Page, strokes: number): Promise<void> {
  for (let stroke = 0; stroke < strokes; stroke++) {
    const y = 0.15 + ((stroke * 0.13) % 0.7);
    const start = await pixelAt(page, [0.2, y]);
    const end = await pixelAt(page, [0.8, y + 0.1]);
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    for (let move = 1; move <= movesPerStroke; move++) {
      const share = move / movesPerStroke;
      const wave = 30 * Math.sin(share * 9);
      await page.mouse.move(
        start.x + (end.x - start.x) * share,
        start.y + (end.y - start.y) * share + wave,
      );
      await page.waitForTimeout(betweenMovesMs);
    }
    await page.mouse.up();
    await page.locator('[data-saving="saved"]').waitFor();
  }
}

async function stepOf(page: Page): Promise<{ status: string; epoch: number; step: number }> {
  const { runs } = await ask<{
    runs: { state: { status: string; epoch: number; step: number } }[];
  }>(page, 'run.list', {});
  return runs[0]?.state ?? { status: 'none', epoch: 0, step: 0 };
}

async function startTraining(page: Page): Promise<void> {
  const { warnings } = await ask<{ warnings: string[] }>(page, 'training.plan', { choice: {} });
  warnings.forEach((warning) => console.error(warning));
  await ask(page, 'training.start', { choice: { epochs: 200 } });
  for (;;) {
    const { status, step } = await stepOf(page);
    if (status === 'training' && step > 2) return;
    if (['failed', 'finished', 'interrupted'].includes(status)) {
      throw new Error(`The run is ${status} before anything could be measured.`);
    }
    await page.waitForTimeout(300);
  }
}

function share(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function line(name: string, values: readonly number[]): string {
  const [middle, most, nearlyAll] = [0.5, 0.95, 0.99].map((part) => share(values, part).toFixed(1));
  const longest = Math.max(...values).toFixed(1);
  return `${name}: ${String(values.length)} in all, median ${String(middle)} ms, 95 % ${String(most)} ms, 99 % ${String(nearlyAll)} ms, longest ${longest} ms`;
}

const { values: options } = parseArgs({
  options: {
    events: { type: 'string', default: '600' },
    images: { type: 'string', default: '60' },
    idle: { type: 'boolean', default: false },
  },
});

const folder = await makeFolder();
const project = join(folder, 'sample');
await maskwright('sample', '--project', project, '--images', options.images, '--seed', '7');
const journey = await startJourney({ project, window: [1600, 1000] });
try {
  const { page } = journey;
  await openAnnotate(page);
  if (!options.idle) await startTraining(page);
  const before = await stepOf(page);
  await page.evaluate(watchStrokes);
  await paint(page, Math.ceil(Number(options.events) / movesPerStroke));
  const after = await stepOf(page);
  const timings = await page.evaluate(() => (window as unknown as { timings: Timings }).timings);

  const beside = options.idle
    ? 'Nothing trained beside it.'
    : `A run trained beside it: ${after.status}, from step ${String(before.step)} to ${String(after.step)}.`;
  console.log(`${beside} ${String(cpus().length)} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'}.`);
  console.log(line('from event to paint', timings.events));
  console.log(line('from pen-up to acknowledged', timings.saves));
  console.log(line('between frames', timings.frames));
  const isMet = share(timings.events, 0.95) <= aimMs && (options.idle || after.step > before.step);
  console.log(`95 % within ${String(aimMs)} ms: ${isMet ? 'met' : 'missed'}`);
  process.exitCode = isMet ? 0 : 1;
} finally {
  await journey.close();
  await rm(folder, { recursive: true, force: true });
}
