import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBitmap, areaOfBitmap } from '../../../app/mask/bitmap.ts';
import { floodRegion } from '../../../app/mask/fill.ts';
import { largestPart } from '../../../app/mask/parts.ts';
import { fillEllipse, fillRect } from '../../../app/mask/shapes.ts';
import { bitmaps, expectSamePixels } from './arbitrary.ts';

const boxes = fc.record({
  x: fc.integer({ min: -20, max: 30 }),
  y: fc.integer({ min: -20, max: 30 }),
  width: fc.integer({ min: 1, max: 40 }),
  height: fc.integer({ min: 1, max: 40 }),
});

test('a box and its ellipse are the pixels whose middle is inside', () => {
  fc.assert(
    fc.property(boxes, ({ x, y, width, height }) => {
      const rect = { x, y, width, height };
      const box = createBitmap(24, 20);
      const ellipse = createBitmap(24, 20);
      const expectedBox = createBitmap(24, 20);
      const expectedEllipse = createBitmap(24, 20);
      for (let i = 0; i < box.data.length; i++) {
        // In half pixels from the middle, so that every number is whole.
        const dx = 2 * (i % 24) + 1 - (2 * x + width);
        const dy = 2 * Math.floor(i / 24) + 1 - (2 * y + height);
        if (Math.abs(dx) < width && Math.abs(dy) < height) expectedBox.data[i] = 1;
        const inEllipse = (dx * height) ** 2 + (dy * width) ** 2 <= (width * height) ** 2;
        if (inEllipse) expectedEllipse.data[i] = 1;
      }
      fillRect(box, rect);
      fillEllipse(ellipse, rect);
      expectSamePixels(box, expectedBox);
      expectSamePixels(ellipse, expectedEllipse);
    }),
    { numRuns: 500 },
  );
});

test('the largest part is the largest of the floods from every pixel, the upper of two', () => {
  fc.assert(
    fc.property(bitmaps(16), (bitmap) => {
      let expected = createBitmap(bitmap.width, bitmap.height);
      for (const [i, pixel] of bitmap.data.entries()) {
        if (pixel === 0) continue;
        const seed = { x: i % bitmap.width, y: Math.floor(i / bitmap.width) };
        const flood = floodRegion({ ...bitmap, labels: bitmap.data, seed, connectivity: 8 });
        if (areaOfBitmap(flood.bitmap) > areaOfBitmap(expected)) expected = flood.bitmap;
      }
      expectSamePixels(largestPart(bitmap), expected);
    }),
  );
  expect(areaOfBitmap(largestPart(createBitmap(3, 3)))).toBe(0);
});
