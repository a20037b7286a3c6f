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
  const { maps, size, letterbox, width, height, threshold } = probabilities;
  checkSize({ width, height });
  for (const map of maps) {
    if (map.length === size * size) continue;
    throw new MaskError(
      `A probability map has ${String(map.length)} pixels; ${String(size)} x ${String(size)} are needed.`,
    );
  }
  const columns = samplesOf(letterbox.width, width);
  const rows = samplesOf(letterbox.height, height);
  const blended = new Float64Array(letterbox.width);
  const best = new Float64Array(width);
  const least = threshold * 255;
  const labels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    best.fill(-1);
    const line = labels.subarray(y * width, (y + 1) * width);
    for (let index = 0; index < maps.length; index++) {
      const highest = blendRows(blended, maps[index] ?? labels, { size, letterbox, rows, y });
      if (highest >= least) takeBetter({ line, best, blended, columns, least, label: index + 1 });
    }
  }
  return labels;
}

/** For each pixel of the picture: the two network pixels around its middle and the share of the second. */
interface Samples {
  readonly near: Uint32Array;
  readonly far: Uint32Array;
  readonly share: Float64Array;
}

function samplesOf(from: number, to: number): Samples {
  const near = new Uint32Array(to);
  const far = new Uint32Array(to);
  const share = new Float64Array(to);
  for (let i = 0; i < to; i++) {
    const middle = Math.max(0, Math.min(from - 1, ((i + 0.5) * from) / to - 0.5));
    near[i] = Math.floor(middle);
    far[i] = Math.min(from - 1, Math.floor(middle) + 1);
    share[i] = middle - Math.floor(middle);
  }
  return { near, far, share };
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
  const upper = (letterbox.top + (rows.near[y] ?? 0)) * size + letterbox.left;
  const lower = (letterbox.top + (rows.far[y] ?? 0)) * size + letterbox.left;
  const share = rows.share[y] ?? 0;
  let highest = 0;
  for (let i = 0; i < blended.length; i++) {
    const above = map[upper + i] ?? 0;
    const value = above + ((map[lower + i] ?? 0) - above) * share;
    blended[i] = value;
    if (value > highest) highest = value;
  }
  return highest;
}

function takeBetter({
  line,
  best,
  blended,
  columns: { near, far, share },
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
  for (let x = 0; x < line.length; x++) {
    const left = blended[near[x] ?? 0] ?? 0;
    const value = left + ((blended[far[x] ?? 0] ?? 0) - left) * (share[x] ?? 0);
    if (value >= least && value > (best[x] ?? 0)) {
      best[x] = value;
      line[x] = label;
    }
  }
}
