import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cellAfterKey,
  cellsInView,
  layGrid,
  placeOf,
  scrollTo,
} from '../../../renderer/ui/grid-layout.ts';

const wanted = fc.record({
  count: fc.integer({ min: 1, max: 200_000 }),
  widthPx: fc.integer({ min: 150, max: 4000 }),
  cellPx: fc.integer({ min: 96, max: 320 }),
  gapPx: fc.constant(8),
  padPx: fc.constant(12),
});

describe('a grid', () => {
  test('keeps every cell between its edges, at least as wide as wished where there is room', () => {
    fc.assert(
      fc.property(wanted, (size) => {
        const layout = layGrid(size);
        const lastOfRow = placeOf(layout, Math.min(size.count, layout.columns) - 1);
        expect(lastOfRow.x + layout.sidePx).toBeLessThanOrEqual(size.widthPx - size.padPx);
        if (layout.columns > 1) {
          expect(layout.sidePx).toBeGreaterThanOrEqual(size.cellPx);
        }
        const last = placeOf(layout, size.count - 1);
        expect(last.y + layout.sidePx + size.padPx).toBe(layout.heightPx);
      }),
    );
  });

  test('draws what is in view and little more, however many cells there are', () => {
    fc.assert(
      fc.property(wanted, fc.double({ min: 0, max: 1, noNaN: true }), (size, share) => {
        const layout = layGrid(size);
        const view = { scrollPx: share * Math.max(0, layout.heightPx - 900), heightPx: 900 };
        const { from, to } = cellsInView(layout, view);
        const middle = Math.floor((view.scrollPx + 450) / layout.rowPx) * layout.columns;
        expect(from).toBeLessThanOrEqual(Math.min(middle, size.count - 1));
        expect(to).toBeGreaterThan(from);
        expect(to - from).toBeLessThanOrEqual(layout.columns * (900 / layout.rowPx + 5));
      }),
    );
  });

  test('brings a cell into view and moves no further', () => {
    fc.assert(
      fc.property(wanted, fc.nat(), (size, seed) => {
        const layout = layGrid(size);
        const index = seed % size.count;
        const scrollPx = scrollTo(layout, index, { scrollPx: 5000, heightPx: 900 });
        const { y } = placeOf(layout, index);
        expect(y).toBeGreaterThanOrEqual(scrollPx);
        expect(y + layout.sidePx).toBeLessThanOrEqual(scrollPx + 900);
        expect(scrollTo(layout, index, { scrollPx, heightPx: 900 })).toBe(scrollPx);
      }),
    );
  });
});

describe('keys', () => {
  // 0 1 2 3 / 4 5 6 7 / 8 9
  const layout = layGrid({
    count: 10,
    widthPx: 4 * 100 + 3 * 8 + 24,
    cellPx: 100,
    gapPx: 8,
    padPx: 12,
  });
  const after = (key: string, from: number) => cellAfterKey(layout, { key, from, heightPx: 220 });

  test.each([
    ['ArrowRight', 3, 4],
    ['ArrowRight', 9, 9],
    ['ArrowLeft', 0, 0],
    ['ArrowUp', 6, 2],
    ['ArrowUp', 2, 2],
    ['ArrowDown', 5, 9],
    ['ArrowDown', 7, 9],
    ['ArrowDown', 8, 8],
    ['Home', 7, 0],
    ['End', 1, 9],
    ['PageDown', 1, 9],
    ['PageUp', 9, 1],
    ['a', 3, null],
  ])('%s leads from %i to %s', (key, from, to) => {
    expect(layout.columns).toBe(4);
    expect(after(key, from)).toBe(to);
  });

  test('never lead out of the grid', () => {
    const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'];
    fc.assert(
      fc.property(wanted, fc.nat(), fc.constantFrom(...keys), (size, seed, key) => {
        const from = seed % size.count;
        const to = cellAfterKey(layGrid(size), { key, from, heightPx: 900 });
        expect(to).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThan(size.count);
      }),
    );
  });
});
