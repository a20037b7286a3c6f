import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Point } from '../../../app/domain/geometry.ts';
import { createBitmap, type Bitmap } from '../../../app/mask/bitmap.ts';
import { cutoutFromBitmap, type Cutout } from '../../../app/mask/cutout.ts';
import { eachPixelOnLine } from '../../../app/mask/pixel-line.ts';
import { areaUnderLine, splitAlong, splitParts } from '../../../app/mask/split.ts';
import { bitmapFromText, bitmaps } from './arbitrary.ts';

/** Somewhere in a larger picture. */
const place = { x: 3, y: 2 };

function placed({ width, height, data }: Bitmap): Cutout {
  const found = cutoutFromBitmap({ width, height, data }, { x: 0, y: 0, width, height });
  return { ...found, x: found.x + place.x, y: found.y + place.y };
}

/** The pixels of a cutout as `x,y`. */
function pixelsOf({ x, y, width, data }: Cutout): readonly string[] {
  return [...data].flatMap((pixel, i) =>
    pixel === 1 ? [`${x + (i % width)},${y + Math.floor(i / width)}`] : [],
  );
}

/** One pixel at a time, over sides and corners. */
function plainParts(pixels: ReadonlySet<string>): readonly ReadonlySet<string>[] {
  const left = new Set(pixels);
  const parts: Set<string>[] = [];
  for (const first of pixels) {
    if (!left.delete(first)) continue;
    const part = new Set([first]);
    for (const pixel of part) {
      for (const next of neighbours(pixel)) if (left.delete(next)) part.add(next);
    }
    parts.push(part);
  }
  return parts;
}

function neighbours(pixel: string): readonly string[] {
  const [x = 0, y = 0] = pixel.split(',').map(Number);
  return [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => `${x + dx},${y + dy}`));
}

function expectPartition(object: Cutout, pieces: readonly Cutout[]): void {
  expect(pieces.flatMap(pixelsOf).sort()).toEqual([...pixelsOf(object)].sort());
}

/** There is but one 0 here. */
const coordinate = fc.double({ min: -5, max: 30, noNaN: true }).map((value) => value + 0);
const lines: fc.Arbitrary<readonly Point[]> = fc.array(
  fc.record({ x: coordinate, y: coordinate }),
  { minLength: 1, maxLength: 5 },
);

describe('a line through pixels', () => {
  test('goes from side to side, begins and ends where it is drawn, and misses no pixel that it crosses', () => {
    fc.assert(
      fc.property(lines, (line) => {
        const visited: Point[] = [];
        eachPixelOnLine(line, (x, y) => visited.push({ x, y }));
        const pixelOf = ({ x, y }: Point): Point => ({
          x: Math.floor(x),
          y: Math.floor(y),
        });
        expect(visited[0]).toEqual(pixelOf(line[0]!));
        expect(visited.at(-1)).toEqual(pixelOf(line.at(-1)!));
        for (let i = 1; i < visited.length; i++) {
          const [from, to] = [visited[i - 1]!, visited[i]!];
          expect(Math.abs(from.x - to.x) + Math.abs(from.y - to.y)).toBe(1);
        }
        const all = new Set(visited.map(({ x, y }) => `${x},${y}`));
        for (let i = 1; i < line.length; i++) {
          for (let share = 0; share <= 1; share += 0.013) {
            const [from, to] = [line[i - 1]!, line[i]!];
            const x = from.x + share * (to.x - from.x);
            const y = from.y + share * (to.y - from.y);
            // Next to a side rounding decides.
            if ([x, y].some((value) => Math.abs(value - Math.round(value)) < 1e-6)) continue;
            expect(all.has(`${Math.floor(x)},${Math.floor(y)}`)).toBe(true);
          }
        }
      }),
    );
  });
});

