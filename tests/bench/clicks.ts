/**
 * npm run bench clicks [-- --trains 5 --predictions 30]
 *
 * In a real Chromium on 60 drawn pictures: how long it takes from a click on Train (default model, 200 px, batch 8, the
 * library loaded before, so that its files are in the system's cache) until the first measured step is on the screen, and
 * from a click on “Predict this picture” with the warm engine until its overlay is painted. Aims: 10 s, and 150 ms at the
 * median. Ends with 1 when one is missed.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { openAnnotate, moveTo } from '../journeys/annotating.ts';
import { makeFolder, maskwright, startJourney } from '../journeys/serving.ts';
import { clickTrain } from '../journeys/training.ts';
import { othersShare } from './train/quiet.ts';

const trainAimMs = 10_000;
const predictAimMs = 150;
const longestMs = 30_000;

/**
 * Runs in the page: `arm` notes the next click of the mouse, and resolves with the milliseconds from it until the frame in
 * which the condition holds was painted.
 */
function watchClicks(): void {
  const untilPainted = (done: () => void): void => {
    requestAnimationFrame(() => {
      // A message that is sent while a frame is made arrives when it has been painted.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(null);
    });
  };
  const asked: Record<string, number[]> = {};
  /** When each question to the studio was answered for the first time, counted from the click. */
  const note = (clickedAt: number): void => {
    const answered = new Map<string, number>();
    for (const { name, responseEnd } of performance.getEntriesByType(
      'resource',
    ) as PerformanceResourceTiming[]) {
      const what = new URL(name).pathname.replace(/\d+/g, 'n');
      if (!answered.has(what)) answered.set(what, responseEnd - clickedAt);
    }
    for (const [what, ms] of answered) (asked[what] ??= []).push(ms);
  };
  const fromClick = (isReached: () => boolean): Promise<number> =>
    new Promise((resolve) => {
      const clicked = (event: MouseEvent): void => {
        performance.clearResourceTimings();
        const look = (): void => {
          if (!isReached()) requestAnimationFrame(look);
          else {
            untilPainted(() => {
              note(event.timeStamp);
              resolve(performance.now() - event.timeStamp);
            });
          }
        };
        requestAnimationFrame(look);
      };
      document.addEventListener('click', clicked, { capture: true, once: true });
    });

  /** The canvas small, so that looking at it costs little. */
  const small = new OffscreenCanvas(64, 64).getContext('2d', { willReadFrequently: true });
  const looks = (): string => {
    if (small === null) return '';
    small.clearRect(0, 0, 64, 64);
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>(
      '[role="application"] canvas',
    )) {
      small.drawImage(canvas, 0, 0, 64, 64);
    }
    return small.getImageData(0, 0, 64, 64).data.join();
  };

  Object.assign(window, {
    untilFirstStep: () => {
      let waited = false;
      return fromClick(() => {
        const isWaiting = document.querySelector('.waiting') !== null;
        waited ||= isWaiting;
        return waited && !isWaiting;
      });
    },
    untilOverlay: () => {
      const before = looks();
      return fromClick(() => looks() !== before);
    },
    looks,
    asked,
  });
}

type Watch = 'untilFirstStep' | 'untilOverlay';

/** The answer cannot be waited for while the click is still to come. */
async function timed(page: Page, watch: Watch, click: () => Promise<void>): Promise<number> {
  await page.evaluate((name) => {
    const all = window as unknown as Record<Watch | 'measured', unknown>;
    all.measured = (all[name] as () => Promise<number>)();
  }, watch);
  await click();
  const measured = page.evaluate(
    () => (window as unknown as { measured: Promise<number> }).measured,
  );
  const late = page.waitForTimeout(longestMs).then(() => {
    throw new Error(`Nothing was to be seen within ${String(longestMs / 1000)} s of the click.`);
  });
  measured.catch(() => undefined);
  late.catch(() => undefined);
  return Promise.race([measured, late]);
}

/** Nothing on the canvas moves any more. */
async function settled(page: Page): Promise<void> {
  const look = () => page.evaluate(() => (window as unknown as { looks(): string }).looks());
  let before = '';
  for (let now = await look(); now !== before; now = await look()) {
    before = now;
    await page.waitForTimeout(250);
  }
}

