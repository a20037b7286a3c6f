import type { Size } from '../domain/geometry.ts';
import { componentsOf } from './components.ts';
import { cutoutFromRle, type Cutout } from './cutout.ts';

/** The parts of a mask that hang together at sides or corners. */
export interface Parts {
  /** Of part 1, 2, ..., from the topmost down. */
  readonly areas: readonly number[];
  /** Which part each pixel is of, row by row; 0 for none. */
  readonly numbers: Int32Array;
}

export function partsOf({ width, height }: Size, data: Uint8Array): Parts {
  const numbers = new Int32Array(data.length);
  if (data.length === 0) {
    return { areas: [], numbers };
  }
  const components = componentsOf({ width, height, data });
  components.forEach(({ rle }, index) => {
    const part = cutoutFromRle(rle);
    for (let row = 0; row < part.height; row++) {
      const from = row * part.width;
      const to = (part.y + row) * width + part.x;
      for (let column = 0; column < part.width; column++) {
        if (part.data[from + column] === 1) numbers[to + column] = index + 1;
      }
    }
  });
  return { areas: components.map(({ areaPx2 }) => areaPx2), numbers };
}

/**
 * The object's pixels dealt out by `target` of their numbers: those of target 0 first, then those of each other target
 * that has any, in order.
 */
export function dealtOut(
  object: Cutout,
  numbers: Int32Array,
  target: (number: number) => number,
): readonly Cutout[] {
  const boxes = new Map<number, Box>();
  eachPixel(object, (x, y, i) => {
    const to = target(numbers[i]!);
    const box = boxes.get(to);
    if (box === undefined) boxes.set(to, { left: x, top: y, right: x, bottom: y });
    else stretch(box, x, y);
  });
  const dealt = new Map<number, Cutout>();
  for (const to of [...boxes.keys()].sort((a, b) => a - b)) {
    const { left, top, right, bottom } = boxes.get(to)!;
    const [width, height] = [right - left + 1, bottom - top + 1];
    const place = { x: object.x + left, y: object.y + top };
    dealt.set(to, { ...place, width, height, data: new Uint8Array(width * height) });
  }
  eachPixel(object, (x, y, i) => {
    const piece = dealt.get(target(numbers[i]!))!;
    piece.data[(object.y + y - piece.y) * piece.width + object.x + x - piece.x] = 1;
  });
  return [...dealt.values()];
}

interface Box {
  left: number;
  readonly top: number;
  right: number;
  bottom: number;
}

/** Pixels come row by row. */
function stretch(box: Box, x: number, y: number): void {
  if (x < box.left) box.left = x;
  if (x > box.right) box.right = x;
  box.bottom = y;
}

/** Within the object's box. */
function eachPixel(
  { width, height, data }: Cutout,
  visit: (x: number, y: number, index: number) => void,
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const index = y * width + x;
      if (data[index] === 1) visit(x, y, index);
    }
  }
}
