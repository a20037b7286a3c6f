import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labOf } from '../../../app/mask/lab.ts';
import type { Pixels } from '../../../app/mask/pixels.ts';
import { superpixelsOf, type Superpixels } from '../../../app/mask/superpixels.ts';

function drawn(
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly number[],
): Pixels {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    data.set([...colour(i % width, Math.floor(i / width)), 255], 4 * i);
  }
  return { width, height, data };
}

/** How many pieces, side by side, the numbers make; a plain search. */
function countPieces({ labels, width, height }: Superpixels): number {
  const seen = new Set<number>();
  let count = 0;
  for (let start = 0; start < labels.length; start++) {
    if (seen.has(start)) continue;
    count++;
    seen.add(start);
    const queue = [start];
    for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
      const x = i % width;
      const beside = [x > 0 ? i - 1 : i, x < width - 1 ? i + 1 : i, i - width, i + width];
      for (const next of beside) {
        const isInside = next >= 0 && next < width * height;
        if (isInside && !seen.has(next) && labels[next] === labels[i]) {
          seen.add(next);
          queue.push(next);
        }
      }
    }
  }
  return count;
}

describe('superpixelsOf', () => {
  it('gives every pixel of any picture a number from 0 on, and each number is of one piece', () => {
    const size = fc.record({
      width: fc.integer({ min: 1, max: 30 }),
      height: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(
        size,
        fc.integer({ min: 2, max: 12 }),
        fc.integer(),
        ({ width, height }, sidePx, salt) => {
          const pixels = drawn(width, height, (x, y) => {
            const noise = Math.imul(x * 7919 + y * 104729 + salt, 2654435761) >>> 8;
            return [noise & 255, (noise >> 8) & 255, x > width / 2 ? 255 : 0];
          });
          const found = superpixelsOf(pixels, sidePx);
          expect(found.labels).toHaveLength(width * height);
          expect(new Set(found.labels)).toEqual(
            new Set(Array.from({ length: found.count }, (_, i) => i)),
          );
          expect(countPieces(found)).toBe(found.count);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('lays no superpixel across a sharp border, and makes them about as large as asked', () => {
    const isInside = (x: number, y: number): boolean => (x - 60) ** 2 + (y - 50) ** 2 < 30 ** 2;
    const pixels = drawn(120, 100, (x, y) => (isInside(x, y) ? [220, 60, 40] : [30, 120, 90]));
    const { labels, count, width } = superpixelsOf(pixels, 10);
    const sides = new Map<number, Set<boolean>>();
    labels.forEach((label, i) => {
      const side = isInside(i % width, Math.floor(i / width));
      sides.set(label, (sides.get(label) ?? new Set()).add(side));
    });
    const across = [...sides.values()].filter((both) => both.size > 1);
    expect(across).toHaveLength(0);
    expect(count).toBeGreaterThan(80);
    expect(count).toBeLessThan(180);
  });

  it('keeps a sharp border to the pixel in a picture that is clustered on a smaller copy', () => {
    // Odd on purpose: the copy's pixels lie across the border.
    const pixels = drawn(2401, 1801, (x) => (x < 1201 ? [220, 60, 40] : [30, 120, 90]));
    const { labels, width, count } = superpixelsOf(pixels, 60);
    const left = new Set<number>();
    const right = new Set<number>();
    labels.forEach((label, i) => (i % width < 1201 ? left : right).add(label));
    expect([...left].filter((label) => right.has(label))).toEqual([]);
    expect(count).toBeGreaterThan(1000);
  });
});

it('L*a*b* is that of the reference colours', () => {
  const colours = [
    [255, 255, 255],
    [0, 0, 0],
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
  ];
  // Bruce Lindbloom's calculator, sRGB, D65.
  const expected = [
    [100, 0, 0],
    [0, 0, 0],
    [53.24, 80.09, 67.2],
    [87.73, -86.18, 83.18],
    [32.3, 79.19, -107.86],
  ];
  const lab = labOf(drawn(5, 1, (x) => colours[x]!));
  expected.flat().forEach((value, i) => {
    expect(Math.abs(lab[i]! - value)).toBeLessThan(0.25);
  });
});
