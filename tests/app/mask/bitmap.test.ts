import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rect } from '../../../app/domain/geometry.ts';
import {
  addBitmap,
  areaOfBitmap,
  boundsOfBitmap,
  copyBitmap,
  createBitmap,
  intersectBitmap,
  joinRects,
  subtractBitmap,
  type Bitmap,
} from '../../../app/mask/bitmap.ts';
import { MaskError } from '../../../app/mask/mask-error.ts';
import { bitmapFromText, bitmaps, bitmapsOf, rects } from './arbitrary.ts';

function isInside({ x, y, width, height }: Rect, column: number, row: number): boolean {
  return column >= x && column < x + width && row >= y && row < y + height;
}

function boundsBySearch({ width, height, data }: Bitmap, within: Rect): Rect | undefined {
  const columns: number[] = [];
  const rows: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] !== 1 || !isInside(within, x, y)) continue;
      columns.push(x);
      rows.push(y);
    }
  }
  if (columns.length === 0) return undefined;
  const x = Math.min(...columns);
  const y = Math.min(...rows);
  return { x, y, width: Math.max(...columns) - x + 1, height: Math.max(...rows) - y + 1 };
}

describe('bitmaps', () => {
  test('the bounds are the smallest box, in the whole picture or in a part of it', () => {
    const cases = bitmaps(80).chain((bitmap) =>
      fc.record({ bitmap: fc.constant(bitmap), within: rects(bitmap.width, bitmap.height) }),
    );
    fc.assert(
      fc.property(cases, ({ bitmap, within }) => {
        const whole = { x: 0, y: 0, width: bitmap.width, height: bitmap.height };
        expect(boundsOfBitmap(bitmap)).toEqual(boundsBySearch(bitmap, whole));
        expect(boundsOfBitmap(bitmap, within)).toEqual(boundsBySearch(bitmap, within));
      }),
      { numRuns: 500 },
    );
  });

  test('a part that hangs over the border is clipped', () => {
    const bitmap = bitmapFromText('#..', '...', '..#');
    const part = { x: 1, y: 1, width: 50, height: 50 };
    expect(boundsOfBitmap(bitmap, part)).toEqual({ x: 2, y: 2, width: 1, height: 1 });
    expect(boundsOfBitmap(bitmap, { x: -9, y: -9, width: 3, height: 3 })).toBeUndefined();
  });

  test('adding, subtracting and intersecting change the target inside the box only', () => {
    const cases = bitmaps().chain(({ width, height }) =>
      fc.record({
        a: bitmapsOf(width, height),
        b: bitmapsOf(width, height),
        rect: rects(width, height),
      }),
    );
    const operations = [
      [addBitmap, (p: number, q: number) => p | q],
      [subtractBitmap, (p: number, q: number) => (q === 1 ? 0 : p)],
      [intersectBitmap, (p: number, q: number) => p & q],
    ] as const;
    fc.assert(
      fc.property(cases, ({ a, b, rect }) => {
        for (const [operation, expected] of operations) {
          const target = copyBitmap(a);
          operation(target, b, rect);
          const naive = a.data.map((pixel, i) =>
            isInside(rect, i % a.width, Math.floor(i / a.width))
              ? expected(pixel, b.data[i]!)
              : pixel,
          );
          expect(target.data).toEqual(naive);
        }
      }),
    );
  });

  test('a copy is its own', () => {
    const bitmap = bitmapFromText('##');
    copyBitmap(bitmap).data[0] = 0;
    expect(areaOfBitmap(bitmap)).toBe(2);
  });

  test('a box without pixels does not stretch another', () => {
    const box = { x: 5, y: 6, width: 2, height: 3 };
    const nothing = { x: 0, y: 0, width: 0, height: 0 };
    expect(joinRects(box, nothing)).toEqual(box);
    expect(joinRects(nothing, box)).toEqual(box);
    expect(joinRects(box, { x: 0, y: 8, width: 6, height: 4 })).toEqual({
      x: 0,
      y: 6,
      width: 7,
      height: 6,
    });
  });

  test.each([
    [0, 5],
    [-1, 5],
    [1.5, 5],
    [NaN, 5],
    [Infinity, 1],
    [1e9, 1],
    [1e9, 1e9],
  ])('a size of %d x %d is refused with a sentence', (width, height) => {
    expect(() => createBitmap(width, height)).toThrow(MaskError);
    expect(() => createBitmap(width, height)).toThrow(`A mask of ${width} x ${height} pixels`);
  });

  test('masks of two pictures are not put together', () => {
    expect(() => addBitmap(createBitmap(2, 3), createBitmap(3, 2))).toThrow(MaskError);
  });
});
