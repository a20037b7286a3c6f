import type { Point } from '../../app/domain/geometry.ts';
import type { Board } from './board.ts';
import { Pinch } from './pinch.ts';
import type { Pen, ToolName } from './tools/tool.ts';
import { Wheel } from './wheel.ts';
import type { Workbench } from './workbench.ts';

export interface PointerHost {
  readonly board: Board;
  readonly bench: Workbench;
  /** A pen came near for the first time. */
  readonly penCame: () => void;
}

/** A finger that stays this long, or goes this far, is not the first of two. */
const aloneAfterMs = 120;
const aloneAfterPx = 6;
/** The other end of a pen, as the browser counts buttons. */
const eraserEnd = { button: 5, bit: 32 } as const;

/** Brings pointer, wheel and pinch to the workbench and the board. Answers what takes the listeners away. */
export function connectPointer(
  element: HTMLElement,
  { board, bench, penCame }: PointerHost,
): () => void {
  const ends = new AbortController();
  const { signal } = ends;
  const pinch = new Pinch(board);
  const wheel = new Wheel(board, bench);
  /** The pointer that presses; others are ignored or pinch. */
  let holding: PointerEvent | null = null;
  /** A finger whose press waits until it is clear that no second one follows. */
  let waiting: { readonly event: PointerEvent; readonly timer: number } | null = null;
  let button = 0;
  /** The press took up another tool, which goes with it. */
  let isHeld = false;
  let hasPen = false;

  const screenOf = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const penOf = (event: PointerEvent): Pen => {
    const screen = screenOf(event);
    return {
      point: board.pointAt(screen),
      screen,
      alt: event.altKey,
      shift: event.shiftKey,
      ctrl: event.ctrlKey || event.metaKey,
      button,
      // A pen that only hovers has none yet: the ring shows the whole size then.
      pressure: event.pointerType === 'pen' && event.buttons !== 0 ? event.pressure : 1,
      scale: board.viewport.scale,
    };
  };

  /** What a press takes up for as long as it lasts. Next to a pen, a finger moves the picture: a palm paints nothing. */
  function heldBy(event: PointerEvent): ToolName | null {
    if (event.button === 1 || (event.pointerType === 'touch' && hasPen)) {
      return 'pan';
    }
    return isEraserEnd(event) ? 'eraser' : null;
  }

  function press(event: PointerEvent): void {
    button = isEraserEnd(event) ? 0 : event.button;
    const tool = heldBy(event);
    isHeld = tool !== null;
    if (tool !== null) bench.hold(tool);
    bench.press(penOf(event));
    board.handMoved();
  }

  /** The finger is alone after all. */
  function settle(): void {
    if (waiting !== null) {
      const { event, timer } = waiting;
      clearTimeout(timer);
      waiting = null;
      press(event);
    }
  }

  /** What the pointer began comes to nothing. */
  function forget(): void {
    if (waiting !== null) clearTimeout(waiting.timer);
    waiting = null;
    holding = null;
    bench.takeBackPress();
    letGo();
  }

  function letGo(): void {
    if (isHeld) bench.letGo();
    isHeld = false;
    board.handMoved();
  }

  function down(event: PointerEvent): void {
    const isTouch = event.pointerType === 'touch';
    if (event.pointerType === 'pen') {
      meetPen();
      // What the palm did before the pen came is nothing.
      pinch.end();
      if (holding?.pointerType === 'touch') forget();
    }
    if (isTouch && holding?.pointerType !== 'pen' && pinch.down(event.pointerId, screenOf(event))) {
      forget();
    }
    if (holding !== null || pinch.isUnderWay) {
      return;
    }
    holding = event;
    element.setPointerCapture(event.pointerId);
    if (isTouch) {
      waiting = { event, timer: window.setTimeout(settle, aloneAfterMs) };
    } else {
      press(event);
    }
  }

  function move(event: PointerEvent): void {
    if (event.pointerType === 'pen') meetPen();
    if (pinch.isUnderWay && event.pointerType === 'touch') {
      pinch.move(event.pointerId, screenOf(event));
      return;
    }
    const isMeant =
      holding === null ? event.pointerType !== 'touch' : event.pointerId === holding.pointerId;
    if (!isMeant) {
      return;
    }
    if (waiting !== null) {
      const { event: began } = waiting;
      const { clientX: x, clientY: y } = event;
      if (Math.hypot(x - began.clientX, y - began.clientY) < aloneAfterPx) return;
      settle();
    }
    if (holding === null) {
      button = 0;
    }
    const steps = holding === null ? [] : event.getCoalescedEvents();
    for (const step of steps.length > 0 ? steps : [event]) {
      bench.move(penOf(step));
    }
    board.handMoved();
  }

  function up(event: PointerEvent): void {
    pinch.up(event.pointerId);
    if (event.pointerId !== holding?.pointerId) {
      return;
    }
    settle();
    holding = null;
    bench.release(penOf(event));
    letGo();
  }

  function lost(event: PointerEvent): void {
    pinch.up(event.pointerId);
    if (event.pointerId === holding?.pointerId) forget();
  }

  function leave(): void {
    if (holding === null) {
      bench.leave();
      board.handMoved();
    }
  }

  function meetPen(): void {
    if (!hasPen) {
      hasPen = true;
      penCame();
    }
  }

  /** Alt turns the brush into the eraser: the ring shows it at once, not with the next move. */
  function modifier(event: KeyboardEvent): void {
    const { pen } = bench;
    if (pen === null || !['Alt', 'Shift', 'Control', 'Meta'].includes(event.key)) {
      return;
    }
    if (event.key === 'Alt') {
      // Alone, Alt would move the focus to the browser's menu.
      event.preventDefault();
    }
    const { altKey: alt, shiftKey: shift } = event;
    bench.hover({ ...pen, alt, shift, ctrl: event.ctrlKey || event.metaKey });
    board.handMoved();
  }
  window.addEventListener('keydown', modifier, { signal });
  window.addEventListener('keyup', modifier, { signal });

  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('pointercancel', lost, { signal });
  element.addEventListener('lostpointercapture', lost, { signal });
  element.addEventListener('pointerleave', leave, { signal });
  element.addEventListener('wheel', (event) => wheel.turn(event, screenOf(event)), {
    signal,
    passive: false,
  });
  element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  // The middle button would start the browser's own scrolling.
  element.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), {
    signal,
  });
  return () => {
    ends.abort();
    if (waiting !== null) clearTimeout(waiting.timer);
  };
}

function isEraserEnd({ button, buttons }: PointerEvent): boolean {
  return button === eraserEnd.button || (buttons & eraserEnd.bit) !== 0;
}
