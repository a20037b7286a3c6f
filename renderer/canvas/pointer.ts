import type { Point } from '../../app/domain/geometry.ts';
import type { Board } from './board.ts';
import type { Pen } from './tools/tool.ts';
import type { Workbench } from './workbench.ts';

/** A line of a wheel, where the browser counts in lines. */
const pxPerLine = 16;
const zoomPerPx = 0.0022;

/** Brings pointer, wheel and pinch to the workbench and the board. Answers what takes the listeners away. */
export function connectPointer(
  element: HTMLElement,
  { board, bench }: { readonly board: Board; readonly bench: Workbench },
): () => void {
  const ends = new AbortController();
  const { signal } = ends;
  const touches = new Map<number, Point>();
  /** The pointer that holds the pen; others are ignored or pinch. */
  let holding: number | null = null;
  let isPinching = false;

  const screenOf = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  let button = 0;
  const penOf = (event: PointerEvent): Pen => {
    const screen = screenOf(event);
    const { altKey: alt, shiftKey: shift } = event;
    return {
      point: board.pointAt(screen),
      screen,
      alt,
      shift,
      button,
      scale: board.viewport.scale,
    };
  };

  function down(event: PointerEvent): void {
    if (event.pointerType === 'touch') {
      touches.set(event.pointerId, screenOf(event));
      if (touches.size === 2) {
        // The second finger makes it a pinch: what the first began is taken back.
        if (holding !== null) bench.cancel();
        holding = null;
        isPinching = true;
      }
    }
    if (holding !== null || isPinching) {
      return;
    }
    holding = event.pointerId;
    button = event.button;
    element.setPointerCapture(event.pointerId);
    if (button === 1) {
      bench.hold('pan');
    }
    bench.press(penOf(event));
    board.handMoved();
  }

  function move(event: PointerEvent): void {
    if (isPinching && touches.has(event.pointerId)) {
      pinch(event);
      return;
    }
    if (holding !== null && event.pointerId !== holding) {
      return;
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
    touches.delete(event.pointerId);
    isPinching &&= touches.size > 0;
    if (event.pointerId !== holding) {
      return;
    }
    holding = null;
    bench.release(penOf(event));
    if (button === 1) {
      bench.letGo();
    }
    board.handMoved();
  }

  function lost(event: PointerEvent): void {
    touches.delete(event.pointerId);
    isPinching &&= touches.size > 0;
    if (event.pointerId === holding) {
      holding = null;
      bench.cancel();
      if (button === 1) bench.letGo();
      board.handMoved();
    }
  }

  function pinch(event: PointerEvent): void {
    const before = [...touches.values()];
    touches.set(event.pointerId, screenOf(event));
    const after = [...touches.values()];
    const [a, b] = before;
    const [c, d] = after;
    if (a === undefined || b === undefined || c === undefined || d === undefined) {
      return;
    }
    const from = middle(a, b);
    const to = middle(c, d);
    board.pan(to.x - from.x, to.y - from.y);
    const spread = Math.hypot(a.x - b.x, a.y - b.y);
    if (spread > 0) {
      board.zoom(Math.hypot(c.x - d.x, c.y - d.y) / spread, to);
    }
  }

  function wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? pxPerLine : 1;
    const dx = event.deltaX * unit;
    const dy = event.deltaY * unit;
    if (event.ctrlKey || event.metaKey) {
      // A pinch on a trackpad arrives as a wheel with Ctrl, in small steps.
      const step = Math.max(-240, Math.min(240, dy * (Math.abs(dy) < 30 ? 4 : 1)));
      board.zoom(Math.exp(-step * zoomPerPx), screenOf(event));
    } else if (event.shiftKey && dx === 0) {
      board.pan(-dy, 0);
    } else {
      board.pan(-dx, -dy);
    }
  }

  function leave(): void {
    if (holding === null) {
      bench.leave();
      board.handMoved();
    }
  }

  /** Alt turns the brush into the eraser: the ring shows it at once, not with the next move. */
  function modifier(event: KeyboardEvent): void {
    const { pen } = bench;
    if (pen === null || (event.key !== 'Alt' && event.key !== 'Shift')) {
      return;
    }
    if (event.key === 'Alt') {
      // Alone, Alt would move the focus to the browser's menu.
      event.preventDefault();
    }
    bench.hover({ ...pen, alt: event.altKey, shift: event.shiftKey });
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
  element.addEventListener('wheel', wheel, { signal, passive: false });
  element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  // The middle button would start the browser's own scrolling.
  element.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), {
    signal,
  });
  return () => ends.abort();
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
