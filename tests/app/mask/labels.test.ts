import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeLabels, ignored, rlesFromLabels } from '../../../app/mask/labels.ts';
import { MaskError } from '../../../app/mask/mask-error.ts';
import { emptyRle } from '../../../app/mask/rle.ts';
import { bitmapFromRle, rleFromBitmap } from '../../../app/mask/rle-bitmap.ts';
import { bitmapsOf, sizes } from './arbitrary.ts';

describe('label maps', () => {
  test('lay later layers over earlier ones, and all of them over what is ignored', () => {
    const cases = sizes(30).chain(({ width, height }) => {
      const mask = bitmapsOf(width, height);
      return fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        layers: fc.array(fc.record({ mask, value: fc.integer({ min: 1, max: 254 }) }), {
          maxLength: 4,
        }),
        ignore: fc.array(mask, { maxLength: 2 }),
      });
    });
    fc.assert(
      fc.property(cases, ({ width, height, layers, ignore }) => {
        const labels = composeLabels({
          width,
          height,
          layers: layers.map(({ mask, value }) => ({ rle: rleFromBitmap(mask), value })),
          ignore: ignore.map(rleFromBitmap),
        });
        const naive = Uint8Array.from({ length: width * height }, (_, i) => {
          const top = layers.findLast(({ mask }) => mask.data[i] === 1);
          if (top !== undefined) return top.value;
          return ignore.some(({ data }) => data[i] === 1) ? ignored : 0;
        });
        expect(Buffer.compare(labels, naive)).toBe(0);
      }),
    );
  });

  test('come apart into one mask per value, ignore among them, background not', () => {
    const maps = sizes(30).chain(({ width, height }) =>
      fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        labels: fc
          .array(fc.constantFrom(0, 1, 2, 127, 128, 240, 255), {
            minLength: width * height,
            maxLength: width * height,
          })
          .map((list) => Uint8Array.from(list)),
      }),
    );
    fc.assert(
      fc.property(maps, ({ labels, width, height }) => {
        const rles = rlesFromLabels(labels, { width, height });
        const values = [...new Set(labels)].filter((label) => label !== 0).sort((a, b) => a - b);
        expect([...rles.keys()]).toEqual(values);
        for (const [value, rle] of rles) {
          const naive = labels.map((label) => (label === value ? 1 : 0));
          expect(Buffer.compare(bitmapFromRle(rle).data, naive)).toBe(0);
        }
      }),
    );
  });

  test.each([0, 255, 256, -1, 1.5, NaN])('class %d is refused', (value) => {
    const layers = [{ rle: emptyRle(2, 2), value }];
    expect(() => composeLabels({ width: 2, height: 2, layers, ignore: [] })).toThrow(MaskError);
  });

  test('masks of another picture are refused', () => {
    const other = emptyRle(3, 2);
    const size = { width: 2, height: 3 };
    expect(() =>
      composeLabels({ ...size, layers: [{ rle: other, value: 1 }], ignore: [] }),
    ).toThrow(MaskError);
    expect(() => composeLabels({ ...size, layers: [], ignore: [other] })).toThrow(MaskError);
    expect(() => rlesFromLabels(new Uint8Array(5), size)).toThrow(MaskError);
  });
});
