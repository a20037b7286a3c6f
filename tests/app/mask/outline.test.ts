import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rect } from '../../../app/domain/geometry.ts';
import { copyBitmap, createBitmap, type Bitmap } from '../../../app/mask/bitmap.ts';
import { componentsOf } from '../../../app/mask/components.ts';
import { polygonsFromBitmap } from '../../../app/mask/contour.ts';
import { fillHoles } from '../../../app/mask/fill.ts';
import { outlineSegments } from '../../../app/mask/outline.ts';
import { fillPolygon } from '../../../app/mask/polygon-fill.ts';
import { bitmapFromText, bitmaps, expectSamePixels, rects } from './arbitrary.ts';

/** Every side of one pixel's length between a set and an unset pixel, as text. */
function unitSides({ width, height, data }: Bitmap, rect: Rect): ReadonlySet<string> {
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : data[y * width + x]!;
  const sides = new Set<string>();
  for (let y = rect.y; y <= rect.y + rect.height; y++) {
    for (let x = rect.x; x <= rect.x + rect.width; x++) {
      if (x < rect.x + rect.width && at(x, y) !== at(x, y - 1)) sides.add(`- ${x} ${y}`);
      if (y < rect.y + rect.height && at(x, y) !== at(x - 1, y)) sides.add(`| ${x} ${y}`);
    }
  }
  return sides;
}

function unitSidesOf(segments: readonly number[]): readonly string[] {
  const sides: string[] = [];
  for (let i = 0; i < segments.length; i += 4) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = segments.slice(i, i + 4);
    for (let x = x0; x < x1; x++) sides.push(`- ${x} ${y0}`);
    for (let y = y0; y < y1; y++) sides.push(`| ${x0} ${y}`);
  }
  return sides;
}

const cases = bitmaps(70).chain((bitmap) =>
  fc.record({ bitmap: fc.constant(bitmap), rect: rects(bitmap.width, bitmap.height) }),
);

describe('the outline of a mask', () => {
  test('has each side between set and unset pixels once, in the whole or in a part', () => {
    fc.assert(
      fc.property(cases, ({ bitmap, rect }) => {
        for (const box of [rect, { x: 0, y: 0, width: bitmap.width, height: bitmap.height }]) {
          const sides = unitSidesOf(outlineSegments(bitmap, box));
          const expected = unitSides(bitmap, box);
          expect(sides.length).toBe(expected.size);
          expect(new Set(sides).size).toBe(expected.size);
          expect(sides.filter((side) => !expected.has(side))).toEqual([]);
        }
      }),
    );
  });

  test('runs straight in one piece', () => {
    const bitmap = createBitmap(100, 90);
    for (let y = 10; y < 80; y++) bitmap.data.fill(1, y * 100 + 3, y * 100 + 97);
    expect(outlineSegments(bitmap)).toEqual(
      [
        [3, 10, 97, 10],
        [3, 80, 97, 80],
        [3, 10, 3, 80],
        [97, 10, 97, 80],
      ].flat(),
    );
  });
});

describe('polygons of a mask', () => {
  test('go around each part clockwise, from corner to corner', () => {
    const bitmap = bitmapFromText('.....', '.##..', '.###.', '.....');
    const [ring] = polygonsFromBitmap(bitmap);
    expect(ring).toEqual([3, 1, 3, 2, 4, 2, 4, 3, 1, 3, 1, 1]);
  });

  test('drawn again are the same mask with its holes filled, one polygon per part', () => {
    fc.assert(
      fc.property(bitmaps(40), (bitmap) => {
        const polygons = polygonsFromBitmap(bitmap);
        const filled = copyBitmap(bitmap);
        fillHoles(filled);
        const drawn = createBitmap(bitmap.width, bitmap.height);
        for (const polygon of polygons) fillPolygon(drawn, polygon, 1);
        expectSamePixels(drawn, filled);
        expect(polygons.length).toBe(componentsOf(bitmap).length);
      }),
    );
  });

  test('with a tolerance have fewer corners, and none left out lies further away', () => {
    const tolerance = 1.5;
    fc.assert(
      fc.property(bitmaps(40), (bitmap) => {
        const exact = polygonsFromBitmap(bitmap);
        const simple = polygonsFromBitmap(bitmap, tolerance);
        // A part as small as the tolerance may vanish; the others keep their order.
        if (simple.length !== exact.length) return;
        simple.forEach((ring, i) => {
          expect(ring.length).toBeLessThanOrEqual(exact[i]!.length);
          for (const [x, y] of corners(exact[i]!)) {
            expect(distanceToRing(x, y, corners(ring))).toBeLessThanOrEqual(tolerance + 1e-9);
          }
        });
      }),
    );
  });

  test('of a disc of a thousand pixels need a few dozen corners', () => {
    const bitmap = createBitmap(1000, 1000);
    for (let i = 0; i < bitmap.data.length; i++) {
      const x = (i % 1000) - 499.5;
      const y = Math.floor(i / 1000) - 499.5;
      if (x * x + y * y < 450 * 450) bitmap.data[i] = 1;
    }
    const [ring = []] = polygonsFromBitmap(bitmap, 2);
    expect(ring.length / 2).toBeLessThan(100);
    expect(ring.length / 2).toBeGreaterThan(20);
  });
});

type Corner = readonly [number, number];

function corners(ring: readonly number[]): readonly Corner[] {
  return Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i]!, ring[2 * i + 1]!]);
}

function distanceToRing(x: number, y: number, ring: readonly Corner[]): number {
  return Math.min(
    ...ring.map(([x0, y0], i) => {
      const [x1, y1] = ring[(i + 1) % ring.length]!;
      const lengthSquared = (x1 - x0) ** 2 + (y1 - y0) ** 2;
      const along = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / (lengthSquared || 1);
      const t = Math.min(1, Math.max(0, along));
      return Math.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0));
    }),
  );
}
