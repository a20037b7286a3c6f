import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '../../../app/domain/geometry.ts';
import { createBitmap, wholeOf, type Bitmap } from '../../../app/mask/bitmap.ts';
import { stampStroke, type BrushShape } from '../../../app/mask/brush.ts';
import { cutoutFromBitmap } from '../../../app/mask/cutout.ts';
import type { Pixels } from '../../../app/mask/pixels.ts';
import {
  DabWay,
  dabAlike,
  dabSpacing,
  stampInside,
  type Dab,
} from '../../../app/mask/snapped-stamp.ts';
import { bitmapsOf, expectSamePixels } from './arbitrary.ts';

const size = { width: 14, height: 11 };
const point = fc.record({
  x: fc.double({ min: -4, max: 18, noNaN: true }),
  y: fc.double({ min: -4, max: 15, noNaN: true }),
});
const brush = fc.record({
  diameterPx: fc.integer({ min: 1, max: 9 }),
  shape: fc.constantFrom<BrushShape>('round', 'square'),
});
const pixels = fc
  .array(fc.constantFrom(0, 3, 6, 9, 250, 255), { minLength: 14 * 11 * 4, maxLength: 14 * 11 * 4 })
  .map((data): Pixels => ({ ...size, data: new Uint8ClampedArray(data) }));

describe('a stamp that keeps to a region', () => {
  it('covers what is in both, and leaves its scratch empty', () => {
    fc.assert(
      fc.property(
        bitmapsOf(14, 11),
        bitmapsOf(14, 11),
        point,
        point,
        brush,
        (region, was, from, to, how) => {
          const stamped = createBitmap(14, 11);
          stampStroke({ bitmap: stamped, from, to, value: 1, ...how });
          const expected = {
            ...size,
            data: was.data.map((set, i) => set | (stamped.data[i]! & region.data[i]!)),
          };
          const bitmap: Bitmap = { ...size, data: was.data.slice() };
          const scratch = createBitmap(14, 11);
          const inside = cutoutFromBitmap(region, wholeOf(region));
          const rect = stampInside({ bitmap, from, to, value: 1, ...how }, inside, scratch);
          expectSamePixels(bitmap, expected);
          expectSamePixels(scratch, createBitmap(14, 11));
          expectOnlyInside(rect, was, bitmap);
        },
      ),
    );
  });
});

/** Pixel by pixel: those of the brush that look like its middle, reached from there side by side. */
function plainDab({
  pixels: { data, width, height },
  centre,
  sampleSidePx,
  tolerance,
  ...how
}: Dab): Bitmap {
  const found = createBitmap(width, height);
  const [x, y] = [Math.floor(centre.x), Math.floor(centre.y)];
  if (x < 0 || y < 0 || x >= width || y >= height) return found;
  const stamped = createBitmap(width, height);
  stampStroke({
    bitmap: stamped,
    from: centre,
    to: centre,
    value: 1,
    diameterPx: how.diameterPx,
    shape: how.shape,
  });
  const reach = Math.floor((sampleSidePx - 1) / 2);
  const sample = Array.from({ length: width * height }, (_, i) => i).filter(
    (i) => Math.abs((i % width) - x) <= reach && Math.abs(Math.floor(i / width) - y) <= reach,
  );
  const mean = [0, 1, 2].map((channel) =>
    Math.round(sample.reduce((sum, i) => sum + data[4 * i + channel]!, 0) / sample.length),
  );
  const isFree = (i: number): boolean =>
    stamped.data[i] === 1 &&
    found.data[i] === 0 &&
    mean.every((value, channel) => Math.abs(data[4 * i + channel]! - value) <= tolerance);
  const queue = [...sample];
  for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
    if (!isFree(i)) continue;
    found.data[i] = 1;
    const column = i % width;
    if (column > 0) queue.push(i - 1);
    if (column < width - 1) queue.push(i + 1);
    if (i >= width) queue.push(i - width);
    if (i + width < width * height) queue.push(i + width);
  }
  found.data[y * width + x] = 1;
  return found;
}

describe('a brush put down on a picture', () => {
  it('covers what a plain search from its middle finds', () => {
    const likeness = fc.record({
      tolerance: fc.constantFrom(0, 3, 6, 255),
      sampleSidePx: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(pixels, point, brush, likeness, (picture, centre, how, like) => {
        const bitmap = createBitmap(14, 11);
        const dab = { bitmap, pixels: picture, centre, ...how, ...like };
        const rect = dabAlike(dab);
        expectSamePixels(bitmap, plainDab(dab));
        expectOnlyInside(rect, createBitmap(14, 11), bitmap);
      }),
    );
  });
});

describe('the way of a brush that is put down again and again', () => {
  it('has a dab at its first point, and one after every so many pixels, however it is cut up', () => {
    const stretch = fc.double({ min: 0, max: 30, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(stretch, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 60 }),
        (lengths, diameterPx) => {
          const spacing = dabSpacing(diameterPx);
          const way = new DabWay();
          const dabs: Point[] = [];
          let x = 0;
          for (const length of lengths) {
            dabs.push(...way.along({ x, y: 2 }, { x: x + length, y: 2 }, spacing));
            x += length;
          }
          const wanted = 1 + Math.floor(x / spacing + 1e-9);
          // A dab that falls on the very end may be a rounding away.
          expect(Math.abs(dabs.length - wanted)).toBeLessThanOrEqual(
            x % spacing < 1e-6 || spacing - (x % spacing) < 1e-6 ? 1 : 0,
          );
          dabs.forEach((dab, n) => expect(dab.x).toBeCloseTo(n * spacing, 6));
        },
      ),
    );
  });
});

function expectOnlyInside(
  rect: { x: number; y: number; width: number; height: number },
  before: Bitmap,
  after: Bitmap,
): void {
  for (let i = 0; i < after.data.length; i++) {
    if (after.data[i] === before.data[i]) continue;
    const [x, y] = [i % after.width, Math.floor(i / after.width)];
    expect(x >= rect.x && x < rect.x + rect.width).toBe(true);
    expect(y >= rect.y && y < rect.y + rect.height).toBe(true);
  }
}
