import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  areaOfBitmap,
  boundsOfBitmap,
  copyBitmap,
  createBitmap,
} from '../../../app/mask/bitmap.ts';
import type { Bitmap } from '../../../app/mask/bitmap.ts';
import { fillHoles, floodRegion, type Connectivity, type Flood } from '../../../app/mask/fill.ts';
import { MaskError } from '../../../app/mask/mask-error.ts';
import { bitmapFromText, bitmaps, expectSamePixels, sizes, textFromBitmap } from './arbitrary.ts';

/** One pixel at a time, from neighbour to neighbour. */
function floodedBySearch({ labels, width, height, seed, connectivity }: Flood): Bitmap {
  const bitmap = createBitmap(width, height);
  const label = labels[seed.y * width + seed.x];
  const queue = [seed];
  for (let point = queue.pop(); point !== undefined; point = queue.pop()) {
    const { x, y } = point;
    if (x < 0 || y < 0 || x >= width || y >= height) continue;
    if (labels[y * width + x] !== label || bitmap.data[y * width + x] === 1) continue;
    bitmap.data[y * width + x] = 1;
    for (const [dx, dy] of [
      [-1, -1],
      [0, -1],
      [1, -1],
      [-1, 0],
      [1, 0],
      [-1, 1],
      [0, 1],
      [1, 1],
    ] as const) {
      if (connectivity === 8 || dx === 0 || dy === 0) queue.push({ x: x + dx, y: y + dy });
    }
  }
  return bitmap;
}

const floods: fc.Arbitrary<Flood> = sizes(30).chain(({ width, height }) =>
  fc.record({
    width: fc.constant(width),
    height: fc.constant(height),
    labels: fc.uint8Array({ minLength: width * height, maxLength: width * height, max: 2 }),
    seed: fc.record({
      x: fc.integer({ min: 0, max: width - 1 }),
      y: fc.integer({ min: 0, max: height - 1 }),
    }),
    connectivity: fc.constantFrom<Connectivity>(4, 8),
  }),
);

describe('filling', () => {
  test('reaches what a search from neighbour to neighbour reaches', () => {
    fc.assert(
      fc.property(floods, (flood) => {
        const { bitmap, bounds, areaPx2 } = floodRegion(flood);
        expectSamePixels(bitmap, floodedBySearch(flood));
        expect(bounds).toEqual(boundsOfBitmap(bitmap));
        expect(areaPx2).toBe(areaOfBitmap(bitmap));
      }),
      { numRuns: 500 },
    );
  });

  test('goes over corners only when asked to', () => {
    const { data: labels, width, height } = bitmapFromText('#.', '.#');
    const flood = { labels, width, height, seed: { x: 0.9, y: 0.2 } };
    expect(floodRegion({ ...flood, connectivity: 4 }).areaPx2).toBe(1);
    expect(floodRegion({ ...flood, connectivity: 8 }).areaPx2).toBe(2);
  });

  test('from outside the picture is refused', () => {
    const flood = { labels: new Uint8Array(4), width: 2, height: 2, connectivity: 4 } as const;
    expect(() => floodRegion({ ...flood, seed: { x: 2, y: 0 } })).toThrow(MaskError);
    expect(() => floodRegion({ ...flood, seed: { x: NaN, y: 0 } })).toThrow(MaskError);
  });
});

describe('filling holes', () => {
  test('sets what is enclosed, a pixel that touches outside by its corner too', () => {
    const bitmap = bitmapFromText('.....#', '.###..', '.#..#.', '..###.', '#.....');
    expect(fillHoles(bitmap)).toEqual({ x: 2, y: 2, width: 2, height: 1 });
    expect(textFromBitmap(bitmap)).toEqual(['.....#', '.###..', '.####.', '..###.', '#.....']);
    expect(fillHoles(bitmap)).toBeUndefined();
  });

  test('is right for every mask: unset pixels with no way out are set, nothing else', () => {
    fc.assert(
      fc.property(bitmaps(30), (bitmap) => {
        const filled = copyBitmap(bitmap);
        const box = fillHoles(filled);
        // One more pixel on each side lets the way out go around.
        const framed = createBitmap(bitmap.width + 2, bitmap.height + 2);
        for (let y = 0; y < bitmap.height; y++) {
          const row = bitmap.data.subarray(y * bitmap.width, (y + 1) * bitmap.width);
          framed.data.set(row, (y + 1) * framed.width + 1);
        }
        const outside = floodedBySearch({
          ...framed,
          labels: framed.data,
          seed: { x: 0, y: 0 },
          connectivity: 4,
        });
        const isHole = (i: number): boolean => {
          const at = (Math.floor(i / bitmap.width) + 1) * framed.width + (i % bitmap.width) + 1;
          return bitmap.data[i] === 0 && outside.data[at] === 0;
        };
        const data = bitmap.data.map((pixel, i) => (isHole(i) ? 1 : pixel));
        expectSamePixels(filled, { ...bitmap, data });
        const holes = { ...bitmap, data: bitmap.data.map((_, i) => (isHole(i) ? 1 : 0)) };
        expect(box).toEqual(boundsOfBitmap(holes));
      }),
    );
  });
});
