import type { Browser, Page, Request } from 'playwright-core';
import type { Point } from '../../../app/domain/geometry.ts';
import { share, spread, type Bars } from './figures.ts';
import { framesOf } from './frames.ts';
import { Hand, stroke } from './hand.ts';
import { memoryOf, pageProcess, residentMb } from './memory.ts';
import { mainThreadDuring } from './trace.ts';

const secondsOfStroke = 2;
/** Before anything is measured: code is compiled, and the object is as large as it will be. */
const warmUpSeconds = 12;
const workBarMs = 12;
const gapBarMs = 50;
/** Growth over the minute below this is called flat. */
const flatHeapMb = 4;
const flatResidentMb = 40;

/** Asks for every frame, so that one that does not come is seen. */
function askForFrames(): void {
  const tick = (): void => void requestAnimationFrame(tick);
  tick();
}

/** Strokes for `seconds`: every other one erases, so that each changes many pixels. */
export async function benchStrokes(
  { page, browser }: { readonly page: Page; readonly browser: Browser },
  { name, seconds, bars }: { readonly name: string; readonly seconds: number; readonly bars: Bars },
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const pid = await pageProcess(browser);
  const box = await page.getByLabel('Picture with its masks').boundingBox();
  if (box === null) throw new Error('The canvas is not to be seen.');
  const hand = new Hand(session);
  let strokes = 0;
  const paint = async (untilMs: number): Promise<void> => {
    while (performance.now() < untilMs) {
      const phase = strokes * 1.7;
      const alt = strokes % 2 === 1;
      const pathAt = (passed: number): Point => ({
        x: box.x + box.width * (0.5 + 0.4 * Math.sin(phase + passed * 2.1)),
        y: box.y + box.height * (0.5 + 0.4 * Math.sin(2 * phase + passed * 2.9)),
      });
      await stroke(hand, pathAt, { seconds: secondsOfStroke, alt });
      strokes++;
    }
  };
  await page.evaluate(askForFrames);
  await paint(performance.now() + warmUpSeconds * 1000);
  const before = await memoryOf(session, pid);
  // What the history holds of each stroke is what is sent of it, and has a bound of its own.
  let historyMb = 0;
  const noted = (request: Request): void => {
    const text = request.url().endsWith('/gesture.apply') ? request.postData() : null;
    historyMb += (text?.length ?? 0) / 2 ** 20;
  };
  page.on('request', noted);
  const resident: number[] = [];
  const watch = setInterval(() => void residentMb(pid).then((mb) => resident.push(mb)), 1000);
  const thread = await mainThreadDuring(session, () => paint(performance.now() + seconds * 1000));
  const frames = framesOf(thread);
  clearInterval(watch);
  await page.locator('[data-saving="saved"]').waitFor();
  const after = await memoryOf(session, pid);
  page.off('request', noted);
  await session.detach();

  const wall = frames.map(({ wallMs }) => wallMs);
  const own = frames.map(({ threadMs }) => threadMs);
  const gaps = frames.map(({ gapMs }) => gapMs);
  const late = frames.filter(({ gapMs }) => gapMs > gapBarMs);
  console.log(`${name}: ${String(frames.length)} frames, ${String(strokes)} strokes`);
  console.log(`  main thread by the clock, per frame: ${spread(wall)}`);
  console.log(`  main thread's own time, per frame:   ${spread(own)}`);
  console.log(
    `  between frames: ${spread(gaps)}; over ${String(gapBarMs)} ms: ${String(late.length)}`,
  );
  console.log(
    `  main thread's own time in those: ${late.map(({ threadMs }) => threadMs.toFixed(0)).join(', ') || '-'}`,
  );
  const most = share(wall, 0.95);
  const mostOwn = share(own, 0.95);
  bars.judge(
    `${name}: 95 % of frames under ${String(workBarMs)} ms of main thread`,
    most < workBarMs,
    `${most.toFixed(1)} ms by the clock, ${mostOwn.toFixed(1)} ms of its own`,
  );
  bars.judge(
    `${name}: no gap over ${String(gapBarMs)} ms`,
    late.length === 0,
    `longest ${Math.max(...gaps).toFixed(0)} ms`,
  );
  const heapGrowth = after.heapMb - before.heapMb;
  const residentGrowth = after.residentMb - before.residentMb;
  bars.judge(
    `${name}: heap flat`,
    heapGrowth < flatHeapMb,
    `${before.heapMb.toFixed(1)} to ${after.heapMb.toFixed(1)} MB, ${historyMb.toFixed(1)} MB of them the history's`,
  );
  bars.judge(
    `${name}: resident memory flat`,
    residentGrowth < flatResidentMb,
    `${before.residentMb.toFixed(0)} to ${after.residentMb.toFixed(0)} MB, highest ${Math.max(...resident).toFixed(0)} MB`,
  );
}
