import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaOfBitmap, boundsOfBitmap, type Bitmap } from '../../../app/mask/bitmap.ts';
import { areaOfRle, bboxOfRle, emptyRle, paintRle } from '../../../app/mask/rle.ts';
import { bitmapFromRle, rleFromBitmap } from '../../../app/mask/rle-bitmap.ts';
import { bitmapFromText, bitmaps, expectSamePixels } from './arbitrary.ts';

/** Down each column, one pixel at a time: COCO's definition. */
function countsByWalking({ width, height, data }: Bitmap): readonly number[] {
  const counts: number[] = [0];
  let value = 0;
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      if (data[y * width + x] !== value) {
        value = 1 - value;
        counts.push(0);
      }
      counts[counts.length - 1]!++;
    }
  }
  return counts;
}

describe('run lengths', () => {
  test('go down each column, zeros first', () => {
    const rle = rleFromBitmap(bitmapFromText('.##', '.#.'));
    expect(rle).toEqual({ width: 3, height: 2, counts: Uint32Array.of(2, 3, 1) });
  });

  test('say the same as the pixels, and come back as the same pixels', () => {
    fc.assert(
      fc.property(bitmaps(70), (bitmap) => {
        const rle = rleFromBitmap(bitmap);
        expect(Array.from(rle.counts)).toEqual(countsByWalking(bitmap));
        expectSamePixels(bitmapFromRle(rle), bitmap);
        expect(areaOfRle(rle)).toBe(areaOfBitmap(bitmap));
      }),
      { numRuns: 300 },
    );
  });

  test('a bitmap inside a larger buffer, at any offset, is read the same', () => {
    fc.assert(
      fc.property(bitmaps(), fc.integer({ min: 0, max: 17 }), (bitmap, offset) => {
        const buffer = new Uint8Array(bitmap.data.length + 40).fill(1);
        buffer.set(bitmap.data, offset);
        const data = buffer.subarray(offset, offset + bitmap.data.length);
        expect(rleFromBitmap({ ...bitmap, data })).toEqual(rleFromBitmap(bitmap));
      }),
    );
  });

  test('painting writes the value on the mask and nowhere else', () => {
    fc.assert(
      fc.property(bitmaps(), (bitmap) => {
        const labels = new Uint8Array(bitmap.data.length).fill(9);
        paintRle(labels, rleFromBitmap(bitmap), 7);
        expect(labels).toEqual(bitmap.data.map((pixel) => (pixel === 1 ? 7 : 9)));
      }),
    );
  });

  test('the box of an object within one column is exact, as pycocotools makes it', () => {
    const bitmap = bitmapFromText('....', '.#..', '.#..', '....');
    expect(bboxOfRle(rleFromBitmap(bitmap))).toEqual({ x: 1, y: 1, width: 1, height: 2 });
    expect(boundsOfBitmap(bitmap)).toEqual({ x: 1, y: 1, width: 1, height: 2 });
  });

  test('nothing set is one run, and its box is all zeros', () => {
    const rle = emptyRle(4, 3);
    expect(rle.counts).toEqual(Uint32Array.of(12));
    expect(areaOfRle(rle)).toBe(0);
    expect(bboxOfRle(rle)).toEqual({ x: 0, y: 0, width: 0, height: 0 });
  });
});
