import { expect, test } from 'vitest';
import { largestSizeOf, mostTilesOf, settingsFrom } from '../../app/contract/training.ts';

test('the most that Train offers of parts and of the picture size is taken, whole and never too large', () => {
  for (let tiles = 1; tiles <= 8; tiles++) {
    const size = largestSizeOf(tiles);
    expect(settingsFrom({ size, tiles })).toMatchObject({ size, tiles });
    expect(mostTilesOf(size)).toBeGreaterThanOrEqual(tiles);
    expect(settingsFrom({ size, tiles: mostTilesOf(size) }).size).toBe(size);
  }
  // Of five parts 4,096 pixels are no whole number.
  expect([largestSizeOf(5), mostTilesOf(819)]).toEqual([819, 5]);
  expect(() => settingsFrom({ size: 820, tiles: 5 })).toThrow('4100 pixels; 4096 is the most');
});
