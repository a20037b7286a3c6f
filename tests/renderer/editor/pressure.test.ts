import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  largestBrushPx,
  pressedSize,
  steppedSize,
} from '../../../renderer/canvas/tools/brush-size.ts';
import { Desk } from './desk.ts';

const size = { width: 12, height: 7 };

function deskWithBrush(sizePx: number): Desk {
  const desk = new Desk(size);
  desk.bench.setBrushSize(sizePx);
  desk.bench.setBrushShape('square');
  return desk;
}

describe('a pen that is pressed harder', () => {
  it('paints a wider stroke, up to the size of the brush', () => {
    const desk = deskWithBrush(5)
      .press(2.5, 3.5, { pressure: 0.1 })
      .move(8.5, 3.5, { pressure: 1 })
      .release(8.5, 3.5);
    expect(desk.picture()).toEqual([
      '............',
      '.....111111.',
      '...11111111.',
      '..111111111.',
      '..111111111.',
      '....1111111.',
      '............',
    ]);
    expect(desk.done).toHaveLength(1);
  });

  it('shows the size it paints in its ring', () => {
    const desk = deskWithBrush(100).press(6, 3, { pressure: 0.5 });
    expect(desk.bench.sketch().ring?.sizePx).toBe(55);
    desk.move(6, 3, { pressure: 0.2 });
    expect(desk.bench.sketch().ring?.sizePx).toBe(28);
  });

  it('paints the size of the brush when pressure is told to mean nothing', () => {
    const desk = deskWithBrush(3);
    desk.bench.pressureSizes = false;
    desk.press(2.5, 3.5, { pressure: 0.1 }).release(2.5, 3.5);
    expect(desk.picture().slice(2, 5)).toEqual(Array(3).fill('.111........'));
  });

  it('never covers less than a lighter one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: largestBrushPx }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (sizePx, a, b) => {
          const [lighter, harder] = a < b ? [a, b] : [b, a];
          expect(pressedSize(sizePx, lighter)).toBeLessThanOrEqual(pressedSize(sizePx, harder));
          expect(pressedSize(sizePx, lighter)).toBeGreaterThanOrEqual(1);
          expect(pressedSize(sizePx, 1)).toBe(sizePx);
        },
      ),
    );
  });
});

it('a step of the size always changes it, and back again, within what a brush may have', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: largestBrushPx - 1 }), (sizePx) => {
      expect(steppedSize(sizePx, 1)).toBeGreaterThan(sizePx);
      expect(steppedSize(sizePx, -1)).toBeLessThan(sizePx);
    }),
  );
  expect(steppedSize(1, -1)).toBe(1);
  expect(steppedSize(largestBrushPx, 10)).toBe(largestBrushPx);
});

describe('a press that turns out to be none', () => {
  it('takes a stroke back and leaves the choice as it was', () => {
    const desk = new Desk(size).drag([1.5, 1.5], [3.5, 1.5]);
    const before = desk.picture();
    desk.press(5.5, 4.5).move(7.5, 4.5);
    desk.bench.takeBackPress();
    desk.release(7.5, 4.5);
    expect(desk.picture()).toEqual(before);
    expect(desk.bench.selected).toBe(desk.drawing.objects[0]?.id);
    expect(desk.done).toHaveLength(1);
  });

  it('takes back the last corner of a polygon, not the polygon', () => {
    const desk = new Desk(size);
    desk.bench.choose('polygon');
    desk.click(1, 1).click(5, 1).press(9, 5);
    desk.bench.takeBackPress();
    expect(desk.bench.sketch().path?.points).toEqual([
      { x: 1, y: 1 },
      { x: 5, y: 1 },
    ]);
    desk.bench.takeBackPress();
    expect(desk.bench.sketch().path?.points).toHaveLength(2);
  });
});
