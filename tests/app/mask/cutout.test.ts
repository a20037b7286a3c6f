import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rect } from '../../../app/domain/geometry.ts';
import { createBitmap, wholeOf, type Bitmap } from '../../../app/mask/bitmap.ts';
import {
  areaOfCutout,
  clearLabels,
  coveredInside,
  coveredOutside,
  cutoutFromBitmap,
  cutoutFromRle,
  cutoutHas,
  layBitmap,
  layCutout,
  rleFromCutout,
  toggledCutout,
  type Cutout,
} from '../../../app/mask/cutout.ts';
import { rleFromBitmap } from '../../../app/mask/rle.ts';
import { bitmapsOf, expectSamePixels, rects, sizes } from './arbitrary.ts';

/** Two masks of one picture, and a box in it. */
const cases = sizes(20).chain(({ width, height }) =>
  fc.record({
    a: bitmapsOf(width, height),
    b: bitmapsOf(width, height),
    rect: rects(width, height),
  }),
);

const cutoutOf = (bitmap: Bitmap): Cutout => cutoutFromBitmap(bitmap, wholeOf(bitmap));

/** The cutout laid into a picture of the size; also that its box is the smallest. */
function laid(cutout: Cutout, { width, height }: Bitmap): Bitmap {
  const bitmap = createBitmap(width, height);
  cutout.data.forEach((pixel, i) => {
    const x = cutout.x + (i % cutout.width);
    const y = cutout.y + Math.floor(i / cutout.width);
    bitmap.data[y * width + x] = pixel;
  });
  const { x, y, width: across, height: down } = cutoutOf(bitmap);
  expect(cutout).toMatchObject({ x, y, width: across, height: down });
  return bitmap;
}

function isInside({ x, y, width, height }: Rect, i: number, stride: number): boolean {
  const [column, row] = [i % stride, Math.floor(i / stride)];
  return column >= x && row >= y && column < x + width && row < y + height;
}

function pixelwise(
  a: Bitmap,
  b: Bitmap,
  rule: (p: number, q: number, i: number) => number,
): Bitmap {
  return { ...a, data: a.data.map((pixel, i) => rule(pixel, b.data[i]!, i)) };
}

describe('cutouts', () => {
  test('hold the pixels of the mask in the smallest box, by bitmap and by runs', () => {
    fc.assert(
      fc.property(cases, ({ a }) => {
        const cutout = cutoutOf(a);
        expectSamePixels(laid(cutout, a), a);
        expect(cutoutFromRle(rleFromBitmap(a))).toEqual(cutout);
        const { width, height } = a;
        expect(rleFromCutout(cutout, { width, height })).toEqual(rleFromBitmap(a));
        expect(areaOfCutout(cutout)).toBe(a.data.reduce((sum, pixel) => sum + pixel, 0));
        for (const [i, pixel] of a.data.entries()) {
          const point = { x: i % a.width, y: Math.floor(i / a.width) };
          expect(cutoutHas(cutout, point)).toBe(pixel === 1);
        }
      }),
    );
  });

  test('flipped by another are the XOR of both, and say by how much they grew', () => {
    fc.assert(
      fc.property(cases, ({ a, b }) => {
        const { cutout, grownPx2 } = toggledCutout(cutoutOf(a), cutoutOf(b));
        const expected = pixelwise(a, b, (p, q) => p ^ q);
        expectSamePixels(laid(cutout, a), expected);
        expect(grownPx2).toBe(areaOfCutout(cutout) - areaOfCutout(cutoutOf(a)));
      }),
      { numRuns: 300 },
    );
  });

  test('what a cover has of an object, and beside it, inside a box', () => {
    fc.assert(
      fc.property(cases, ({ a: cover, b: object, rect }) => {
        const within = (i: number): number => (isInside(rect, i, cover.width) ? 1 : 0);
        const inside = coveredInside(cover, rect, cutoutOf(object));
        const outside = coveredOutside(cover, rect, cutoutOf(object));
        const both = pixelwise(cover, object, (p, q, i) => p & q & within(i));
        const alone = pixelwise(cover, object, (p, q, i) => p & (q ^ 1) & within(i));
        expectSamePixels(laid(inside, cover), both);
        expectSamePixels(laid(outside, cover), alone);
      }),
      { numRuns: 300 },
    );
  });

  test('laid over others inside a box, but not where something else is', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), ({ a: object, b: except, rect }, isWhole) => {
        const { width, height } = object;
        const labels = { width, height, values: new Uint16Array(width * height).fill(9) };
        clearLabels(labels, rect);
        const rest = isWhole ? {} : { except };
        layCutout(labels, { cutout: cutoutOf(object), label: 5, rect, ...rest });
        layBitmap(labels, { bitmap: except, label: 7, rect });
        labels.values.forEach((label, i) => {
          const isObject = object.data[i] === 1 && (isWhole || except.data[i] === 0);
          const inBox = except.data[i] === 1 ? 7 : isObject ? 5 : 0;
          expect(label).toBe(isInside(rect, i, width) ? inBox : 9);
        });
      }),
    );
  });
});
