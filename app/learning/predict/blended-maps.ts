import { setImmediate as nextTurn } from 'node:timers/promises';
import { sharesOf, windowsOverlapping } from '../../mask/windows.ts';
import { cutWindow, type Letterboxed } from '../data/letterboxed.ts';
import { writeRgb } from '../data/varied.ts';

export interface WindowAnswers {
  /** Side of what the network sees, in pixels. */
  readonly windowPx: number;
  /** Background included. */
  readonly classes: number;
  /** How many windows are answered for at once. */
  readonly together: number;
  /** For each window of 0..1: a plane of every class, the background first. */
  probabilities(windows: Float32Array): Promise<Float32Array>;
  /** Hears what share of the windows is answered for, 0..1. */
  readonly onPart: (share: number) => void;
  /** True as soon as nobody waits for the answer any more. */
  readonly isGivenUp: () => boolean;
}

/**
 * What a network says of a square that is larger than what it sees: windows that overlap by half are blended, each the less
 * the nearer to its edge, where it knows least of what is around. Answers a map of 8-bit probabilities per foreground class,
 * `sidePx`² bytes each, 0 in the padding that no window shows; null when it was given up.
 */
export async function blendedMaps(
  picture: Letterboxed,
  { windowPx, classes, together, probabilities, onPart, isGivenUp }: WindowAnswers,
): Promise<readonly Uint8Array[] | null> {
  const { sidePx } = picture;
  const { columns, rows } = windowsOverlapping({ ...picture, windowPx });
  const across = sharesOf(columns, { sidePx, windowPx });
  const down = sharesOf(rows, { sidePx, windowPx });
  const area = windowPx * windowPx;
  const foreground = Array.from({ length: classes - 1 }, (_, nth) => nth);
  const maps = foreground.map(() => new Uint8Array(sidePx * sidePx));
  // The rows that windows of the present row reach: those above are done, those below not begun.
  const bands = foreground.map(() => new Float32Array(windowPx * sidePx));
  for (const [nth, top] of rows.entries()) {
    for (let first = 0; first < columns.length; first += together) {
      // Signs of life go out in between, and a cancellation is heard.
      await nextTurn();
      if (isGivenUp()) return null;
      const lefts = columns.slice(first, first + together);
      const floats = new Float32Array(lefts.length * area * 3);
      for (const [at, x] of lefts.entries()) {
        const rgb = cutWindow(picture, { x, y: top }, windowPx);
        writeRgb(floats.subarray(at * area * 3, (at + 1) * area * 3), rgb);
      }
      const answers = await probabilities(floats);
      for (const [at, left] of lefts.entries()) {
        for (const [index, band] of bands.entries()) {
          const from = (at * classes + index + 1) * area;
          const window = answers.subarray(from, from + area);
          addWindow(band, window, {
            ...{ left, sidePx },
            across: across[first + at]!,
            down: down[nth]!,
          });
        }
      }
      onPart((nth * columns.length + first + lefts.length) / (rows.length * columns.length));
    }
    const settled = ((rows[nth + 1] ?? top + windowPx) - top) * sidePx;
    for (const [index, band] of bands.entries()) {
      const map = maps[index]!.subarray(top * sidePx);
      for (let at = 0; at < settled; at++) map[at] = Math.round(band[at]! * 255);
      band.copyWithin(0, settled);
      band.fill(0, band.length - settled);
    }
  }
  return maps;
}

function addWindow(
  band: Float32Array,
  window: Float32Array,
  {
    left,
    sidePx,
    across,
    down,
  }: {
    readonly left: number;
    readonly sidePx: number;
    /** What its columns and rows count. */
    readonly across: Float64Array;
    readonly down: Float64Array;
  },
): void {
  const windowPx = across.length;
  for (let row = 0; row < windowPx; row++) {
    const [from, to, share] = [row * windowPx, row * sidePx + left, down[row]!];
    for (let column = 0; column < windowPx; column++) {
      band[to + column] = band[to + column]! + window[from + column]! * share * across[column]!;
    }
  }
}
