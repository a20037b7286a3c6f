import type { Size } from '../../../app/domain/geometry.ts';
import type { LineStyle, Palette } from '../../canvas/layers/label-paint.ts';

const stripeStepPx = 8;

/** A label map that has as many pixels as are shown of it, one byte each, row by row. */
export interface ShownLabels extends Size {
  readonly labels: Uint8Array;
}

/**
 * Paints every pixel of a label map, one word of `ImageData` each. Review's own, since nothing is zoomed or turned here
 * and all of it is painted at every move of the threshold: 3 ms a megapixel, a third of what the editor's painter takes.
 */
export function paintLabels(
  words: Uint32Array,
  { labels, width, height }: ShownLabels,
  { palette, line }: { readonly palette: Palette; readonly line: LineStyle },
): void {
  const { fill, line: lineColors, striped } = palette;
  const reach = line.width;
  const dashPx = line.dashed ? 7 * reach : 1;
  const linePx = line.dashed ? 4 * reach : 1;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const above = y >= reach ? row - reach * width : -1;
    const below = y + reach < height ? row + reach * width : -1;
    for (let x = 0; x < width; x++) {
      const label = labels[row + x] as number;
      if (label === 0) {
        words[row + x] = 0;
        continue;
      }
      const onBorder =
        (x >= reach ? labels[row + x - reach] : 0) !== label ||
        (x + reach < width ? labels[row + x + reach] : 0) !== label ||
        (above >= 0 ? labels[above + x] : 0) !== label ||
        (below >= 0 ? labels[below + x] : 0) !== label;
      if (onBorder && (x + y) % dashPx < linePx) {
        words[row + x] = lineColors[label] as number;
      } else if (striped[label] === 1 && (x + y) % stripeStepPx < stripeStepPx / 2) {
        words[row + x] = 0;
      } else {
        words[row + x] = fill[label] as number;
      }
    }
  }
}