describe('cutting along a line', () => {
  test('loses nothing and leaves no gap: the pieces are the object, each pixel once', () => {
    fc.assert(
      fc.property(bitmaps(24), lines, (bitmap, line) => {
        const object = placed(bitmap);
        const { kept, apart } = splitAlong(object, line);
        expectPartition(object, [kept, ...apart]);
      }),
      { numRuns: 400 },
    );
  });

  test('sets apart all but the largest piece of each part that the line divides, and nothing else', () => {
    fc.assert(
      fc.property(bitmaps(24), lines, (bitmap, line) => {
        const object = placed(bitmap);
        const whole = new Set(pixelsOf(object));
        const under = new Set<string>();
        eachPixelOnLine(line, (x, y) => under.add(`${x},${y}`));
        const rest = new Set([...whole].filter((pixel) => !under.has(pixel)));
        const pieces = plainParts(rest);
        const expected = plainParts(whole).flatMap((part) => {
          const own = pieces.filter((piece) => part.has([...piece][0]!));
          const largest = Math.max(...own.map(({ size }) => size));
          const stays = own.find(({ size }) => size === largest);
          return own.filter((piece) => piece !== stays);
        });
        const { apart } = splitAlong(object, line);
        const found = apart.map((piece) => pixelsOf(piece).filter((pixel) => !under.has(pixel)));
        const named = (list: readonly (readonly string[])[]): readonly string[] =>
          list.map((pixels) => [...pixels].sort().join(' ')).sort();
        expect(named(found)).toEqual(named(expected.map((piece) => [...piece])));
        // With what it was given from under the line each still hangs together.
        for (const piece of apart) expect(plainParts(new Set(pixelsOf(piece)))).toHaveLength(1);
        const hit = [...whole].filter((pixel) => under.has(pixel)).length;
        expect(areaUnderLine(object, line)).toBe(hit);
      }),
      { numRuns: 400 },
    );
  });

  test('gives the pixels under the line to the nearest piece, of two as near to the larger', () => {
    const object = { ...placed(bitmapFromText('#######', '#######')), x: 0, y: 0 };
    const { kept, apart } = splitAlong(object, [
      { x: 4.5, y: -1 },
      { x: 4.5, y: 3 },
    ]);
    expect([kept.x, kept.width, apart[0]?.x, apart[0]?.width]).toEqual([0, 5, 5, 2]);
  });

  test('does nothing when the line ends inside, or misses', () => {
    const object = placed(bitmapFromText('#####', '#####', '#####'));
    const ends = [
      { x: 5.5, y: 0 },
      { x: 5.5, y: 3.5 },
    ];
    expect(splitAlong(object, ends)).toEqual({ kept: object, apart: [] });
    expect(splitAlong(object, [{ x: 0, y: 0 }])).toEqual({ kept: object, apart: [] });
  });
});

describe('splitting into parts', () => {
  test('finds what a search from pixel to pixel finds, and keeps the first of the largest', () => {
    fc.assert(
      fc.property(bitmaps(24), (bitmap) => {
        const object = placed(bitmap);
        const { kept, apart } = splitParts(object);
        expectPartition(object, [kept, ...apart]);
        const parts = plainParts(new Set(pixelsOf(object))).map((part) => [...part].sort());
        const found = [kept, ...apart].map((piece) => [...pixelsOf(piece)].sort());
        const largest = Math.max(0, ...parts.map(({ length }) => length));
        const first = parts.findIndex(({ length }) => length === largest);
        expect(found).toEqual(
          parts.length === 0 ? [[]] : [parts[first], ...parts.toSpliced(first, 1)],
        );
      }),
      { numRuns: 300 },
    );
  });

  test('takes a moment for many megapixels', () => {
    const bitmap = createBitmap(2000, 2000);
    bitmap.data.fill(1);
    bitmap.data.fill(0, 2000 * 900, 2000 * 901);
    const { kept, apart } = splitParts(placed(bitmap));
    expect([kept.height, apart.map(({ height }) => height)]).toEqual([1099, [900]]);
  });
});
