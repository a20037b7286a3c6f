import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cocoStringFromRle, rleFromCocoCounts } from '../../../app/mask/coco-counts.ts';
import { MaskError } from '../../../app/mask/mask-error.ts';
import { areaOfRle, bboxOfRle, paintRle } from '../../../app/mask/rle.ts';
import { rleFromBitmap } from '../../../app/mask/rle-bitmap.ts';
import { bitmaps } from './arbitrary.ts';

/** One of: a character replaced, dropped, doubled or put in, the end cut off, two strings joined. */
function mutated(text: string, [kind, at, code]: readonly [number, number, number]): string {
  const i = at % Math.max(1, text.length);
  const character = String.fromCharCode(code);
  switch (kind) {
    case 0:
      return text.slice(0, i) + character + text.slice(i + 1);
    case 1:
      return text.slice(0, i) + text.slice(i + 1);
    case 2:
      return text.slice(0, i) + text.slice(i, i + 1) + text.slice(i);
    case 3:
      return text.slice(0, i) + character + text.slice(i);
    case 4:
      return text.slice(0, i);
    default:
      return text + text;
  }
}

describe("COCO's run lengths", () => {
  test('come back from the compressed string', () => {
    fc.assert(
      fc.property(bitmaps(60), (bitmap) => {
        const rle = rleFromBitmap(bitmap);
        const size = [rle.height, rle.width] as const;
        expect(rleFromCocoCounts(cocoStringFromRle(rle), size)).toEqual(rle);
        expect(rleFromCocoCounts(Array.from(rle.counts), size)).toEqual(rle);
      }),
    );
  });

  test('20,000 damaged strings are refused with a MaskError, or are masks of exactly their size', () => {
    const guard = 64;
    const mutations = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 5 }),
        fc.nat(),
        fc.oneof(fc.integer({ min: 40, max: 120 }), fc.integer({ min: 0, max: 0xffff })),
      ),
      { minLength: 1, maxLength: 4 },
    );
    let refused = 0;
    fc.assert(
      fc.property(bitmaps(16), mutations, (bitmap, steps) => {
        const text = steps.reduce(mutated, cocoStringFromRle(rleFromBitmap(bitmap)));
        const area = bitmap.width * bitmap.height;
        try {
          const rle = rleFromCocoCounts(text, [bitmap.height, bitmap.width]);
          const buffer = new Uint8Array(area + 2 * guard).fill(9);
          paintRle(buffer.subarray(guard, guard + area), rle, 1);
          expect(buffer.subarray(0, guard).every((byte) => byte === 9)).toBe(true);
          expect(buffer.subarray(guard + area).every((byte) => byte === 9)).toBe(true);
          expect(buffer.filter((byte) => byte === 1).length).toBe(areaOfRle(rle));
          const box = bboxOfRle(rle);
          expect(box.x + box.width).toBeLessThanOrEqual(bitmap.width);
          expect(box.y + box.height).toBeLessThanOrEqual(bitmap.height);
        } catch (error) {
          if (!(error instanceof MaskError)) throw error;
          refused++;
        }
      }),
      { numRuns: 20_000 },
    );
    expect(refused).toBeGreaterThan(10_000);
  });

  test.each<[string, readonly number[] | string, string]>([
    ['too few', [3, 2], 'add up to 5 pixels, but the mask has 4 x 3 = 12'],
    ['too many', [3, 20], 'add up to 23 pixels'],
    ['none', [], 'add up to 0 pixels'],
    ['a negative one', [14, -2], 'Run length 2 is -2; run lengths are whole numbers from 0.'],
    ['a fraction', [11.5, 0.5], 'Run length 1 is 11.5'],
    ['NaN', [NaN], 'Run length 1 is NaN'],
    ['more than 32 bits', [2 ** 32], 'Run length 1 is 4294967296'],
    ['text', ['12'] as unknown as number[], 'Run length 1 is of type string'],
    ['a hole', Array<number>(3), 'Run length 1 is of type undefined'],
    ['an empty string', '', 'add up to 0 pixels'],
    ['a string cut off', '<S', 'end in the middle of a number'],
    ['a foreign character', '<é', 'hold "é" at character 2'],
    ['a number that never ends', 'o'.repeat(100), 'a number too large at character 7'],
    ['a negative number', 'O', 'hold a negative one'],
  ])('%s: refused with a sentence', (_what, counts, sentence) => {
    expect(() => rleFromCocoCounts(counts, [3, 4])).toThrow(MaskError);
    expect(() => rleFromCocoCounts(counts, [3, 4])).toThrow(sentence);
  });

  test('a picture of a billion pixels a side costs nothing but a refusal', () => {
    expect(() => rleFromCocoCounts([1e18], [1e9, 1e9])).toThrow(MaskError);
    expect(() => rleFromCocoCounts('0', [0, 0])).toThrow(MaskError);
  });

  test('the longest runs survive', () => {
    const side = 2 ** 14;
    const rle = rleFromCocoCounts([side * side - 1, 1], [side, side]);
    expect(rleFromCocoCounts(cocoStringFromRle(rle), [side, side])).toEqual(rle);
  });

  test('runs of length 0 are kept as the file has them', () => {
    expect(rleFromCocoCounts([2, 0, 1, 3], [3, 2]).counts).toEqual(Uint32Array.of(2, 0, 1, 3));
  });
});
