import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Region } from '../../../renderer/canvas/region.ts';

const size = { width: 100, height: 75 };
const boxes = fc.array(
  fc.record({
    x: fc.integer({ min: -30, max: 120 }),
    y: fc.integer({ min: -30, max: 100 }),
    width: fc.integer({ min: 0, max: 60 }),
    height: fc.integer({ min: 0, max: 60 }),
  }),
  { maxLength: 6 },
);

describe('a region', () => {
  it('answers boxes inside the picture that hold all that was added, each pixel once', () => {
    fc.assert(
      fc.property(boxes, fc.constantFrom(1, 16, 32, 200), (list, cell) => {
        const region = new Region(size, cell);
        list.forEach((box) => region.add(box));
        const times = new Uint8Array(size.width * size.height);
        for (const { x, y, width, height } of region.boxes()) {
          for (let row = y; row < y + height; row++) {
            for (let column = x; column < x + width; column++) times[row * size.width + column]!++;
          }
        }
        let wrong = 0;
        for (let at = 0; at < times.length; at++) {
          const [column, row] = [at % size.width, Math.floor(at / size.width)];
          const isNear = (margin: number) =>
            list.some(
              ({ x, y, width, height }) =>
                width > 0 &&
                height > 0 &&
                column >= x - margin &&
                row >= y - margin &&
                column < x + width + margin &&
                row < y + height + margin,
            );
          const often = times[at] ?? 0;
          // Beside what was added there may be more, up to the borders of its cells.
          const isRight = isNear(0) ? often === 1 : often <= (isNear(cell) ? 1 : 0);
          if (!isRight) wrong++;
        }
        expect(wrong).toBe(0);
        region.clear();
        expect(region.boxes()).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
