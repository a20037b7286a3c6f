import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Point } from '../../../app/domain/geometry.ts';
import {
  areaOfBitmap,
  boundsOfBitmap,
  createBitmap,
  type Bitmap,
} from '../../../app/mask/bitmap.ts';
import { floodRegion, type Flood } from '../../../app/mask/fill.ts';
import { floodBehindGaps } from '../../../app/mask/gap-fill.ts';
import { MaskError } from '../../../app/mask/mask-error.ts';
import { bitmapFromText, bitmaps, expectSamePixels, textFromBitmap } from './arbitrary.ts';

type Asked = Omit<Flood, 'connectivity'> & { readonly gapPx: number };

/** Pixel by pixel, from the definition. */
function plainRegion({ labels, width, height, seed, gapPx }: Asked): Bitmap {
  const points = Array.from({ length: width * height }, (_, i): Point => ({
    x: i % width,
    y: Math.floor(i / width),
  }));
  const start = Math.floor(seed.y) * width + Math.floor(seed.x);
  const label = labels[start];
  const walls = points.filter((_, i) => labels[i] !== label);
  const clear = points.map(({ x, y }) =>
    Math.min(...walls.map((wall) => Math.hypot(wall.x - x, wall.y - y))),
  );
  let radius = Math.floor((gapPx + 1) / 2);
  while (radius > 0 && !(clear[start]! > radius)) radius--;
  const beside = (i: number): readonly number[] =>
    points.flatMap(({ x, y }, other) =>
      Math.abs(x - points[i]!.x) + Math.abs(y - points[i]!.y) === 1 ? [other] : [],
    );
  /** How many steps over pixels of the label it is from one of `from`. */
  const steps = (
    from: readonly number[],
    mayStand: (i: number) => boolean,
  ): Map<number, number> => {
    const found = new Map(from.map((i) => [i, 0]));
    for (const [i, count] of found) {
      for (const next of beside(i)) {
        if (mayStand(next) && !found.has(next)) found.set(next, count + 1);
      }
    }
    return found;
  };
  const isRoom = (i: number): boolean => labels[i] === label && clear[i]! > radius;
  const isFree = (i: number): boolean => labels[i] === label;
  const room = [...steps([start], isRoom).keys()];
  const others = points.map((_, i) => i).filter((i) => isRoom(i) && !room.includes(i));
  const [toRoom, toOthers] = [steps(room, isFree), steps(others, isFree)];
  const bitmap = createBitmap(width, height);
  for (const [i, count] of toRoom) {
    if (count <= (toOthers.get(i) ?? Infinity)) bitmap.data[i] = 1;
  }
  return bitmap;
}

const floods: fc.Arbitrary<Asked> = bitmaps(12).chain(({ width, height, data }) =>
  fc.record({
    width: fc.constant(width),
    height: fc.constant(height),
    labels: fc.constant(data),
    seed: fc.record({
      x: fc.integer({ min: 0, max: width - 1 }).map((x) => x + 0.3),
      y: fc.integer({ min: 0, max: height - 1 }).map((y) => y + 0.9),
    }),
    gapPx: fc.integer({ min: 0, max: 7 }),
  }),
);

describe('a flood behind gaps', () => {
  test('is what the definition says, for every mask', () => {
    fc.assert(
      fc.property(floods, (flood) => {
        const { bitmap, bounds, areaPx2 } = floodBehindGaps(flood);
        expectSamePixels(bitmap, plainRegion(flood));
        expect(bounds).toEqual(boundsOfBitmap(bitmap));
        expect(areaPx2).toBe(areaOfBitmap(bitmap));
      }),
      { numRuns: 300 },
    );
  });

  test('closing no gaps is the plain flood; closing some never fills more', () => {
    fc.assert(
      fc.property(floods, (flood) => {
        const plain = floodRegion({ ...flood, connectivity: 4 }).bitmap;
        expectSamePixels(floodBehindGaps({ ...flood, gapPx: 0 }).bitmap, plain);
        const { bitmap } = floodBehindGaps(flood);
        expect(bitmap.data.every((pixel, i) => pixel <= plain.data[i]!)).toBe(true);
      }),
    );
  });

  const rows = [
    '.........................',
    '..###########............',
    '..#.........#............',
    '..#.........#............',
    '..#......................',
    '..#......................',
    '..#.........#............',
    '..#.........#............',
    '..##########.............',
    '.........................',
  ];

  test('fills the room to its corners and half of the gap, and stays in', () => {
    const { data: labels, ...size } = bitmapFromText(...rows);
    const flood = { ...size, labels, seed: { x: 6, y: 4 } };
    expect(textFromBitmap(floodBehindGaps({ ...flood, gapPx: 2 }).bitmap)).toEqual([
      '.........................',
      '.........................',
      '...#########.............',
      '...#########.............',
      '...##########............',
      '...##########............',
      '...#########.............',
      '...#########.............',
      '.........................',
      '.........................',
    ]);
    // A wider opening is none that was asked to be closed.
    labels[3 * size.width + 12] = 0;
    expect(floodBehindGaps({ ...flood, gapPx: 2 }).bitmap.data[20]).toBe(1);
    expect(floodBehindGaps({ ...flood, gapPx: 3 }).bitmap.data[20]).toBe(0);
  });

  test('from outside the picture is refused', () => {
    const flood = { labels: new Uint8Array(4), width: 2, height: 2, gapPx: 3 };
    expect(() => floodBehindGaps({ ...flood, seed: { x: 2, y: 0 } })).toThrow(MaskError);
    expect(() => floodBehindGaps({ ...flood, seed: { x: NaN, y: 0 } })).toThrow(MaskError);
  });
});
