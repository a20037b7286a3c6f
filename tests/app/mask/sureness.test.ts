import { describe, expect, it } from 'vitest';
import { addToSureness, calibrationOf, createSurenessCounts } from '../../../app/mask/sureness.ts';

const counted = (pixels: readonly (readonly [sure: number, label: number, guess: number])[]) => {
  const counts = createSurenessCounts(3);
  addToSureness(
    counts,
    Uint8Array.from(pixels, ([, label]) => label),
    {
      sureness: Uint8Array.from(pixels, ([sure]) => sure),
      guesses: Uint8Array.from(pixels, ([, , guess]) => guess),
    },
  );
  return counts;
};

describe('calibration', () => {
  it('says of each tenth how many were right, and how sure they were on average', () => {
    const tenths = calibrationOf(
      counted([
        [90, 1, 1],
        [95, 2, 1],
        [100, 2, 2],
        [99, 255, 2],
        [12, 0, 2],
        [18, 2, 2],
      ]),
    );
    expect(tenths[9]).toEqual({ pixels: 3, right: 2, meanSureness: 95 });
    expect(tenths[1]).toEqual({ pixels: 2, right: 1, meanSureness: 15 });
    expect(tenths[5]).toEqual({ pixels: 0, right: 0, meanSureness: null });
  });

  it('leaves out what was given no class', () => {
    expect(calibrationOf(counted([[0, 1, 0]])).every(({ pixels }) => pixels === 0)).toBe(true);
  });
});
