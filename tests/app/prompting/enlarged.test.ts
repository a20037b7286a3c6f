import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cropped, enlarged, maskAtSize, type Logits } from '../../../app/prompting/enlarged.ts';

const logits = fc
  .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
  .chain(({ width, height }) =>
    fc
      .array(fc.float({ min: -4, max: 4, noNaN: true }), {
        minLength: width * height,
        maxLength: width * height,
      })
      .map((values): Logits => ({ width, height, values: Float32Array.from(values) })),
  );
const length = fc.integer({ min: 1, max: 40 });

/** Pixel by pixel, as it is defined: the centre of a pixel between the centres of four, the border repeated. */
function plain(
  { width, height, values }: Logits,
  size: { width: number; height: number },
): number[] {
  const at = (x: number, y: number): number =>
    values[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))] ?? 0;
  return Array.from({ length: size.width * size.height }, (_, index) => {
    const x = Math.max(0, (((index % size.width) + 0.5) * width) / size.width - 0.5);
    const y = Math.max(0, ((Math.floor(index / size.width) + 0.5) * height) / size.height - 0.5);
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const above = at(left, top) * (1 - x + left) + at(left + 1, top) * (x - left);
    const below = at(left, top + 1) * (1 - x + left) + at(left + 1, top + 1) * (x - left);
    return above * (1 - y + top) + below * (y - top);
  });
}

it('is what lies between four, for every size', () => {
  fc.assert(
    fc.property(logits, length, length, (small, width, height) => {
      const expected = plain(small, { width, height });
      const { values } = enlarged(small, { width, height });
      expected.forEach((value, index) => expect(values[index]).toBeCloseTo(value, 4));
    }),
  );
});

it('as a mask is where that is above nought, nothing left out', () => {
  fc.assert(
    fc.property(logits, length, length, (small, width, height) => {
      const expected = plain(small, { width, height });
      const mask = maskAtSize(small, { width, height });
      expect(mask).toMatchObject({ width, height });
      expected.forEach((value, index) => {
        // Floats in another order: at nought itself either is right.
        if (Math.abs(value) > 1e-5) expect(mask.data[index]).toBe(value > 0 ? 1 : 0);
      });
    }),
  );
});

it('is cut off at its upper left', () => {
  const values = Float32Array.from({ length: 12 }, (_, index) => index);
  expect(cropped({ width: 4, height: 3, values }, { width: 2, height: 3 })).toEqual({
    width: 2,
    height: 3,
    values: Float32Array.of(0, 1, 4, 5, 8, 9),
  });
});
