import type { VariedBy } from '../../contract/training.ts';
import type { Point, Rect } from '../../domain/geometry.ts';
import { numbersOf } from './random.ts';

/** How one picture is varied for one epoch. The square is what the network sees: the picture, or a window of it. */
export interface Variation {
  /** Where in the picture's own square the window lies, whole pixels: its upper left corner. */
  readonly corner: Point;
  readonly flip: boolean;
  /** Clockwise, in radians, around the middle of the square. */
  readonly angle: number;
  /** Above 1 shows it larger. */
  readonly scale: number;
  /** Moves it to the right and down, in shares of the square's side. */
  readonly right: number;
  readonly down: number;
  /** A channel becomes `gain * value + shift` (of 0..1), after its distance from grey was scaled by `saturation`. */
  readonly gain: number;
  readonly shift: number;
  readonly saturation: number;
  /** Standard deviation of the Gaussian that it is blurred by, in shares of the square's side; 0 for none. */
  readonly blur: number;
  /** What of the square is covered, in shares of its side; null for nothing. */
  readonly cover: Rect | null;
}

export const asItIs: Variation = {
  corner: { x: 0, y: 0 },
  flip: false,
  angle: 0,
  scale: 1,
  right: 0,
  down: 0,
  gain: 1,
  shift: 0,
  saturation: 1,
  blur: 0,
  cover: null,
};

/** The same for the same key, whatever was drawn before. */
export function variationOf(
  settings: Omit<VariedBy, 'seed' | 'tiles' | 'copyPaste'>,
  key: number,
): Variation {
  const next = numbersOf(key);
  const between = (low: number, high: number): number => low + next() * (high - low);
  // All are drawn, whatever is wanted and the older ones first: switching one on does not change another.
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
  const angle = between(-1, 1) * (settings.rotate / 180) * Math.PI;
  const part = between(settings.crop, 1);
  // So far that the part may lie anywhere in the square.
  const room = (1 / part - 1) / 2;
  const partAt = { right: between(-room, room), down: between(-room, room) };
  // Half of the pictures stay sharp, and half uncovered.
  const blur = Math.max(0, between(-0.01, 0.01));
  const isCovered = next() < 0.5;
  const [width, height] = [between(0.1, 0.4), between(0.1, 0.4)];
  const cover = { x: between(0, 1 - width), y: between(0, 1 - height), width, height };
  const drawn = {
    ...asItIs,
    flip: settings.flip && flip,
    angle: settings.rotate === 0 ? 0 : angle,
    ...(settings.scaleJitter ? place : {}),
    ...(settings.colorJitter ? color : {}),
    blur: settings.blur ? blur : 0,
    cover: settings.cutout && isCovered ? cover : null,
  };
  if (settings.crop === 1) return drawn;
  return {
    ...drawn,
    scale: drawn.scale / part,
    right: drawn.right / part + partAt.right,
    down: drawn.down / part + partAt.down,
  };
}

/**
 * One place and size for two looks at a picture: the weak one in its own colours, which a teacher answers for, and the strong
 * one in colours that vary twice as far as usual, less sharp and covered in part, for which a network is taught that answer.
 * Source: Sohn et al., "FixMatch" (arXiv 2001.07685); for masks Yang et al., "UniMatch" (arXiv 2208.09910).
 */
export function weakAndStrong(
  settings: Omit<VariedBy, 'seed' | 'tiles' | 'copyPaste'>,
  key: number,
): { readonly weak: Variation; readonly strong: Variation } {
  const drawn = variationOf({ ...settings, colorJitter: true, blur: true, cutout: true }, key);
  const { gain, shift, saturation, blur, cover } = asItIs;
  const contrast = drawn.gain ** 2;
  const brightness = drawn.shift - (1 - drawn.gain) / 2;
  const color = {
    gain: contrast,
    shift: (1 - contrast) / 2 + 2 * brightness,
    saturation: 1 + 2 * (drawn.saturation - 1),
  };
  return {
    weak: { ...drawn, gain, shift, saturation, blur, cover },
    strong: { ...drawn, ...color },
  };
}
