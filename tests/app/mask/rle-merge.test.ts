import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MaskError } from '../../../app/mask/mask-error.ts';
import { areaOfRle, emptyRle, type Rle } from '../../../app/mask/rle.ts';
import { bitmapFromRle, rleFromBitmap } from '../../../app/mask/rle-bitmap.ts';
import {
  areaOfIntersection,
  iouMatrix,
  mergeRles,
  type MergeRule,
} from '../../../app/mask/rle-merge.ts';
import { bitmapsOf, sizes } from './arbitrary.ts';

const meanings: Record<MergeRule, (a: number, b: number) => number> = {
  union: (a, b) => a | b,
  intersection: (a, b) => a & b,
  difference: (a, b) => (b === 1 ? 0 : a),
  xor: (a, b) => a ^ b,
};

/** The same mask with some runs cut in two by a run of length 0, as files have them. */
function withEmptyRuns(rle: Rle, cuts: readonly boolean[]): Rle {
  const counts = Array.from(rle.counts).flatMap((count, i) =>
    cuts[i % cuts.length] === true ? [count >> 1, 0, count - (count >> 1)] : [count],
  );
  return { ...rle, counts: Uint32Array.from(counts) };
}

const lists = sizes(30).chain(({ width, height }) =>
  fc.array(bitmapsOf(width, height), { minLength: 1, maxLength: 4 }),
);
const cuts = fc.array(fc.boolean(), { minLength: 1, maxLength: 7 });

describe('merging runs', () => {
  test.each(Object.keys(meanings) as MergeRule[])('%s is that of the pixels', (rule) => {
    fc.assert(
      fc.property(lists, cuts, (bitmaps, pattern) => {
        const rles = bitmaps.map((bitmap) => withEmptyRuns(rleFromBitmap(bitmap), pattern));
        const [first, ...others] = bitmaps.map(({ data }) => data);
        const pixels = others.reduce(
          (merged, data) => merged.map((pixel, i) => meanings[rule](pixel, data[i]!)),
          first!,
        );
        const merged = mergeRles(rles, rule);
        expect(bitmapFromRle(merged).data).toEqual(pixels);
        if (rles.length > 1) {
          expect(merged).toEqual(rleFromBitmap({ ...bitmaps[0]!, data: pixels }));
        }
      }),
    );
  });

  test('the area of an intersection is known without making it', () => {
    fc.assert(
      fc.property(lists, ([a, b = a]) => {
        const pair = [rleFromBitmap(a!), rleFromBitmap(b!)] as const;
        expect(areaOfIntersection(...pair)).toBe(areaOfRle(mergeRles(pair, 'intersection')));
      }),
    );
  });

  test('masks of two pictures, or none at all, are refused', () => {
    expect(() => mergeRles([emptyRle(2, 3), emptyRle(3, 2)], 'union')).toThrow(MaskError);
    expect(() => mergeRles([], 'union')).toThrow(MaskError);
  });
});

test('intersection over union is that of the pixels, for each with each', () => {
  fc.assert(
    fc.property(lists, cuts, (bitmaps, pattern) => {
      const rles = bitmaps.map((bitmap) => withEmptyRuns(rleFromBitmap(bitmap), pattern));
      const expected = bitmaps.flatMap(({ data: a }) =>
        bitmaps.map(({ data: b }) => {
          const both = a.reduce((sum, pixel, i) => sum + (pixel & b[i]!), 0);
          const either = a.reduce((sum, pixel, i) => sum + (pixel | b[i]!), 0);
          return both === 0 ? 0 : both / either;
        }),
      );
      expect([...iouMatrix(rles, rles)]).toEqual(expected);
    }),
  );
});
