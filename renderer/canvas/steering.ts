import type { Point } from '../../app/domain/geometry.ts';
import type { Board } from './board.ts';
import type { Pen, Sketch } from './tools/tool.ts';
import type { Workbench } from './workbench.ts';

const directions: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** With Shift an arrow goes so much further. */
const largeStep = 10;
/** The mark that shows where a pen without a ring is, in CSS pixels. */
const markPx = 4;

export interface SteeringHost {
  readonly board: Board;
  readonly bench: Workbench;
  /** The canvas is in front. */
  readonly isActive: () => boolean;
  /** The person asked for the pen to be steered by keys. */
  readonly isOn: () => boolean;
  readonly leave: () => void;
}

/**
 * The hand of who has no pointer. Arrows move the corner that keys have picked; else, when it was asked for, the pen:
 * Space presses it while held, Enter presses and lifts it, Esc goes back one step. Keys count while the canvas has the
 * focus or nothing has.
 */
export class Steering {
  readonly #element: HTMLElement;
  readonly #host: SteeringHost;
  readonly #ends = new AbortController();
  #holds: 'space' | 'enter' | null = null;

  constructor(element: HTMLElement, host: SteeringHost) {
    this.#element = element;
    this.#host = host;
    const { signal } = this.#ends;
    // Before the table of keys is asked: there, arrows go to another picture and Space moves this one.
    window.addEventListener('keydown', (event) => this.#down(event), { signal, capture: true });
    window.addEventListener('keyup', (event) => this.#up(event), { signal, capture: true });
    window.addEventListener('blur', () => this.#lost(), { signal });
  }

  disconnect(): void {
    this.#ends.abort();
  }

  /** The pen is shown where it was last, else in the middle; or, when steering ended, no longer. */
  follow(isOn: boolean): void {
    const { bench, board } = this.#host;
    if (isOn) {
      bench.move(this.#penAt(this.#screen()));
    } else {
      this.#lift();
    }
    board.handMoved();
  }

  /** What the hand shows, with a mark where nothing else shows the pen. */
  shown(sketch: Sketch): Sketch {
    const { bench, isOn } = this.#host;
    const { pen } = bench;
    if (sketch.ring !== null || pen === null || !isOn()) {
      return sketch;
    }
    const ring = {
      at: pen.point,
      sizePx: markPx / pen.scale,
      shape: 'round',
      erases: false,
    } as const;
    return { ...sketch, ring };
  }

  #down(event: KeyboardEvent): void {
    const { isActive, isOn } = this.#host;
    const isMeant = event.target === this.#element || event.target === document.body;
    // The Chromium of the tests' Electron takes no listener away by a signal.
    const isOver = this.#ends.signal.aborted;
    if (isOver || !isMeant || !isActive() || event.ctrlKey || event.metaKey) {
      return;
    }
    const direction = directions[event.key];
    const isDone =
      direction === undefined ? isOn() && this.#press(event) : this.#arrow(direction, event);
    if (isDone) {
      event.preventDefault();
      this.#host.board.handMoved();
    }
  }

  #arrow(direction: Point, event: KeyboardEvent): boolean {
    const { bench, board, isOn } = this.#host;
    const steps = event.shiftKey ? largeStep : 1;
    const corners = bench.cornerKeys;
    if (corners !== null && corners.picked !== null) {
      corners.nudge(this.#inPicture(direction, steps));
      board.reveal(corners.picked.at);
      return true;
    }
    if (!isOn()) {
      return false;
    }
    // A pixel of the picture, but never less than one of the screen.
    const stepPx = steps * Math.max(1, board.viewport.scale);
    const from = this.#screen();
    const wanted = { x: from.x + direction.x * stepPx, y: from.y + direction.y * stepPx };
    const kept = this.#inside(wanted);
    if (kept.x !== wanted.x || kept.y !== wanted.y) board.pan(kept.x - wanted.x, kept.y - wanted.y);
    bench.move(this.#penAt(kept, event));
    return true;
  }

  /** Everything but arrows. */
  #press(event: KeyboardEvent): boolean {
    const { bench, leave } = this.#host;
    switch (event.key) {
      case ' ':
        if (this.#holds === null) this.#take('space', event);
        return true;
      case 'Enter':
        if (this.#holds === 'enter') this.#lift();
        else if (!event.repeat && !bench.finish()) this.#take('enter', event);
        return true;
      case 'Escape':
        this.#holds = null;
        if (!bench.cancel()) leave();
        return true;
      default:
        return false;
    }
  }

  #up({ key }: KeyboardEvent): void {
    if (directions[key] !== undefined) this.#host.bench.cornerKeys?.settle();
    if (key === ' ' && this.#holds === 'space') this.#lift();
  }

  #lost(): void {
    this.#host.bench.cornerKeys?.settle();
    this.#lift();
  }

  #take(key: 'space' | 'enter', event: KeyboardEvent): void {
    this.#holds = key;
    this.#host.bench.press(this.#penAt(this.#screen(), event));
  }

  #lift(): void {
    if (this.#holds !== null) {
      this.#holds = null;
      this.#host.bench.release(this.#penAt(this.#screen()));
      this.#host.board.handMoved();
    }
  }

  #screen(): Point {
    const { clientWidth, clientHeight } = this.#element;
    return this.#host.bench.pen?.screen ?? { x: clientWidth / 2, y: clientHeight / 2 };
  }

  #inside({ x, y }: Point): Point {
    const { clientWidth, clientHeight } = this.#element;
    return {
      x: Math.min(clientWidth - 1, Math.max(0, x)),
      y: Math.min(clientHeight - 1, Math.max(0, y)),
    };
  }

  /** A direction of the screen as whole stored pixels: pictures may be turned. */
  #inPicture(direction: Point, steps: number): Point {
    const { board } = this.#host;
    const { scale } = board.viewport;
    const from = board.pointAt({ x: 0, y: 0 });
    const to = board.pointAt({ x: direction.x * scale, y: direction.y * scale });
    return { x: steps * Math.round(to.x - from.x), y: steps * Math.round(to.y - from.y) };
  }

  #penAt(screen: Point, event?: KeyboardEvent): Pen {
    const { board } = this.#host;
    const point = board.pointAt(screen);
    const alt = event?.altKey ?? false;
    const still = { shift: false, ctrl: false, button: 0, pressure: 1 };
    return { point, screen, alt, scale: board.viewport.scale, ...still };
  }
}
