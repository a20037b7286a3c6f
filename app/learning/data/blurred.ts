import type { Letterboxed } from './letterboxed.ts';

/**
 * The picture blurred by a Gaussian of this standard deviation in pixels. Beyond its edge lies its last pixel again: no
 * padding mixes in.
 */
export function blurredPicture<T extends Letterboxed>(picture: T, sigmaPx: number): T {
  const { sidePx, rgb, content } = picture;
  const weights = gaussianOf(sigmaPx);
  const reach = (weights.length - 1) / 2;
  const across = new Float32Array(rgb.length);
  const blurred = new Uint8Array(rgb.length);
  const [left, right] = [content.x, content.x + content.width - 1];
  const [top, bottom] = [content.y, content.y + content.height - 1];
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

/** Of sum 1, as far as three standard deviations. */
function gaussianOf(sigmaPx: number): Float64Array {
  const reach = Math.max(1, Math.ceil(3 * sigmaPx));
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-((at - reach) ** 2) / (2 * sigmaPx * sigmaPx)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function between(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
