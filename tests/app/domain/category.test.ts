import { expect, test } from 'vitest';
import { categoryColors, colorOfNthCategory } from '../../../app/domain/category.ts';
import { nearest, visions } from './color-difference.ts';

test('the first seven classes have the colours of the set, in its order', () => {
  expect(Array.from({ length: 7 }, (_, index) => colorOfNthCategory(index))).toEqual(
    categoryColors,
  );
});

test.each(Object.entries(visions))('21 classes are told apart: vision %s', (_, rows) => {
  const colors = Array.from({ length: 21 }, (_each, index) => colorOfNthCategory(index));
  expect(new Set(colors).size).toBe(21);
  // A difference of 2.3 is just noticeable.
  expect(nearest(colors, rows)).toBeGreaterThan(7);
});
