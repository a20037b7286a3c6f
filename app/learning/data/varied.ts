import type { Rect } from '../../domain/geometry.ts';
import { blurredPicture, reachPx } from './blurred.ts';
import type { Prepared } from './letterboxed.ts';
import type { Variation } from './variation.ts';

/** One picture's place in a batch: a square of 3 floats of 0..1 a pixel, and one label value. Both are written. */
export interface Place {
  readonly pictures: Float32Array;
  readonly labels: Int32Array;
}

/**
 * Writes the picture, or a window of it, turned, scaled, moved and in other colours, blended of four pixels each, and its labels, the nearest
 * ones. What lies outside of the picture is padding: black, as the network sees it when it predicts, and 255.
 */
export function writeVaried(place: Place, prepared: Prepared, variation: Variation): void {
  const { sidePx, labels, content } = prepared;
  const windowPx = Math.sqrt(place.labels.length);
  const { rgb } = variation.blur === 0 ? prepared : blurred(prepared, variation, windowPx);
  const { corner, flip, angle, scale, right, down, gain, shift, saturation } = variation;
  const { pictures } = place;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const middle = windowPx / 2;
  const [middleColumn, middleRow] = [corner.x + middle, corner.y + middle];
  const [lastColumn, lastRow] = [content.x + content.width - 1, content.y + content.height - 1];
  // gain * (grey + saturation * (value - grey)) + shift, for bytes.
  const own = (gain * saturation) / 255;
  const grey = (gain * (1 - saturation)) / (255 * 3);
  pictures.fill(0);
  place.labels.fill(255);
  for (let row = 0; row < windowPx; row++) {
    const below = row + 0.5 - middle - down * windowPx;
    for (let column = 0; column < windowPx; column++) {
      const beside = column + 0.5 - middle - right * windowPx;
      const turned = cos * beside + sin * below;
      const x = middleColumn + (flip ? -turned : turned) / scale;
      const y = middleRow + (cos * below - sin * beside) / scale;
      const [nearestColumn, nearestRow] = [Math.floor(x), Math.floor(y)];
      if (nearestColumn < content.x || nearestColumn > lastColumn) continue;
      if (nearestRow < content.y || nearestRow > lastRow) continue;
      const to = row * windowPx + column;
      place.labels[to] = labels[nearestRow * sidePx + nearestColumn]!;
      const left = Math.floor(x - 0.5);
      const upper = Math.floor(y - 0.5);
      const share = x - 0.5 - left;
      const lowerShare = y - 0.5 - upper;
      const first = Math.max(content.x, left);
      const second = Math.min(lastColumn, left + 1);
      const upperLine = Math.max(content.y, upper) * sidePx;
      const lowerLine = Math.min(lastRow, upper + 1) * sidePx;
      const upperLeft = (upperLine + first) * 3;
      const upperRight = (upperLine + second) * 3;
      const lowerLeft = (lowerLine + first) * 3;
      const lowerRight = (lowerLine + second) * 3;
      let sum = 0;
      for (let channel = 0; channel < 3; channel++) {
        const a = rgb[upperLeft + channel]!;
        const b = rgb[lowerLeft + channel]!;
        const above = a + (rgb[upperRight + channel]! - a) * share;
        const under = b + (rgb[lowerRight + channel]! - b) * share;
        const value = above + (under - above) * lowerShare;
        sum += value;
        pictures[to * 3 + channel] = value;
      }
      const base = grey * sum + shift;
      for (let channel = 0; channel < 3; channel++) {
        pictures[to * 3 + channel] = clamped(own * pictures[to * 3 + channel]! + base);
      }
    }
  }
}

/** Blurred where the window looks; the rest of a large picture would be blurred for nobody. */
function blurred(
  prepared: Prepared,
  { blur, corner, scale, right, down }: Variation,
  windowPx: number,
): Prepared {
  const sigmaPx = blur * windowPx;
  const { content, sidePx } = prepared;
  if (sidePx === windowPx) return blurredPicture(prepared, sigmaPx);
  // The window's corners, turned whichever way, and what is blended into them.
  const farPx = ((0.5 + Math.max(Math.abs(right), Math.abs(down))) * windowPx * Math.SQRT2) / scale;
  const around = Math.ceil(farPx) + reachPx(sigmaPx) + 2;
  const span = (middle: number, from: number, length: number) => {
    const first = Math.max(from, Math.floor(middle) - around);
    return [
      first,
      Math.max(1, Math.min(from + length, Math.ceil(middle) + around) - first),
    ] as const;
  };
  const [x, width] = span(corner.x + windowPx / 2, content.x, content.width);
  const [y, height] = span(corner.y + windowPx / 2, content.y, content.height);
  return blurredPicture(prepared, sigmaPx, { x, y, width, height });
}

/** Makes a part of the square, in shares of its side, grey. What the network cannot see it is not asked for: 255. */
export function cover({ pictures, labels }: Place, { x, y, width, height }: Rect): void {
  const sidePx = Math.sqrt(labels.length);
  const [left, right] = [x, x + width].map((share) => Math.round(share * sidePx)) as [
    number,
    number,
  ];
  for (let row = Math.round(y * sidePx); row < Math.round((y + height) * sidePx); row++) {
    const line = row * sidePx;
    pictures.fill(0.5, (line + left) * 3, (line + right) * 3);
    labels.fill(255, line + left, line + right);
  }
}

/** Bytes to floats of 0..1, as training does for a picture that is not varied. */
export function writeRgb(pictures: Float32Array, rgb: Uint8Array): void {
  for (let index = 0; index < rgb.length; index++) pictures[index] = rgb[index]! / 255;
}

function clamped(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
