import type { Point } from '../../../app/domain/geometry.ts';
import type { Ring } from '../tools/tool.ts';

const light = '#ffffff';
const erasing = '#e5534b';
/** Below this radius the ring would be lost: a cross leads the eye to it. */
const crossedBelowPx = 4;

/**
 * The brush at its true size. An element that the compositor moves, not a drawing on the stage: following the hand
 * then costs nothing, where a canvas would be copied as a whole with every move.
 */
export class RingCursor {
  readonly #element: HTMLElement;
  #shown = '';

  constructor(container: HTMLElement) {
    this.#element = container.ownerDocument.createElement('div');
    const { style } = this.#element;
    style.position = 'absolute';
    style.top = '0';
    style.left = '0';
    style.boxSizing = 'border-box';
    style.pointerEvents = 'none';
    style.willChange = 'transform';

    style.display = 'none';
    container.append(this.#element);
  }

  remove(): void {
    this.#element.remove();
  }

  /** `centre` in CSS pixels of the canvas, `scale` CSS pixels per picture pixel. */
  show(ring: Ring | null, centre: Point, scale: number): void {
    const { style } = this.#element;
    if (ring === null) {
      style.display = 'none';
      this.#shown = '';
      return;
    }
    const size = Math.max(2, ring.sizePx * scale) + 3;
    const look = [size, ring.shape, ring.erases, ring.isCrossed].join();
    if (look !== this.#shown) {
      this.#shown = look;
      this.#dress(ring, size);
    }
    const x = centre.x - size / 2;
    const y = centre.y - size / 2;
    style.transform = `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px)`;
  }

  #dress({ shape, erases, isCrossed = false }: Ring, size: number): void {
    const { style } = this.#element;
    const color = erases ? erasing : light;
    style.display = 'block';
    style.width = `${String(size)}px`;
    style.height = `${String(size)}px`;
    style.borderRadius = shape === 'round' ? '50%' : '0';
    style.border = `1.5px solid ${color}`;
    style.boxShadow = '0 0 0 1px rgba(0, 0, 0, 0.6), inset 0 0 0 1px rgba(0, 0, 0, 0.35)';
    style.setProperty('--ring-color', color);
    const isLost = size / 2 < crossedBelowPx + 1.5;
    this.#element.className = isLost || isCrossed ? 'ring crossed' : 'ring';
  }
}
