import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentOf, letterboxOf } from '../../../app/mask/letterbox.ts';
import {
  sharesOf,
  windowInMiddle,
  windowsOverlapping,
  windowsSideBySide,
  windowsWithin,
  type Windowed,
} from '../../../app/mask/windows.ts';

const squares = fc
  .record({
    width: fc.integer({ min: 1, max: 300 }),
    height: fc.integer({ min: 1, max: 300 }),
    windowPx: fc.integer({ min: 16, max: 40 }),
    tiles: fc.integer({ min: 1, max: 8 }),
  })
  .map(({ windowPx, tiles, ...picture }): Windowed & { readonly tiles: number } => {
    const sidePx = windowPx * tiles;
    return { content: contentOf(letterboxOf(picture, sidePx)), sidePx, windowPx, tiles };
  });

/** How many of the windows show each pixel of the square. */
function timesSeen({ sidePx, windowPx }: Windowed, corners: ReturnType<typeof windowsSideBySide>) {
  const times = new Uint8Array(sidePx * sidePx);
  for (const { x, y } of corners) {
    for (let row = y; row < y + windowPx; row++) {
      const line = row * sidePx + x;
      for (let at = line; at < line + windowPx; at++) times[at]!++;
    }
  }
  return times;
}

test('windows side by side show all of a picture, each some of it, and nothing twice', () => {
  fc.assert(
    fc.property(squares, (square) => {
      const { content, sidePx, windowPx } = square;
      const corners = windowsSideBySide(square);
      const times = timesSeen(square, corners);
      expect(Math.max(...times)).toBe(1);
      for (let row = content.y; row < content.y + content.height; row++) {
        const line = row * sidePx + content.x;
        expect(times.subarray(line, line + content.width).every((each) => each === 1)).toBe(true);
      }
      for (const { x, y } of corners) {
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(Math.max(x, y)).toBeLessThanOrEqual(sidePx - windowPx);
        expect(x < content.x + content.width && x + windowPx > content.x).toBe(true);
        expect(y < content.y + content.height && y + windowPx > content.y).toBe(true);
      }
    }),
    { numRuns: 80 },
  );
});

test('overlapping windows lie at half a window of one another or less, and count 1 together where a picture is', () => {
  fc.assert(
    fc.property(squares, (square) => {
      const { content, sidePx, windowPx, tiles } = square;
      const { columns, rows } = windowsOverlapping(square);
      for (const [starts, from, length] of [
        [columns, content.x, content.width],
        [rows, content.y, content.height],
      ] as const) {
        expect(starts.length).toBeLessThanOrEqual(2 * tiles - 1);
        for (const [nth, start] of starts.entries()) {
          const step = start - (starts[nth - 1] ?? start);
          expect(step).toBeLessThanOrEqual(Math.ceil(windowPx / 2));
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start).toBeLessThanOrEqual(sidePx - windowPx);
        }
        const sums = new Float64Array(sidePx);
        for (const [nth, shares] of sharesOf(starts, square).entries()) {
          shares.forEach((share, at) => (sums[starts[nth]! + at]! += share));
        }
        for (let at = from; at < from + length; at++) expect(sums[at]).toBeCloseTo(1, 12);
      }
    }),
    { numRuns: 80 },
  );
});

test('a square as large as a window has that one, wherever the picture lies in it', () => {
  fc.assert(
    fc.property(squares, ({ sidePx, content }) => {
      const whole = { sidePx, windowPx: sidePx, content };
      const origin = { x: 0, y: 0 };
      expect(windowsSideBySide(whole)).toEqual([origin]);
      expect(windowsOverlapping(whole)).toEqual({ columns: [0], rows: [0] });
      expect(windowInMiddle(whole)).toEqual(origin);
      expect(windowsWithin(whole)).toEqual({ first: origin, last: origin });
    }),
  );
});
