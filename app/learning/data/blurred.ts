import type { Rect } from '../../domain/geometry.ts';
import type { Letterboxed } from './letterboxed.ts';

/**
 * The picture blurred by a Gaussian of this standard deviation in pixels. Beyond its edge lies its last pixel again: no
 * padding mixes in. Where only a `part` of it is wanted, the rest is black, and so much of the part as the Gaussian reaches is
 * not as it should be along its edges.
 */
export function blurredPicture<T extends Letterboxed>(
  picture: T,
  sigmaPx: number,
  part: Rect = picture.content,
): T {
  const { sidePx, rgb } = picture;
  const weights = gaussianOf(sigmaPx);
  const reach = (weights.length - 1) / 2;
  const across = new Float32Array(rgb.length);
  const blurred = new Uint8Array(rgb.length);
  const [left, right] = [part.x, part.x + part.width - 1];
  const [top, bottom] = [part.y, part.y + part.height - 1];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const to = (row * sidePx + column) * 3;
      for (let tap = -reach; tap <= reach; tap++) {
        const from = (row * sidePx + between(column + tap, left, right)) * 3;
        const weight = weights[tap + reach]!;
        for (let channel = 0; channel < 3; channel++) {
          across[to + channel]! += weight * rgb[from + channel]!;
        }
      }
    }
  }
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const to = (row * sidePx + column) * 3;
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0.5;
        for (let tap = -reach; tap <= reach; tap++) {
          const from = (between(row + tap, top, bottom) * sidePx + column) * 3;
          sum += weights[tap + reach]! * across[from + channel]!;
        }
        blurred[to + channel] = sum;
      }
    }
  }
  return { ...picture, rgb: blurred };
}

/** How far a pixel is blurred: three standard deviations. */
export function reachPx(sigmaPx: number): number {
  return Math.max(1, Math.ceil(3 * sigmaPx));
}

/** Of sum 1. */
function gaussianOf(sigmaPx: number): Float64Array {
  const reach = reachPx(sigmaPx);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-((at - reach) ** 2) / (2 * sigmaPx * sigmaPx)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function between(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
