import type { Point, Rect } from '../domain/geometry.ts';
import type { Bitmap } from './bitmap.ts';
import type { TopLabels } from './cutout.ts';

export interface Flooded {
  /** The smallest box around it; width 0 when the start is outside. */
  readonly bounds: Rect;
  readonly areaPx2: number;
}

/**
 * Sets in `into` every pixel that carries the label of the pixel at `start` and is reached from it over sides, not
 * corners. Changes `into`, which is of the labels' size and clear where the flood goes.
 */
export function flood(labels: TopLabels, start: Point, into: Bitmap): Flooded {
  const { width, height, values } = labels;
  const { data } = into;
  const startX = Math.floor(start.x);
  const startY = Math.floor(start.y);
  if (startX < 0 || startY < 0 || startX >= width || startY >= height) {
    return { bounds: { x: 0, y: 0, width: 0, height: 0 }, areaPx2: 0 };
  }
  const label = values[startY * width + startX];
  const isOpen = (index: number): boolean => values[index] === label && data[index] === 0;

  let left = startX;
  let right = startX;
  let top = startY;
  let bottom = startY;
  let areaPx2 = 0;
  // Whole spans are filled at once; of the rows above and below only one pixel per open span is remembered.
  const waiting = [startY * width + startX];
  for (let seed = waiting.pop(); seed !== undefined; seed = waiting.pop()) {
    if (!isOpen(seed)) continue;
    const y = Math.floor(seed / width);
    const rowStart = y * width;
    let from = seed;
    while (from > rowStart && isOpen(from - 1)) from--;
    let to = seed + 1;
    while (to < rowStart + width && isOpen(to)) to++;
    data.fill(1, from, to);
    areaPx2 += to - from;
    left = Math.min(left, from - rowStart);
    right = Math.max(right, to - 1 - rowStart);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    for (const step of [y > 0 ? -width : 0, y < height - 1 ? width : 0]) {
      if (step === 0) continue;
      let inSpan = false;
      for (let index = from + step; index < to + step; index++) {
        const open = isOpen(index);
        if (open && !inSpan) waiting.push(index);
        inSpan = open;
      }
    }
  }
  return {
    bounds: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 },
    areaPx2,
  };
}
