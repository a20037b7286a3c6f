import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smooth } from '../../../renderer/ui/charts/smooth.ts';

describe('smooth', () => {
  it('leaves a level line level from its first point on, whatever the weight', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (level, weight) => {
          for (const value of smooth([level, level, level, level], weight)) {
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
        for (const value of smooth(list, 0.9)) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...list) - 1e-6);
          expect(value).toBeLessThanOrEqual(Math.max(...list) + 1e-6);
        }
      }),
    );
  });

  it('keeps gaps as gaps and lets them weigh nothing', () => {
    expect(smooth([1, null, 1], 0.5)).toEqual([1, null, 1]);
  });

  it('with weight 0 answers the values themselves', () => {
    expect(smooth([3, 1, 2], 0)).toEqual([3, 1, 2]);
  });
});
