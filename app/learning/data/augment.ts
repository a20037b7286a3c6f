import type { TrainingSettings } from '../../contract/training.ts';
import type { Prepared } from './letterboxed.ts';
import { numbersOf } from './random.ts';

/** How one picture is varied for one epoch. */
export interface Variation {
  readonly flip: boolean;
  /** A channel becomes `gain * value + shift` (of 0..1), after its distance from grey was scaled by `saturation`. */
  readonly gain: number;
  readonly shift: number;
  readonly saturation: number;
}

export const asItIs: Variation = { flip: false, gain: 1, shift: 0, saturation: 1 };

/** The same for the same key, whatever was drawn before. */
export function variationOf(
  { flip, colorJitter }: Pick<TrainingSettings, 'flip' | 'colorJitter'>,
  key: number,
): Variation {
  const next = numbersOf(key);
  const isFlipped = next() < 0.5;
  const gain = 0.75 + next() * 0.5;
  // Contrast turns around the middle grey, brightness moves it.
  const shift = (1 - gain) / 2 + (next() - 0.5) * 0.3;
  const saturation = 0.6 + next() * 0.8;
  return {
    flip: flip && isFlipped,
    ...(colorJitter ? { gain, shift, saturation } : { gain: 1, shift: 0, saturation: 1 }),
  };
}

/** One picture's place in a batch: `sidePx`² x 3 floats of 0..1, and `sidePx`² label values. Both are written. */
export interface Place {
  readonly pictures: Float32Array;
  readonly labels: Int32Array;
}

/** Writes the varied picture and its labels. Padding stays black: the network sees it so when it predicts. */
export function writeVaried(place: Place, prepared: Prepared, variation: Variation): void {
  const { sidePx, rgb, labels, content } = prepared;
  const { flip, gain, shift, saturation } = variation;
  const { pictures } = place;
  // gain * (grey + saturation * (value - grey)) + shift, for bytes.
  const own = (gain * saturation) / 255;
  const grey = (gain * (1 - saturation)) / (255 * 3);
  pictures.fill(0);
  for (let row = 0; row < sidePx; row++) {
    const start = row * sidePx;
    const inside = row >= content.y && row < content.y + content.height;
    for (let column = 0; column < sidePx; column++) {
      const from = start + column;
      const to = flip ? start + sidePx - 1 - column : from;
      place.labels[to] = labels[from] ?? 255;
      if (!inside || column < content.x || column >= content.x + content.width) continue;
      const red = rgb[from * 3] ?? 0;
      const green = rgb[from * 3 + 1] ?? 0;
      const blue = rgb[from * 3 + 2] ?? 0;
      const base = grey * (red + green + blue) + shift;
      pictures[to * 3] = clamped(own * red + base);
      pictures[to * 3 + 1] = clamped(own * green + base);
      pictures[to * 3 + 2] = clamped(own * blue + base);
    }
  }
}

/** Bytes to floats of 0..1, as training does for a picture that is not varied. */
export function writeRgb(pictures: Float32Array, rgb: Uint8Array): void {
  for (let index = 0; index < rgb.length; index++) pictures[index] = (rgb[index] ?? 0) / 255;
}

function clamped(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
