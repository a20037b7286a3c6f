import { expect, test } from 'vitest';
import { narrowedTo, nextKinds } from '../../../renderer/state/editor/next-kinds.ts';

test.each(nextKinds)('the next %s one is looked for among what the filter shows', (kind) => {
  const filter = { categories: [17], search: 'cat', missing: false } as const;
  const asked = { ...filter, categories: [...filter.categories] };
  expect(narrowedTo(kind, asked)).toMatchObject(filter);
  expect(narrowedTo(kind, asked)).not.toEqual(filter);
});

test('pictures that disagree are those with a low score, within the range that was chosen', () => {
  expect(narrowedTo('disagreeing', {}).score).toEqual([0, 0.5]);
  expect(narrowedTo('disagreeing', { score: [0.2, 0.9] }).score).toEqual([0.2, 0.5]);
  expect(narrowedTo('disagreeing', { score: [0.1, 0.3] }).score).toEqual([0.1, 0.3]);
});

test('a state that the filter does not show is looked for all the same', () => {
  expect(narrowedTo('accepted', { reviews: ['edited'] }).reviews).toEqual(['accepted']);
});
