import type { Size } from '../domain/geometry.ts';
import { checkSize } from './bitmap.ts';
import type { Letterbox } from './letterbox.ts';
import { MaskError } from './mask-error.ts';

export interface Probabilities extends Size {
  /** One per foreground class by ascending value: size * size bytes, 255 is certain. */
  readonly maps: readonly Uint8Array[];
  readonly size: number;
  /** Where the picture lies in the maps. */
  readonly letterbox: Letterbox;
  /** 0 .. 1; a pixel is of the best class whose probability is at least this. */
  readonly threshold: number;
}

/**
 * The label map (0 background, 1 .. n classes, `width` x `height`) that a network's answer means at a threshold.
 * Padding is cut off first, then each map is enlarged bilinearly with pixel middles at half coordinates and its border
 * repeated outwards; of equal classes the lower value wins. Overlay, accept, predict and evaluate all come here, so
 * that all show the same pixels. Throws MaskError for maps of another size.
 */
export function labelsFromProbabilities(probabilities: Probabilities): Uint8Array {
  const { width, height } = probabilities;
  checkSize({ width, height });
  const labels = new Uint8Array(width * height);
  scanProbabilities(probabilities, (y, line) => {
    labels.set(line, y * width);
  });
  return labels;
}

/**
 * Tells line by line which class each pixel is of, and its probability (0 .. 255, not whole) where it is of any. Both
 * arrays are used again for the next line. Throws MaskError for maps of another size.
 */
export function scanProbabilities(
  { maps, size, letterbox, width, height, threshold }: Probabilities,
  tell: (y: number, line: Uint8Array, best: Float64Array) => void,
): void {
  checkSize({ width, height });
  for (const map of maps) {
    if (map.length === size * size) continue;
    throw new MaskError(
      `A probability map has ${map.length} pixels; ${size} x ${size} are needed.`,
    );
  }
  const columns = samplesOf(letterbox.width, width);
  const rows = samplesOf(letterbox.height, height);
  const blended = new Float64Array(letterbox.width);
  const best = new Float64Array(width);
  const line = new Uint8Array(width);
  const least = threshold * 255;
  for (let y = 0; y < height; y++) {
    best.fill(-1);
    line.fill(0);
    for (const [index, map] of maps.entries()) {
      const highest = blendRows(blended, map, { size, letterbox, rows, y });
      if (highest >= least) takeBetter({ line, best, blended, columns, least, label: index + 1 });
    }
    tell(y, line, best);
  }
}

/** How one axis is enlarged: pixel p of the picture lies between network pixels near and near + 1, `share` of the way. */
interface Samples {
  readonly near: Uint32Array;
  readonly share: Float64Array;
  /** For each network pixel: the first picture pixel for which it, or a later one, is near. One more at the end. */
  readonly starts: Uint32Array;
}

function samplesOf(from: number, to: number): Samples {
  const near = new Uint32Array(to);
  const share = new Float64Array(to);
  const starts = new Uint32Array(from + 1).fill(to);
  for (let i = to - 1; i >= 0; i--) {
    const middle = Math.max(0, Math.min(from - 1, ((i + 0.5) * from) / to - 0.5));
    const index = Math.floor(middle);
    near[i] = index;
    share[i] = middle - index;
    starts[index] = i;
  }
  for (let index = from - 1; index >= 0; index--) {
    starts[index] = Math.min(starts[index]!, starts[index + 1]!);
  }
  return { near, share, starts };
}

/** Blends the two rows of a map around the picture's row `y` and answers the highest value: often too low to go on. */
function blendRows(
  blended: Float64Array,
  map: Uint8Array,
  {
    size,
    letterbox,
    rows,
    y,
  }: {
    readonly size: number;
    readonly letterbox: Letterbox;
    readonly rows: Samples;
    readonly y: number;
  },
): number {
  const near = rows.near[y]!;
  const far = Math.min(near + 1, letterbox.height - 1);
  const upper = (letterbox.top + near) * size + letterbox.left;
  const lower = (letterbox.top + far) * size + letterbox.left;
  const share = rows.share[y]!;
  let highest = 0;
  for (let i = 0; i < blended.length; i++) {
    const above = map[upper + i]!;
    const value = above + (map[lower + i]! - above) * share;
    blended[i] = value;
    if (value > highest) highest = value;
  }
  return highest;
}

/** Labels the pixels of a line for which this class beats the ones before it. Between two low network pixels nothing can. */
function takeBetter({
  line,
  best,
  blended,
  columns: { share, starts },
  least,
  label,
}: {
  readonly line: Uint8Array;
  readonly best: Float64Array;
  readonly blended: Float64Array;
  readonly columns: Samples;
  readonly least: number;
  readonly label: number;
}): void {
  for (let index = 0; index < blended.length; index++) {
    const left = blended[index]!;
    const right = index + 1 < blended.length ? blended[index + 1]! : left;
    if (left < least && right < least) continue;
    const end = starts[index + 1]!;
    for (let x = starts[index]!; x < end; x++) {
      const value = left + (right - left) * share[x]!;
      if (value >= least && value > best[x]!) {
        best[x] = value;
        line[x] = label;
      }
    }
  }
}
