import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBitmap, type Bitmap } from '../../../app/mask/bitmap.ts';
import { grown, shrunk, smoothed } from '../../../app/mask/distance.ts';
import { bitmapFromText, bitmaps, expectSamePixels, textFromBitmap } from './arbitrary.ts';

/** Straight from the definition: a pixel becomes `value` when one of that value is within the disc. */
function spread({ width, height, data }: Bitmap, radiusPx: number, value: 0 | 1): Bitmap {
  const result = createBitmap(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isNear = data.some((pixel, i) => {
        const dx = (i % width) - x;
        const dy = Math.floor(i / width) - y;
        return pixel === value && dx * dx + dy * dy <= radiusPx * radiusPx;
      });
      result.data[y * width + x] = isNear ? value : value ^ 1;
    }
  }
  return result;
}

const radii = fc.oneof(fc.integer({ min: 0, max: 25 }), fc.double({ min: 0, max: 9, noNaN: true }));

test('growing and shrinking are those of a disc, pixel for pixel', () => {
  fc.assert(
    fc.property(bitmaps(18), radii, (bitmap, radiusPx) => {
      const before = bitmap.data.slice();
      expectSamePixels(grown(bitmap, radiusPx), spread(bitmap, radiusPx, 1));
      expectSamePixels(shrunk(bitmap, radiusPx), spread(bitmap, radiusPx, 0));
      expect(Buffer.compare(bitmap.data, before)).toBe(0);
    }),
  );
});

test('smoothing is opening, then closing', () => {
  fc.assert(
    fc.property(bitmaps(14), fc.integer({ min: 1, max: 4 }), (bitmap, radiusPx) => {
      const opened = spread(spread(bitmap, radiusPx, 0), radiusPx, 1);
      const closed = spread(spread(opened, radiusPx, 1), radiusPx, 0);
      expectSamePixels(smoothed(bitmap, radiusPx), closed);
    }),
  );
});

test('an object at the edge of the picture does not leave it', () => {
  const bitmap = bitmapFromText('###..', '###..', '###..');
  expect(textFromBitmap(shrunk(bitmap, 1))).toEqual(['##...', '##...', '##...']);
});

test('nothing grows to nothing, whatever the radius', () => {
  expectSamePixels(grown(createBitmap(4, 3), 1000), createBitmap(4, 3));
});
