import type { Rect } from '../../../app/domain/geometry.ts';
import type { Bitmap } from '../../../app/mask/bitmap.ts';
import type { Superpixels } from '../../../app/mask/superpixels.ts';

/** Superpixels with the box of each, so that painting one costs no more than its box. */
export class RegionIndex {
  readonly all: Superpixels;
  readonly sidePx: number;
  /** Left, top, right and bottom, the last two not included. */
  readonly #boxes: Uint32Array;

  constructor(all: Superpixels, sidePx: number) {
    this.all = all;
    this.sidePx = sidePx;
    const { labels, count, width, height } = all;
    const boxes = new Uint32Array(4 * count);
    for (let at = 0; at < boxes.length; at += 4) {
      boxes[at] = width;
      boxes[at + 1] = height;
    }
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        const at = 4 * labels[i]!;
        if (x < boxes[at]!) boxes[at] = x;
        if (y < boxes[at + 1]!) boxes[at + 1] = y;
        if (x >= boxes[at + 2]!) boxes[at + 2] = x + 1;
        if (y >= boxes[at + 3]!) boxes[at + 3] = y + 1;
      }
    }
    this.#boxes = boxes;
  }

  /** Those of which a pixel is set in `bitmap` inside `rect`. */
  under(bitmap: Bitmap, rect: Rect): ReadonlySet<number> {
    const { labels, width } = this.all;
    const found = new Set<number>();
    let last = -1;
    for (let y = rect.y; y < rect.y + rect.height; y++) {
      for (let i = y * width + rect.x; i < y * width + rect.x + rect.width; i++) {
        if (bitmap.data[i] === 1 && labels[i] !== last) {
          last = labels[i]!;
          found.add(last);
        }
      }
    }
    return found;
  }

  /** Sets the pixels of one in `cover`, and answers its box. Changes the cover. */
  cover(region: number, cover: Bitmap): Rect {
    const { labels, width } = this.all;
    const [left = 0, top = 0, right = 0, bottom = 0] = this.#boxes.subarray(
      4 * region,
      4 * region + 4,
    );
    for (let y = top; y < bottom; y++) {
      for (let i = y * width + left; i < y * width + right; i++) {
        if (labels[i] === region) cover.data[i] = 1;
      }
    }
    return { x: left, y: top, width: right - left, height: bottom - top };
  }
}
