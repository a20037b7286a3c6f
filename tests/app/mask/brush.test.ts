import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Point } from '../../../app/domain/geometry.ts';
import {
  areaOfBitmap,
  boundsOfBitmap,
  createBitmap,
  type Bitmap,
} from '../../../app/mask/bitmap.ts';
import { brushCentre, stampStroke, type BrushShape } from '../../../app/mask/brush.ts';
import { componentsOf } from '../../../app/mask/components.ts';
import { MaskError } from '../../../app/mask/mask-error.ts';
import { expectSamePixels, textFromBitmap } from './arbitrary.ts';

const width = 40;
const height = 30;

interface Stroke {
  readonly from: Point;
  readonly to: Point;
  readonly diameterPx: number;
  readonly shape: BrushShape;
}

function painted({ from, to, diameterPx, shape }: Stroke): Bitmap {
  const bitmap = createBitmap(width, height);
  stampStroke({ bitmap, from, to, diameterPx, shape, value: 1 });
  return bitmap;
}

/** Pixel by pixel, in whole numbers: centres and pixel middles lie on halves, so everything is doubled. */
function paintedBySearch({ from, to, diameterPx, shape }: Stroke): Bitmap {
  const bitmap = createBitmap(width, height);
  const a = brushCentre(from, diameterPx);
  const b = brushCentre(to, diameterPx);
  const dx = 2 * (b.x - a.x);
  const dy = 2 * (b.y - a.y);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const px = 2 * x + 1 - 2 * a.x;
      const py = 2 * y + 1 - 2 * a.y;
      const isCovered =
        shape === 'round'
          ? isNearSegment({ px, py, dx, dy, radius: diameterPx })
          : isInSweptSquare({ px, py, dx, dy, radius: diameterPx });
      if (isCovered) bitmap.data[y * width + x] = 1;
    }
  }
  return bitmap;
}

interface Doubled {
  readonly px: number;
  readonly py: number;
  readonly dx: number;
  readonly dy: number;
  readonly radius: number;
}

function isNearSegment({ px, py, dx, dy, radius }: Doubled): boolean {
  const lengthSquared = dx * dx + dy * dy;
  const along = px * dx + py * dy;
  if (along <= 0) return px * px + py * py < radius * radius;
  if (along >= lengthSquared) return (px - dx) ** 2 + (py - dy) ** 2 < radius * radius;
  return (px * dy - py * dx) ** 2 < radius * radius * lengthSquared;
}

/** Whether some t in 0..1 has both |px - t dx| < radius and |py - t dy| < radius. */
function isInSweptSquare({ px, py, dx, dy, radius }: Doubled): boolean {
  let low = 0;
  let high = 1;
  for (const [p, d] of [
    [px, dx],
    [py, dy],
  ] as const) {
    if (d === 0) {
      if (Math.abs(p) >= radius) return false;
      continue;
    }
    const ends = [(p - radius) / d, (p + radius) / d];
    low = Math.max(low, Math.min(...ends) + 1e-12);
    high = Math.min(high, Math.max(...ends) - 1e-12);
  }
  return low <= high;
}

const points = fc.record({
  x: fc.double({ min: -15, max: width + 15, noNaN: true }),
  y: fc.double({ min: -15, max: height + 15, noNaN: true }),
});
const strokes: fc.Arbitrary<Stroke> = fc.record({
  from: points,
  to: points,
  diameterPx: fc.integer({ min: 1, max: 20 }),
  shape: fc.constantFrom('round', 'square'),
});

describe('the brush', () => {
  test('of 1 px sets exactly the pixel under the pointer', () => {
    fc.assert(
      fc.property(points, fc.constantFrom<BrushShape>('round', 'square'), (point, shape) => {
        const bitmap = painted({ from: point, to: point, diameterPx: 1, shape });
        // Adding 0 makes -0, which lies in pixel 0, equal to it.
        const x = Math.floor(point.x) + 0;
        const y = Math.floor(point.y) + 0;
        const isInside = x >= 0 && y >= 0 && x < width && y < height;
        expect(boundsOfBitmap(bitmap)).toEqual(
          isInside ? { x, y, width: 1, height: 1 } : undefined,
        );
      }),
    );
  });

  test('has its true size', () => {
    const at = { x: 20.3, y: 15.8 };
    for (let diameterPx = 1; diameterPx <= 12; diameterPx++) {
      for (const shape of ['round', 'square'] as const) {
        const box = boundsOfBitmap(painted({ from: at, to: at, diameterPx, shape }));
        expect(box).toMatchObject({ width: diameterPx, height: diameterPx });
      }
    }
    const round = painted({ from: at, to: at, diameterPx: 6, shape: 'round' });
    expect(
      textFromBitmap(round)
        .slice(13, 19)
        .map((row) => row.slice(17, 23)),
    ).toEqual(['.####.', '######', '######', '######', '######', '.####.']);
  });

  test('covers on its way what a search of every pixel finds', () => {
    fc.assert(
      fc.property(strokes, (stroke) => {
        expectSamePixels(painted(stroke), paintedBySearch(stroke));
      }),
      { numRuns: 1500 },
    );
  });

  test('paints the same in both directions', () => {
    fc.assert(
      fc.property(strokes, (stroke) => {
        const back = { ...stroke, from: stroke.to, to: stroke.from };
        expectSamePixels(painted(back), painted(stroke));
      }),
    );
  });

  test('leaves no gap, however fast the hand', () => {
    const inside = fc.record({
      x: fc.double({ min: 0, max: width - 0.01, noNaN: true }),
      y: fc.double({ min: 0, max: height - 0.01, noNaN: true }),
    });
    fc.assert(
      fc.property(strokes, inside, inside, (stroke, from, to) => {
        expect(componentsOf(painted({ ...stroke, from, to }))).toHaveLength(1);
      }),
    );
  });

  test('answers a box that holds everything it changed, and erases what it painted', () => {
    fc.assert(
      fc.property(strokes, (stroke) => {
        const bitmap = createBitmap(width, height);
        const box = stampStroke({ ...stroke, bitmap, value: 1 });
        expect(boundsOfBitmap(bitmap, box)).toEqual(boundsOfBitmap(bitmap));
        expect(box.x + box.width).toBeLessThanOrEqual(width);
        expect(box.y + box.height).toBeLessThanOrEqual(height);
        stampStroke({ ...stroke, bitmap, value: 0 });
        expect(areaOfBitmap(bitmap)).toBe(0);
      }),
    );
  });

  test('far outside paints nothing, and across from far away paints the row it crosses', () => {
    const stroke = { diameterPx: 1, shape: 'round' } as const;
    const outside = { from: { x: -1e300, y: 9 }, to: { x: -50, y: 9 } };
    expect(areaOfBitmap(painted({ ...stroke, ...outside }))).toBe(0);
    const across = { from: { x: -1e6, y: 9.5 }, to: { x: 1e6, y: 9.5 } };
    expect(boundsOfBitmap(painted({ ...stroke, ...across }))).toEqual({
      x: 0,
      y: 9,
      width,
      height: 1,
    });
  });

  test('at no place at all is refused', () => {
    const stroke = { to: { x: 1, y: 1 }, diameterPx: 3, shape: 'round' } as const;
    expect(() => painted({ ...stroke, from: { x: NaN, y: 1 } })).toThrow(MaskError);
  });
});
