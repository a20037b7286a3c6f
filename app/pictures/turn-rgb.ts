import type { Size, Turn } from '../domain/geometry.ts';
import { uprightSize } from '../domain/geometry.ts';
import { storedFromUpright } from '../mask/turn.ts';

interface Rgb extends Size {
  readonly data: Uint8Array;
}

/** Stored pixels of three bytes stood upright; turn 1 answers the very same picture. */
export function turnRgbUpright(stored: Rgb, turn: Turn): Rgb {
  if (turn === 1) return stored;
  const { width, height } = uprightSize(stored, turn);
  const data = new Uint8Array(stored.data.length);
  const indexOf = (x: number, y: number) => {
    const centre = storedFromUpright({ x: x + 0.5, y: y + 0.5 }, stored, turn);
    return 3 * (Math.floor(centre.y) * stored.width + Math.floor(centre.x));
  };
  const first = indexOf(0, 0);
  const right = indexOf(1, 0) - first;
  const down = indexOf(0, 1) - first;
  let to = 0;
  for (let y = 0; y < height; y++) {
    let from = first + y * down;
    for (let x = 0; x < width; x++, from += right) {
      data[to++] = stored.data[from]!;
      data[to++] = stored.data[from + 1]!;
      data[to++] = stored.data[from + 2]!;
    }
  }
  return { width, height, data };
}
