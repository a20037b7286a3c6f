import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rect } from '../../../app/domain/geometry.ts';
import { createBitmap, wholeOf, type Bitmap } from '../../../app/mask/bitmap.ts';
import {
  areaOfCutout,
  clearLabels,
  coveredOutside,
  cutoutFromBitmap,
  cutoutFromRle,
  cutoutHas,
  layBitmap,
  rleFromCutout,
  type Cutout,
} from '../../../app/mask/cutout.ts';
import { rleFromBitmap } from '../../../app/mask/rle-bitmap.ts';
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

  test('what a cover has beside an object, inside a box', () => {
    fc.assert(
      fc.property(cases, ({ a: cover, b: object, rect }) => {
        const outside = coveredOutside(cover, rect, cutoutOf(object));
        const alone = pixelwise(cover, object, (p, q, i) =>
          isInside(rect, i, cover.width) ? p & (q ^ 1) : 0,
        );
        expectSamePixels(laid(outside, cover), alone);
      }),
      { numRuns: 300 },
    );
  });

  test('labels are cleared and laid inside a box alone', () => {
    fc.assert(
      fc.property(cases, ({ a: bitmap, rect }) => {
        const { width, height } = bitmap;
        const labels = { width, height, values: new Uint16Array(width * height).fill(9) };
        clearLabels(labels, rect);
        layBitmap(labels, { bitmap, label: 7, rect });
        labels.values.forEach((label, i) => {
          expect(label).toBe(isInside(rect, i, width) ? 7 * bitmap.data[i]! : 9);
        });
      }),
    );
  });
});
