import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { letterboxLabels, letterboxOf } from '../../../app/mask/letterbox.ts';
import { MaskError } from '../../../app/mask/mask-error.ts';

const side = fc.integer({ min: 1, max: 5000 });

describe('the letterbox', () => {
  test.each([
    [
      { width: 640, height: 480 },
      { scale: 0.3125, left: 0, top: 25, width: 200, height: 150 },
    ],
    [
      { width: 480, height: 640 },
      { scale: 0.3125, left: 25, top: 0, width: 150, height: 200 },
    ],
    [
      { width: 100, height: 100 },
      { scale: 2, left: 0, top: 0, width: 200, height: 200 },
    ],
    [
      { width: 5000, height: 1 },
      { scale: 0.04, left: 0, top: 99, width: 200, height: 1 },
    ],
  ])('of %o in 200 pixels', (picture, expected) => {
    expect(letterboxOf(picture, 200)).toEqual(expected);
  });

  test('fills one side, lies inside, keeps the shape to half a pixel, and is centred', () => {
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 1024 }), (width, height, size) => {
        const box = letterboxOf({ width, height }, size);
        expect(Math.max(box.width, box.height)).toBe(size);
        expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(1);
        const short = Math.min(width, height) * box.scale;
        expect(Math.abs(Math.min(box.width, box.height) - Math.max(1, short))).toBeLessThanOrEqual(
          0.5 + 1e-9,
        );
        const spare = [size - box.width - 2 * box.left, size - box.height - 2 * box.top];
        for (const pixels of spare) expect([0, 1]).toContain(pixels);
      }),
    );
  });

  test.each([
    [0, 5, 200],
    [5, 5, 0],
    [5.5, 5, 200],
    [NaN, 5, 200],
  ])('of %d x %d in %d is refused', (width, height, size) => {
    expect(() => letterboxOf({ width, height }, size)).toThrow(MaskError);
  });

  test('takes for each pixel the label under its middle, and ignore for the padding', () => {
    const small = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(small, small, small, (width, height, size) => {
        const labels = Uint8Array.from({ length: width * height }, (_, i) => i % 251);
        const letterbox = letterboxOf({ width, height }, size);
        const boxed = letterboxLabels(labels, { width, height }, { letterbox, size });
        for (let y = 0; y < size; y++) {
          for (let x = 0; x < size; x++) {
            const column = Math.floor(((x - letterbox.left + 0.5) * width) / letterbox.width);
            const row = Math.floor(((y - letterbox.top + 0.5) * height) / letterbox.height);
            const isPadding = column < 0 || row < 0 || column >= width || row >= height;
            expect(boxed[y * size + x]).toBe(isPadding ? 255 : labels[row * width + column]);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test('keeps every pixel when nothing is scaled', () => {
    const labels = Uint8Array.of(1, 2, 3, 4, 5, 6);
    const letterbox = letterboxOf({ width: 3, height: 2 }, 3);
    const boxed = letterboxLabels(labels, { width: 3, height: 2 }, { letterbox, size: 3 });
    expect(Array.from(boxed)).toEqual([1, 2, 3, 4, 5, 6, 255, 255, 255]);
  });
});
