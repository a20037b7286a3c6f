import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goTo } from './browsing.ts';
import { watchFrames } from './frame-gaps.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';
import { clickTrain, engineOf, runRow, setRecipe, validatedEpochs } from './training.ts';

/** `npm run soak -- survive` asks for more deaths, and there for frames without a gap. */
const deaths = Number(process.env['MASKWRIGHT_DEATHS'] ?? '2');
const mostGapMs = Number(process.env['MASKWRIGHT_MOST_GAP_MS'] ?? 'Infinity');

/** The kernel kills, the library aborts, an address is wrong, and nothing moves any more. */
const signals = ['SIGKILL', 'SIGABRT', 'SIGSEGV', 'SIGSTOP'] as const;
const run = 'run-1';

let folder: string;
let project: string;
let journey: Journey;
let page: Page;

beforeAll(async () => {
  folder = await makeFolder();
  project = join(folder, 'pets');
  await maskwright('sample', '--project', project, '--images', '12', '--seed', '5');
  journey = await startJourney({ project });
  ({ page } = journey);
  await goTo(page, 'Train');
  await setRecipe(page, { Epochs: 10_000, 'Picture size': 32, 'Pictures at once': 4 });
  await clickTrain(page);
}, 120_000);

afterAll(async () => {
  await journey.close();
  await rm(folder, { recursive: true, force: true });
});

const button = (name: string) => page.getByRole('button', { name, exact: true });

async function epochs(): Promise<number> {
  return (await validatedEpochs(project, run).catch(() => [])).length;
}

/** Milliseconds until the window says so. */
async function noticed(signal: (typeof signals)[number]): Promise<number> {
  const since = performance.now();
  process.kill(await engineOf(project, run), signal);
  const told =
    signal === 'SIGSTOP'
      ? page.getByText(/^Nothing has been heard of the engine for \d+ s/)
      : page.getByText('This run was interrupted.');
  await told.waitFor({ timeout: 30_000 });
  return performance.now() - since;
}

test(`an engine that dies or hangs ${String(deaths)} times is noticed within 15 s, and the run goes on`, async () => {
  const waits: number[] = [];
  const gaps: number[] = [];
  await expect.poll(epochs, { timeout: 60_000 }).toBeGreaterThanOrEqual(1);
  const frames = await watchFrames(page);
  for (let death = 0; death < deaths; death++) {
    const signal = signals[death % signals.length] ?? 'SIGKILL';
    const before = await epochs();
    waits.push(await noticed(signal));
    await button(
      signal === 'SIGSTOP' ? 'End it and go on' : 'Go on from the last checkpoint',
    ).click();
    await button('Stop and keep the best').waitFor();
    await expect.poll(epochs, { timeout: 60_000 }).toBeGreaterThan(before);
    await runRow(page, run).getByText('training').waitFor();
    gaps.push(...(await frames.taken()));
  }
  const longest = Math.max(...gaps);
  process.stdout.write(
    `${String(deaths)} deaths: noticed after ${(Math.max(...waits) / 1000).toFixed(1)} s at most; ` +
      `${String(gaps.length)} frames, longest gap ${longest.toFixed(0)} ms, ${String(gaps.filter((gap) => gap > 100).length)} over 100 ms.\n`,
  );
  expect(Math.max(...waits)).toBeLessThan(15_000);
  expect(longest).toBeLessThan(mostGapMs);
  await button('Stop and keep the best').click();
  await runRow(page, run).getByText('stopped').waitFor();
  expect(journey.complaints).toEqual([]);
}, 3_600_000);
