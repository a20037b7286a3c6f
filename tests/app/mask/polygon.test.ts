import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBitmap } from '../../../app/mask/bitmap.ts';
import { MaskError } from '../../../app/mask/mask-error.ts';
import { rleFromPolygon } from '../../../app/mask/polygon.ts';
import { bitmapFromPolygon, fillPolygon } from '../../../app/mask/polygon-fill.ts';
import { areaOfRle, bboxOfRle, paintRle } from '../../../app/mask/rle.ts';
import { bitmapFromRle } from '../../../app/mask/rle-bitmap.ts';
import { expectSamePixels, textFromBitmap } from './arbitrary.ts';

/** What equals pycocotools is in tests/parity; here is what pycocotools does not survive. */
describe('polygons', () => {
  test('cover the pixels whose corners they go through', () => {
    const bitmap = bitmapFromRle(rleFromPolygon([1, 1, 4, 1, 4, 3, 1, 3], 4, 6));
    expect(textFromBitmap(bitmap)).toEqual(['......', '.###..', '.###..', '......']);
  });

  test.each<[string, readonly number[], string]>([
    ['an odd count', [0, 0, 5, 0, 5], 'has 5 numbers; x and y come in pairs'],
    ['NaN', [0, 0, NaN, 0, 5, 5], 'number 3 is NaN'],
    ['infinity', [0, 0, 5, -Infinity, 5, 5], 'number 4 is -Infinity'],
    ['beyond 32 bits', [0, 0, 1e12, 0, 5, 5], 'number 3 is 1000000000000'],
    ['text', [0, 0, 5, 0, '5', 5] as number[], 'number 5 is of type string'],
    ['null', [null, 0, 5, 0, 5, 5] as unknown as number[], 'number 1 is of type object'],
  ])('with %s are refused with a sentence', (_what, flat, sentence) => {
    expect(() => rleFromPolygon(flat, 10, 10)).toThrow(MaskError);
    expect(() => rleFromPolygon(flat, 10, 10)).toThrow(sentence);
  });

  test('of fewer than three corners enclose nothing', () => {
    for (const flat of [[], [3, 3], [1, 1, 5, 5]]) {
      expect(areaOfRle(rleFromPolygon(flat, 10, 10))).toBe(0);
    }
  });

  test('with corners a hundred million pixels away cover the whole picture, at no cost', () => {
    const far = 1e8;
    const rle = rleFromPolygon([-far, -far, far, -far, far, far, -far, far], 30, 20);
    expect(areaOfRle(rle)).toBe(600);
    const half = rleFromPolygon([-far, -far, 10, -far, 10, far, -far, far], 30, 20);
    expect(bboxOfRle(half)).toEqual({ x: 0, y: 0, width: 10, height: 30 });
  });

  test('that cross the picture a hundred million times are refused before they cost anything', () => {
    const zigzag = Array.from({ length: 20_000 }, (_, i) =>
      i % 4 === 0 ? 1e8 : i % 4 === 2 ? -1e8 : i,
    );
    expect(() => rleFromPolygon(zigzag, 10, 20_000)).toThrow('is not an outline');
  });

  test('whatever the numbers, the answer is a mask of the picture or a MaskError', () => {
    const numbers = fc.array(
      fc.oneof(fc.double(), fc.double({ min: -1e9, max: 1e9 }), fc.integer()),
      {
        maxLength: 20,
      },
    );
    const side = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(numbers, side, side, (flat, height, width) => {
        try {
          const { counts } = rleFromPolygon(flat, height, width);
          expect(counts.reduce((sum, count) => sum + count, 0)).toBe(height * width);
        } catch (error) {
          if (!(error instanceof MaskError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('drawn by hand set, or clear, exactly the pixels an import of them would', () => {
    const corner = fc.double({ min: -10, max: 40, noNaN: true });
    fc.assert(
      fc.property(fc.array(corner, { minLength: 3, maxLength: 8 }), (xs) => {
        const flat = xs.flatMap((x, i) => [x, xs[(i + 1) % xs.length]!]);
        const rle = rleFromPolygon(flat, 24, 31);
        const bitmap = createBitmap(31, 24);
        expect(fillPolygon(bitmap, flat, 1)).toEqual(bboxOfRle(rle));
        expect(bitmap).toEqual(bitmapFromRle(rle));
        fillPolygon(bitmap, flat, 0);
        expect(bitmap).toEqual(createBitmap(31, 24));
      }),
    );
  });

  test('alone in a bitmap are what their runs say, however wide and high the picture', () => {
    const side = fc.integer({ min: 1, max: 200 });
    const corner = fc.double({ min: -20, max: 220, noNaN: true });
    const corners = fc.array(corner, { minLength: 6, maxLength: 24 });
    fc.assert(
      fc.property(side, side, corners, (height, width, numbers) => {
        const flat = numbers.slice(0, numbers.length - (numbers.length % 2));
        const plain = createBitmap(width, height);
        paintRle(plain.data, rleFromPolygon(flat, height, width), 1);
        expectSamePixels(bitmapFromPolygon(flat, height, width), plain);
        expectSamePixels(bitmapFromRle(rleFromPolygon(flat, height, width)), plain);
      }),
      { numRuns: 1000 },
    );
  });
});
