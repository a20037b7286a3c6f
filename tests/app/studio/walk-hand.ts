import type { Rect } from '../../../app/domain/geometry.ts';
import { pictureSize } from './strokes.ts';

export function randomBox(below: (limit: number) => number): Rect {
  const x = below(pictureSize.width - 1);
  const y = below(pictureSize.height - 1);
  return {
    x,
    y,
    width: 1 + below(pictureSize.width - x - 1),
    height: 1 + below(pictureSize.height - y - 1),
  };
}

export function flipped(pixels: string, { x, y, width, height }: Rect): string {
  return Array.from(pixels, (pixel, index) => {
    const column = index % pictureSize.width;
    const row = Math.floor(index / pictureSize.width);
    const isInside = column >= x && column < x + width && row >= y && row < y + height;
    return isInside ? String(1 - Number(pixel)) : pixel;
  }).join('');
}

/** The same walk for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
