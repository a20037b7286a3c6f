import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cropRle, rleOfPlacedBitmap } from '../../../app/mask/placed.ts';
import { MaskError } from '../../../app/mask/mask-error.ts';
import { resampleRle } from '../../../app/mask/resample.ts';
import { bitmapFromRle, rleFromBitmap } from '../../../app/mask/rle-bitmap.ts';
import { bitmapFromText, bitmaps, expectSamePixels, rects, sizes } from './arbitrary.ts';

describe('a mask at another size', () => {
  test('takes for each pixel what lies under its middle, smaller or larger', () => {
    fc.assert(
      fc.property(bitmaps(50), sizes(60), (bitmap, { width, height }) => {
        const data = Uint8Array.from({ length: width * height }, (_, i) => {
          const x = Math.floor((((i % width) + 0.5) * bitmap.width) / width);
          const y = Math.floor(((Math.floor(i / width) + 0.5) * bitmap.height) / height);
          return bitmap.data[y * bitmap.width + x]!;
        });
        const resampled = resampleRle(rleFromBitmap(bitmap), { width, height });
        expectSamePixels(resampled, { width, height, data });
      }),
      { numRuns: 500 },
    );
  });

  test('at its own size is the mask', () => {
    fc.assert(
      fc.property(bitmaps(), (bitmap) => {
        expectSamePixels(resampleRle(rleFromBitmap(bitmap), bitmap), bitmap);
      }),
    );
  });

  test('reads runs of length 0 as files have them', () => {
    const rle = { width: 2, height: 2, counts: Uint32Array.of(0, 0, 1, 1, 0, 2) };
    expectSamePixels(resampleRle(rle, rle), bitmapFromText('.#', '##'));
  });
});

describe('a small mask in a large picture', () => {
  const cases = bitmaps(50).chain((bitmap) =>
    fc.record({ bitmap: fc.constant(bitmap), rect: rects(bitmap.width, bitmap.height) }),
  );

  test('is cut out of it, and put back where it was', () => {
    fc.assert(
      fc.property(cases, ({ bitmap, rect }) => {
        const crop = cropRle(rleFromBitmap(bitmap), rect)!;
        const data = bitmap.data.map((pixel, i) => {
          const x = (i % bitmap.width) - rect.x;
          const y = Math.floor(i / bitmap.width) - rect.y;
          return x >= 0 && y >= 0 && x < rect.width && y < rect.height ? pixel : 0;
        });
        const placed = rleOfPlacedBitmap(crop, rect, bitmap);
        expect(placed).toEqual(rleFromBitmap({ ...bitmap, data }));
        expectSamePixels(bitmapFromRle(placed), { ...bitmap, data });
      }),
    );
  });

  test('does not hang over its border', () => {
    const size = { width: 5, height: 5 };
    expect(() => rleOfPlacedBitmap(bitmapFromText('##'), { x: 4, y: 0 }, size)).toThrow(MaskError);
    const outside = { x: 5, y: 0, width: 3, height: 3 };
    expect(cropRle(rleFromBitmap(bitmapFromText('#')), outside)).toBeUndefined();
  });
});
