import type { Page } from 'playwright-core';

/** Times between two frames of a page: where its own thread was held up, none is drawn. */
export interface FrameGaps {
  /** Milliseconds from each frame to the next, since the last asking. */
  taken(): Promise<readonly number[]>;
}

export async function watchFrames(page: Page): Promise<FrameGaps> {
  await page.evaluate(() => {
    const gaps: number[] = [];
    let before = performance.now();
    function next(now: number): void {
      gaps.push(now - before);
      before = now;
      requestAnimationFrame(next);
    }
    requestAnimationFrame(next);
    Object.assign(globalThis, { frameGaps: gaps });
  });
  return {
    taken: () =>
      page.evaluate(() => (globalThis as unknown as { frameGaps: number[] }).frameGaps.splice(0)),
  };
}
