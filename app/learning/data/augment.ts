import type { TrainingSettings } from '../../contract/training.ts';
import type { Prepared } from './letterboxed.ts';
import { numbersOf } from './random.ts';

/** How one picture is varied for one epoch. */
export interface Variation {
  readonly flip: boolean;
  /** Above 1 shows it larger. */
  readonly scale: number;
  /** Moves it to the right and down, in shares of the square's side. */
  readonly right: number;
  readonly down: number;
  /** A channel becomes `gain * value + shift` (of 0..1), after its distance from grey was scaled by `saturation`. */
  readonly gain: number;
  readonly shift: number;
  readonly saturation: number;
}

export const asItIs: Variation = {
  flip: false,
  scale: 1,
  right: 0,
  down: 0,
  gain: 1,
  shift: 0,
  saturation: 1,
};

/** The same for the same key, whatever was drawn before. */
export function variationOf(
  settings: Pick<TrainingSettings, 'flip' | 'colorJitter' | 'scaleJitter'>,
  key: number,
): Variation {
  const next = numbersOf(key);
  const between = (low: number, high: number) => low + next() * (high - low);
  // All are drawn, whatever is wanted: switching one on does not change another.
  const flip = next() < 0.5;
  const scale = Math.exp(between(Math.log(0.8), Math.log(1.25)));
  // What was made room for, or lies outside, may be on either side.
  const play = Math.abs(scale - 1) / 2 + 0.05;
  const place = { scale, right: between(-play, play), down: between(-play, play) };
  const gain = between(0.75, 1.25);
  // Contrast turns around the middle grey, brightness moves it.
  const color = {
    gain,
    shift: (1 - gain) / 2 + between(-0.15, 0.15),
    saturation: between(0.6, 1.4),
  };
  return {
    ...asItIs,
    flip: settings.flip && flip,
    ...(settings.scaleJitter ? place : {}),
    ...(settings.colorJitter ? color : {}),
  };
}

/** One picture's place in a batch: `sidePx`² x 3 floats of 0..1, and `sidePx`² label values. Both are written. */
export interface Place {
  readonly pictures: Float32Array;
  readonly labels: Int32Array;
}

/**
 * Writes the varied picture, scaled bilinearly, and its labels, the nearest ones. What lies outside of the picture is
 * padding: black, as the network sees it when it predicts, and 255.
 */
export function writeVaried(place: Place, prepared: Prepared, variation: Variation): void {
  const { sidePx, rgb, labels, content } = prepared;
  const { flip, scale, right, down, gain, shift, saturation } = variation;
  const { pictures } = place;
  const columns = tapsOf(sidePx, {
    scale,
    move: right,
    flip,
    from: content.x,
    size: content.width,
  });
  const rows = tapsOf(sidePx, {
    scale,
    move: down,
    flip: false,
    from: content.y,
    size: content.height,
  });
  // gain * (grey + saturation * (value - grey)) + shift, for bytes.
  const own = (gain * saturation) / 255;
  const grey = (gain * (1 - saturation)) / (255 * 3);
  pictures.fill(0);
  place.labels.fill(255);
  for (let row = 0; row < sidePx; row++) {
    const nearestRow = rows.nearest[row] ?? -1;
    if (nearestRow < 0) continue;
    const upper = (rows.first[row] ?? 0) * sidePx;
    const lower = (rows.second[row] ?? 0) * sidePx;
    const lowerShare = rows.share[row] ?? 0;
    for (let column = 0; column < sidePx; column++) {
      const nearestColumn = columns.nearest[column] ?? -1;
      if (nearestColumn < 0) continue;
      const to = row * sidePx + column;
      place.labels[to] = labels[nearestRow * sidePx + nearestColumn] ?? 255;
      const left = columns.first[column] ?? 0;
      const other = columns.second[column] ?? 0;
      const otherShare = columns.share[column] ?? 0;
      const upperLeft = (upper + left) * 3;
      const upperRight = (upper + other) * 3;
      const lowerLeft = (lower + left) * 3;
      const lowerRight = (lower + other) * 3;
      let sum = 0;
      for (let channel = 0; channel < 3; channel++) {
        const a = rgb[upperLeft + channel] ?? 0;
        const b = rgb[lowerLeft + channel] ?? 0;
        const above = a + ((rgb[upperRight + channel] ?? 0) - a) * otherShare;
        const below = b + ((rgb[lowerRight + channel] ?? 0) - b) * otherShare;
        const value = above + (below - above) * lowerShare;
        sum += value;
        pictures[to * 3 + channel] = value;
      }
      const base = grey * sum + shift;
      for (let channel = 0; channel < 3; channel++) {
        pictures[to * 3 + channel] = clamped(own * (pictures[to * 3 + channel] ?? 0) + base);
      }
    }
  }
}

/** Along one side of the square: which two source pixels each pixel is blended of, and which one lies nearest. */
interface Taps {
  /** -1 outside of the picture. */
  readonly nearest: Int32Array;
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Of the second. */
  readonly share: Float32Array;
}

function tapsOf(
  sidePx: number,
  {
    scale,
    move,
    flip,
    from,
    size,
  }: {
    readonly scale: number;
    readonly move: number;
    readonly flip: boolean;
    readonly from: number;
    readonly size: number;
  },
): Taps {
  const taps = {
    nearest: new Int32Array(sidePx).fill(-1),
    first: new Int32Array(sidePx),
    second: new Int32Array(sidePx),
    share: new Float32Array(sidePx),
  };
  const middle = sidePx / 2;
  const last = from + size - 1;
  for (let index = 0; index < sidePx; index++) {
    const away = index + 0.5 - middle - move * sidePx;
    const source = middle + (flip ? -away : away) / scale;
    const nearest = Math.floor(source);
    if (nearest < from || nearest > last) continue;
    const first = Math.floor(source - 0.5);
    taps.nearest[index] = nearest;
    taps.first[index] = Math.max(from, first);
    taps.second[index] = Math.min(last, first + 1);
    taps.share[index] = source - 0.5 - first;
  }
  return taps;
}

/** Bytes to floats of 0..1, as training does for a picture that is not varied. */
export function writeRgb(pictures: Float32Array, rgb: Uint8Array): void {
  for (let index = 0; index < rgb.length; index++) pictures[index] = (rgb[index] ?? 0) / 255;
}

function clamped(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
