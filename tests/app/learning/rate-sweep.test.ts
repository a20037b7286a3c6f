import { describe, expect, test } from 'vitest';
import {
  createSweep,
  searchOf,
  suggestedRate,
  sweepRange,
  sweepSteps,
  sweptRate,
} from '../../../app/learning/run/rate-sweep.ts';

/** Sweeps over a loss that is a function of the rate, with noise, until it runs away. */
function swept(lossAt: (rate: number) => number) {
  const sweep = createSweep();
  const range = sweepRange({ kind: 'adam' });
  for (let step = 1; step <= sweepSteps; step++) {
    const rate = sweptRate(range, step);
    sweep.take(rate, lossAt(rate) * (1 + 0.05 * Math.sin(step * 7)));
    if (sweep.hasRunAway()) return searchOf(sweep, 'ran-away');
  }
  return searchOf(sweep, 'tried-all');
}

describe('a search for a learning rate', () => {
  test('goes over all powers of ten alike, and as high for SGD as gradients are short', () => {
    const range = sweepRange({ kind: 'adamw' });
    expect(sweptRate(range, 1)).toBeCloseTo(1e-6, 12);
    expect(sweptRate(range, sweepSteps)).toBeCloseTo(1, 6);
    expect(sweptRate(range, 51) / sweptRate(range, 50)).toBeCloseTo(1e6 ** (1 / 99), 6);
    expect(sweepRange({ kind: 'sgd' })[1]).toBe(10);
  });

  test('suggests where three quarters of the fall were done, and ends where it runs away', () => {
    const { tried, ended, suggested } = swept((rate) =>
      rate < 1e-4 ? 2 : rate < 1e-2 ? 2 - 0.5 * Math.log10(rate / 1e-4) : 1 + 200 * rate,
    );
    expect(ended).toBe('ran-away');
    expect(tried.length).toBeLessThan(sweepSteps);
    // They are at 3.2e-3; the smoothed loss comes some steps after the loss itself.
    expect(suggested).toBeGreaterThan(3e-3);
    expect(suggested).toBeLessThan(9e-3);
    expect(Number(suggested?.toPrecision(2))).toBe(suggested);
  });

  test('suggests none where the loss never falls', () => {
    expect(swept((rate) => 2 + rate)).toMatchObject({ ended: 'tried-all', suggested: null });
    // A little, and no more than it sways.
    expect(swept((rate) => 2 - 0.1 * rate).suggested).toBeNull();
    expect(suggestedRate([])).toBeNull();
  });

  test('smooths from the first step on without a pull towards zero', () => {
    const sweep = createSweep();
    expect(sweep.take(1e-6, 3).smoothed).toBeCloseTo(3, 12);
    expect(sweep.take(1e-5, 3).smoothed).toBeCloseTo(3, 12);
    expect(sweep.hasRunAway()).toBe(false);
  });
});
