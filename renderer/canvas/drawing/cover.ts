import type { Rect, Size } from '../../../app/domain/geometry.ts';
import { clipRect, createBitmap, type Bitmap } from '../../../app/mask/bitmap.ts';

/** So many pixels are wiped at a time, a few milliseconds' worth. */
const wipedAtOncePx2 = 4_000_000;
const betweenWipesMs = 20;

/**
 * The bitmap that strokes are painted on, kept from one to the next: making one for a large picture takes longer than a
 * frame. What a stroke has left on it is wiped in the pauses, or when the next one begins.
 */
export class Cover {
  readonly #bitmap: Bitmap;
  #used: Rect[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor({ width, height }: Size) {
    this.#bitmap = createBitmap(width, height);
  }

  fits({ width, height }: Size): boolean {
    return this.#bitmap.width === width && this.#bitmap.height === height;
  }

  /** With nothing on it. */
  clean(): Bitmap {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#wipe(Infinity);
    return this.#bitmap;
  }

  /** These boxes are to be wiped before the next stroke. */
  leave(used: readonly Rect[]): void {
    this.#used.push(...used.map((box) => clipRect(box, this.#bitmap)));
    this.#timer ??= setTimeout(() => this.#wipeSome(), betweenWipesMs);
  }

  #wipeSome(): void {
    this.#timer = null;
    this.#wipe(wipedAtOncePx2);
    if (this.#used.length > 0) this.leave([]);
  }

  #wipe(mostPx2: number): void {
    const { data, width: stride } = this.#bitmap;
    for (let wiped = 0; wiped < mostPx2;) {
      const box = this.#used.pop();
      if (box === undefined) return;
      const { x, y, width, height } = box;
      for (let row = y; row < y + height; row++) {
        data.fill(0, row * stride + x, row * stride + x + width);
      }
      wiped += width * height;
    }
  }
}
