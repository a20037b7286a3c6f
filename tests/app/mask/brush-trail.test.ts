import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBitmap, wholeOf } from '../../../app/mask/bitmap.ts';
import { stampStroke, type BrushShape } from '../../../app/mask/brush.ts';
import { BrushTrail } from '../../../app/mask/brush-trail.ts';
import { tilesFromBitmap } from '../../../app/mask/tile-pixels.ts';
import { expectSamePixels } from './arbitrary.ts';

const size = { width: 300, height: 260 };
/** Outside the picture too. */
const point = fc.record({
  x: fc.double({ min: -80, max: 380, noNaN: true }),
  y: fc.double({ min: -80, max: 340, noNaN: true }),
});
const steps = fc.array(fc.record({ to: point, diameterPx: fc.integer({ min: 1, max: 220 }) }), {
  minLength: 1,
  maxLength: 6,
});
const shapes = fc.constantFrom<BrushShape>('round', 'square');

describe('the trail of a brush', () => {
  it('covers what stamps cover, and answers boxes around all that each step adds', () => {
    fc.assert(
      fc.property(point, steps, shapes, (start, list, shape) => {
        const cover = createBitmap(size.width, size.height);
        const plain = createBitmap(size.width, size.height);
        const trail = new BrushTrail(cover);
        let from = start;
        for (const { to, diameterPx } of list) {
          const before = plain.data.slice();
          stampStroke({ bitmap: plain, from, to, diameterPx, shape, value: 1 });
          const boxes = trail.stamp({ from, to, diameterPx, shape });
          expectSamePixels(cover, plain);
          const isAnswered = new Uint8Array(cover.data.length);
          for (const { x, y, width, height } of boxes) {
            for (let row = y; row < y + height; row++) {
              isAnswered.fill(1, row * cover.width + x, row * cover.width + x + width);
            }
          }
          const isMissed = plain.data.some((now, at) => now !== before[at] && isAnswered[at] === 0);
          expect(isMissed).toBe(false);
          from = to;
        }
      }),
    );
  });

  it('knows tiles that are filled and tiles that are empty, and says so of no other', () => {
    fc.assert(
      fc.property(point, steps, shapes, (start, list, shape) => {
        const cover = createBitmap(size.width, size.height);
        const trail = new BrushTrail(cover);
        let from = start;
        for (const { to, diameterPx } of list) {
          trail.stamp({ from, to, diameterPx, shape });
          from = to;
        }
        const whole = wholeOf(cover);
        const quick = tilesFromBitmap(cover, whole, trail.tiles);
        const plain = tilesFromBitmap(cover, whole);
        expect(Buffer.compare(quick.data, plain.data)).toBe(0);
      }),
    );
    const trail = new BrushTrail(createBitmap(size.width, size.height));
    trail.stamp({
      from: { x: 150, y: 120 },
      to: { x: 150, y: 120 },
      diameterPx: 220,
      shape: 'round',
    });
    const { tiles } = trail;
    expect([tiles.isFull(2, 1), tiles.isEmpty(2, 1)]).toEqual([true, false]);
    expect([tiles.isFull(0, 0), tiles.isEmpty(0, 0)]).toEqual([false, false]);
    expect([tiles.isFull(4, 3), tiles.isEmpty(4, 3)]).toEqual([false, true]);
  });

  it('answers next to nothing for a large brush that hardly moves', () => {
    const trail = new BrushTrail(createBitmap(2000, 2000));
    const path = { from: { x: 900, y: 900 }, diameterPx: 1000, shape: 'round' } as const;
    const first = trail.stamp({ ...path, to: path.from });
    const second = trail.stamp({ ...path, to: { x: 910, y: 904 } });
    const third = trail.stamp({ ...path, from: { x: 910, y: 904 }, to: { x: 910, y: 904 } });
    const areaOf = (boxes: typeof first): number =>
      boxes.reduce((sum, { width, height }) => sum + width * height, 0);
    expect(areaOf(first)).toBeGreaterThan(780_000);
    expect(areaOf(second)).toBeLessThan(60_000);
    expect(third).toEqual([]);
  });
});
