import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { share, spread, type Bars } from './figures.ts';
import { answersTo, type Answer } from './frames.ts';
import { Hand, stroke } from './hand.ts';
import { mainThreadDuring } from './trace.ts';

const rounds = 100;
const restMs = 250;
const barMs = { lift: 20, step: 16, saved: 50 };

/** Runs in the page: notes how long after each lifted pen the studio has acknowledged the stroke. */
function watchSaves(): void {
  const state = document.querySelector('[data-saving]');
  const stage = document.querySelector('[role="application"]');
  if (state === null || stage === null) throw new Error('Annotate is not open.');
  const saves: number[] = [];
  Object.assign(window, { saves });
  let liftedAt = 0;
  stage.addEventListener('pointerup', ({ timeStamp }) => (liftedAt = timeStamp), { capture: true });
  new MutationObserver(() => {
    if (state.getAttribute('data-saving') === 'saved' && liftedAt > 0) {
      saves.push(performance.now() - liftedAt);
      liftedAt = 0;
    }
  }).observe(state, { attributes: true });
}

async function key(session: CDPSession, letter: 'Z' | 'Y'): Promise<void> {
  const named = {
    key: letter.toLowerCase(),
    code: `Key${letter}`,
    windowsVirtualKeyCode: letter.charCodeAt(0),
    modifiers: 2,
  };
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...named });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...named });
}

/** Strokes with pauses between, each taken back and done again. */
export async function benchGestures(page: Page, bars: Bars): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const box = await page.getByLabel('Picture with its masks').boundingBox();
  if (box === null) throw new Error('The canvas is not to be seen.');
  const hand = new Hand(session);
  await page.evaluate(watchSaves);
  const saved = async (): Promise<void> => {
    await page.locator('[data-saving="saved"]').waitFor();
    await pause(restMs);
  };
  const paint = async (round: number): Promise<void> => {
    const y = box.y + box.height * (0.3 + ((round * 0.13) % 0.4));
    const pathAt = (passed: number): { x: number; y: number } => ({
      x: box.x + box.width * (0.2 + 1.2 * passed),
      y: y + 60 * Math.sin(12 * passed),
    });
    await stroke(hand, pathAt, { seconds: 0.5, alt: round % 2 === 1 });
    await saved();
  };
  await paint(0);
  // Code is compiled before anything is measured.
  for (const letter of ['Z', 'Y', 'Z', 'Y'] as const) {
    await key(session, letter);
    await saved();
  }
  await page.evaluate(() => {
    (window as unknown as { saves: number[] }).saves.length = 0;
  });
  const lifted = await mainThreadDuring(session, async () => {
    for (let round = 1; round <= rounds; round++) await paint(round);
  });
  const stepped = async (letter: 'Z' | 'Y'): Promise<readonly Answer[]> => {
    const thread = await mainThreadDuring(session, async () => {
      for (let round = 0; round < rounds; round++) {
        await key(session, letter);
        await saved();
      }
    });
    return answersTo('keydown', thread);
  };
  judge(bars, 'pen-up at 12 megapixels', answersTo('pointerup', lifted), barMs.lift);
  judge(bars, 'undo', await stepped('Z'), barMs.step);
  judge(bars, 'redo', await stepped('Y'), barMs.step);
  const saves = await page.evaluate(() => (window as unknown as { saves: number[] }).saves);
  console.log(`acknowledged as saved: ${spread(saves)}`);
  bars.judge(
    `95 % acknowledged within ${String(barMs.saved)} ms`,
    share(saves, 0.95) <= barMs.saved,
    `${share(saves, 0.95).toFixed(1)} ms`,
  );
  await session.detach();
}

function judge(bars: Bars, name: string, answers: readonly Answer[], bar: number): void {
  const wall = answers.map(({ wallMs }) => wallMs);
  const own = answers.map(({ threadMs }) => threadMs);
  console.log(`${name}, until the frame is handed over, by the clock: ${spread(wall)}`);
  console.log(`${name}, main thread's own time:                       ${spread(own)}`);
  bars.judge(
    `${name}: 95 % painted within ${String(bar)} ms`,
    share(wall, 0.95) <= bar,
    `${share(wall, 0.95).toFixed(1)} ms by the clock, ${share(own, 0.95).toFixed(1)} ms of its own`,
  );
}