async function train(page: Page, project: string, times: number): Promise<readonly number[]> {
  const found: number[] = [];
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  for (let time = 0; time < times; time++) {
    await page.getByRole('button', { name: /^Train( again)? / }).waitFor();
    await page.waitForTimeout(1_000);
    found.push(await timed(page, 'untilFirstStep', () => clickTrain(page)));
    await page.getByRole('button', { name: 'Stop and keep the best' }).click();
    await page.getByRole('button', { name: 'Go on from the last checkpoint' }).waitFor();
    if (time === times - 1) print(await stagesOf(project, `run-${String(time + 1)}`));
  }
  return found;
}

/** What the run's own log and record say of when it got where. */
async function stagesOf(project: string, run: string): Promise<string> {
  const log = await readFile(join(project, 'runs', run, 'log.txt'), 'utf8');
  return log.trim().replaceAll(/^/gm, '    ');
}

async function predict(page: Page, times: number): Promise<readonly number[]> {
  const found: number[] = [];
  await openAnnotate(page);
  await moveTo(page, [0.5, 0.5]);
  await page.keyboard.press('u');
  const bar = page.getByRole('group', { name: 'Options of the tool' });
  const button = bar.getByRole('button', { name: 'Predict this picture' });
  const threshold = bar.getByLabel('Threshold of the prediction');
  // The first one starts the engine, and is not counted. At the lowest threshold there is always something to be seen.
  await button.click();
  await threshold.waitFor({ timeout: 60_000 });
  await threshold.focus();
  await threshold.press('Home');
  await page.getByRole('switch', { name: 'Show (T)' }).check();
  for (let time = 0; time < times; time++) {
    await page.keyboard.press('d');
    await button.waitFor();
    await button.hover();
    await settled(page);
    found.push(await timed(page, 'untilOverlay', () => button.click()));
    await threshold.waitFor();
  }
  const asked = await page.evaluate(
    () => (window as unknown as { asked: Record<string, number[]> }).asked,
  );
  for (const [what, ms] of Object.entries(asked)) {
    if (ms.length > times / 2)
      print(`    ${share(ms, 0.5).toFixed(0).padStart(5)} ms: ${what} answered`);
  }
  return found;
}

function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

function judged(name: string, values: readonly number[], aimMs: number): boolean {
  const [middle, most] = [share(values, 0.5), share(values, 0.95)];
  const all = values.map((value) => value.toFixed(0)).join(' ');
  print(
    `${name}: median ${middle.toFixed(0)} ms, 95 % ${most.toFixed(0)} ms, longest ${Math.max(...values).toFixed(0)} ms of ${String(values.length)}; aim ${String(aimMs)} ms ${middle <= aimMs ? 'met' : 'missed'}\n    ${all}`,
  );
  return middle <= aimMs;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const { values: options } = parseArgs({
  options: {
    trains: { type: 'string', default: '5' },
    predictions: { type: 'string', default: '30' },
  },
});

const folder = await makeFolder();
const project = join(folder, 'sample');
await maskwright('sample', '--project', project, '--images', '60', '--seed', '7');
const settings = ['--size', '200', '--epochs', '1'];
await maskwright('train', '--project', project, '--run', 'warm', ...settings);
const journey = await startJourney({ project, window: [1400, 900] });
try {
  const { page } = journey;
  await page.evaluate(watchClicks);
  const others = await othersShare(500);
  const predictions = await predict(page, Number(options.predictions));
  const trains = await train(page, project, Number(options.trains));
  const used = [others, await othersShare(500)].map(
    (each) => `${String(Math.round(each * 100))} %`,
  );
  print(`Others used ${used.join(' of the processor before and ')} after.`);
  const met = [
    judged('from Train to the first step on the screen', trains, trainAimMs),
    judged('from Predict to the painted overlay', predictions, predictAimMs),
  ];
  process.exitCode = met.every(Boolean) ? 0 : 1;
} finally {
  await journey.close();
  await rm(folder, { recursive: true, force: true });
}
