import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gapAt, rowAfterKey, rowsInView, scrollToRow } from '../../../renderer/ui/list-window.ts';

const list = fc.record({
  count: fc.integer({ min: 0, max: 600 }),
  rowPx: fc.integer({ min: 20, max: 90 }),
  heightPx: fc.integer({ min: 100, max: 400 }),
  scrollPx: fc.integer({ min: 0, max: 20_000 }),
});

it('draws every row that is in sight, and few others however long the list is', () => {
  fc.assert(
    fc.property(list, (given) => {
      const { from, to } = rowsInView(given);
      for (let row = 0; row < given.count; row++) {
        const top = row * given.rowPx - given.scrollPx;
        const isSeen = top < given.heightPx && top + given.rowPx > 0;
        if (isSeen) expect(row >= from && row < to).toBe(true);
      }
      expect(to - from).toBeLessThanOrEqual(given.heightPx / given.rowPx + 8);
      expect(from).toBeLessThanOrEqual(to);
      expect(to).toBeLessThanOrEqual(given.count);
    }),
  );
});

it('scrolls no farther than it takes to have a row wholly in sight', () => {
  const at = { rowPx: 40, heightPx: 200, scrollPx: 100 };
  expect(scrollToRow(4, at)).toBe(100);
  expect(scrollToRow(2, at)).toBe(80);
  expect(scrollToRow(9, at)).toBe(200);
});

it('goes by keys from row to row, by pages and to both ends, and stays inside', () => {
  const at = { count: 20, rowPx: 40, heightPx: 200 };
  const after = (key: string, from: number) => rowAfterKey(key, from, at);
  expect(
    ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'].map((key) => after(key, 7)),
  ).toEqual([6, 8, 2, 12, 0, 19]);
  expect([after('ArrowUp', 0), after('ArrowDown', 19), after('PageDown', 18)]).toEqual([0, 19, 19]);
  expect(after('x', 7)).toBeNull();
  expect(rowAfterKey('End', 0, { ...at, count: 0 })).toBeNull();
});

it('lets a row go between the two that it is nearest to', () => {
  const at = { count: 5, rowPx: 40 };
  expect([-10, 10, 30, 99, 101, 900].map((y) => gapAt(y, at))).toEqual([0, 0, 1, 2, 3, 5]);
});
