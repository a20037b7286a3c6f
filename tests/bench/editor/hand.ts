import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession } from 'playwright-core';
import type { Point } from '../../../app/domain/geometry.ts';

/** As a mouse tells its place, 125 times a second. */
export const betweenMovesMs = 8;
/** A page that is behind is not flooded: the browser would hold events back as well. */
const mostUnderWay = 8;

/** A hand that moves at its own pace, whether the page keeps up or not. */
export class Hand {
  readonly #session: CDPSession;
  #underWay = 0;
  #isDown = false;
  #alt = false;

  constructor(session: CDPSession) {
    this.#session = session;
  }

  /** With `alt` the brush erases. */
  async press(at: Point, { alt = false } = {}): Promise<void> {
    this.#alt = alt;
    await this.#send('mouseMoved', at);
    this.#isDown = true;
    await this.#send('mousePressed', at);
  }

  async release(at: Point): Promise<void> {
    this.#isDown = false;
    await this.#send('mouseReleased', at);
    this.#alt = false;
  }

  /** Not waited for, unless the page is far behind. */
  move(at: Point): void {
    if (this.#underWay < mostUnderWay) void this.#send('mouseMoved', at);
  }

  async #send(
    type: 'mouseMoved' | 'mousePressed' | 'mouseReleased',
    { x, y }: Point,
  ): Promise<void> {
    this.#underWay++;
    try {
      await this.#session.send('Input.dispatchMouseEvent', {
        type,
        x,
        y,
        button: this.#isDown || type !== 'mouseMoved' ? 'left' : 'none',
        buttons: this.#isDown ? 1 : 0,
        clickCount: type === 'mouseMoved' ? 0 : 1,
        modifiers: this.#alt ? 1 : 0,
      });
    } finally {
      this.#underWay--;
    }
  }
}

/** Draws along `pathAt` (seconds since the stroke began) for so long, then lifts the pen. */
export async function stroke(
  hand: Hand,
  pathAt: (seconds: number) => Point,
  { seconds, alt }: { readonly seconds: number; readonly alt: boolean },
): Promise<void> {
  const begin = performance.now();
  await hand.press(pathAt(0), { alt });
  let passed = 0;
  for (let tick = 1; passed < seconds; tick++) {
    await pause(Math.max(0, begin + tick * betweenMovesMs - performance.now()));
    passed = (performance.now() - begin) / 1000;
    hand.move(pathAt(Math.min(passed, seconds)));
    tick = Math.max(tick, Math.floor((passed * 1000) / betweenMovesMs));
  }
  await hand.release(pathAt(seconds));
}
