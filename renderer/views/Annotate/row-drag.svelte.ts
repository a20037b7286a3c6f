import { gapAt } from '../../ui/list-window.ts';

/** Nearer than this the pointer means a click. */
const slackPx = 4;
/** So near to an edge the list scrolls by itself, and by so much with every step of the pointer. */
const edgePx = 20;
const stepPx = 12;

interface DragHost {
  readonly scroller: () => HTMLElement | null;
  readonly count: () => number;
  readonly rowPx: () => number;
  /** Let go before the row `gap`, counted from the top; `count` is after the last. */
  dropped(id: number, gap: number): void;
}

/** A row that is dragged to another place. Esc puts it back. */
export class RowDrag {
  /** The row under way, once it is clear that this is no click. */
  id = $state<number | null>(null);
  /** Before which row it would come to lie. */
  gap = $state(0);

  readonly #host: DragHost;
  /** The click that the browser makes of the end of a drag is none. */
  #wasDragged = false;

  constructor(host: DragHost) {
    this.#host = host;
  }

  press(id: number, event: PointerEvent): void {
    // A finger scrolls.
    if (event.button !== 0 || event.pointerType === 'touch') {
      return;
    }
    this.#wasDragged = false;
    const from = event.clientY;
    const ends = new AbortController();
    const { signal } = ends;
    const end = (): void => {
      this.id = null;
      ends.abort();
    };
    const move = ({ clientY }: PointerEvent): void => {
      if (this.id !== null || Math.abs(clientY - from) > slackPx) {
        this.id = id;
        this.#wasDragged = true;
        this.#moveTo(clientY);
      }
    };
    const up = (): void => {
      const isDragged = this.id !== null;
      end();
      if (isDragged) this.#host.dropped(id, this.gap);
    };
    const key = (pressed: KeyboardEvent): void => {
      if (pressed.key === 'Escape' && this.id !== null) {
        pressed.preventDefault();
        pressed.stopPropagation();
        end();
      }
    };
    window.addEventListener('pointermove', move, { signal });
    window.addEventListener('pointerup', up, { signal });
    window.addEventListener('pointercancel', end, { signal });
    window.addEventListener('keydown', key, { signal, capture: true });
  }

  /** True for the click that ends a drag. */
  swallowsClick(): boolean {
    const swallows = this.#wasDragged;
    this.#wasDragged = false;
    return swallows;
  }

  #moveTo(clientY: number): void {
    const scroller = this.#host.scroller();
    if (scroller === null) {
      return;
    }
    const { top, bottom } = scroller.getBoundingClientRect();
    if (clientY < top + edgePx) scroller.scrollTop -= stepPx;
    if (clientY > bottom - edgePx) scroller.scrollTop += stepPx;
    const y = clientY - top + scroller.scrollTop;
    this.gap = gapAt(y, { count: this.#host.count(), rowPx: this.#host.rowPx() });
  }
}
