import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaOfBitmap, boundsOfBitmap, createBitmap } from '../../../app/mask/bitmap.ts';
import { componentsOf } from '../../../app/mask/components.ts';
import { floodRegion } from '../../../app/mask/fill.ts';
import { bitmapFromRle } from '../../../app/mask/rle-bitmap.ts';
import { bitmapFromText, bitmaps, expectSamePixels } from './arbitrary.ts';

describe('the parts of a mask', () => {
  test('hang together at sides and corners, topmost first', () => {
    const bitmap = bitmapFromText('..#....', '.#....#', '#..##..', '....#..');
    expect(componentsOf(bitmap).map(({ areaPx2, bounds }) => [areaPx2, bounds])).toEqual([
      [3, { x: 0, y: 0, width: 3, height: 3 }],
      [1, { x: 6, y: 1, width: 1, height: 1 }],
      [3, { x: 3, y: 2, width: 2, height: 2 }],
    ]);
  });

  test('are exactly what a flood from each of their pixels finds, and together the mask', () => {
    fc.assert(
      fc.property(bitmaps(40), (bitmap) => {
        const together = createBitmap(bitmap.width, bitmap.height);
        for (const { rle, areaPx2, bounds } of componentsOf(bitmap)) {
          const part = bitmapFromRle(rle);
          const index = part.data.indexOf(1);
          const seed = { x: index % part.width, y: Math.floor(index / part.width) };
          const flood = floodRegion({ ...bitmap, labels: bitmap.data, seed, connectivity: 8 });
          expectSamePixels(part, flood.bitmap);
          expect(areaPx2).toBe(areaOfBitmap(part));
          expect(bounds).toEqual(boundsOfBitmap(part));
          for (let i = 0; i < part.data.length; i++) together.data[i]! += part.data[i]!;
        }
        expectSamePixels(together, bitmap);
      }),
    );
  });

  test('of a mask that is all set are one, whatever its size', () => {
    const bitmap = createBitmap(3000, 2000);
    bitmap.data.fill(1);
    expect(componentsOf(bitmap)).toMatchObject([{ areaPx2: 6_000_000 }]);
  });
});
