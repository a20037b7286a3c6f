import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smooth, weightOf } from '../../../renderer/ui/charts/smooth.ts';

function smoothed(values: readonly number[], weight: number): readonly number[] {
  const places = Float64Array.from(values.keys(), (index) => index + 1);
  return [...smooth(Float64Array.from(values), { places, weight })];
}

describe('smooth', () => {
  it('leaves a level line level from its first point on, whatever the weight', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (level, weight) => {
          for (const value of smoothed([level, level, level, level], weight)) {
            expect(value).toBeCloseTo(level, 6);
          }
        },
      ),
    );
  });

  it('stays between the lowest and the highest value', () => {
    const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, (list) => {
        for (const value of smoothed(list, 0.9)) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...list) - 1e-6);
          expect(value).toBeLessThanOrEqual(Math.max(...list) + 1e-6);
        }
      }),
    );
  });

  it('keeps gaps as gaps and lets them weigh nothing', () => {
    expect(smoothed([1, NaN, 1], 0.5)).toEqual([1, NaN, 1]);
  });

  it('with weight 0 answers the values themselves', () => {
    expect(smoothed([3, 1, 2], 0)).toEqual([3, 1, 2]);
  });

  it('forgets over places left out as over places that are there', () => {
    const values = Float64Array.of(4, 2);
    const near = smooth(values, { places: Float64Array.of(1, 2), weight: 0.9 });
    const far = smooth(values, { places: Float64Array.of(1, 50), weight: 0.9 });
    expect(near[1]).toBeGreaterThan(2.9);
    expect(far[1]).toBeCloseTo(2, 1);
  });
});

describe('the weight of an amount of smoothing', () => {
  it('is nothing at 0, and the same share of a short run and of a long one', () => {
    expect(weightOf(0, 1000)).toBe(0);
    // The average's reach, 1 / (1 - weight), is a tenth of the run.
    expect(1 / (1 - weightOf(1, 1000))).toBeCloseTo(101);
    expect(1 / (1 - weightOf(1, 100_000))).toBeCloseTo(10_001);
  });
});
