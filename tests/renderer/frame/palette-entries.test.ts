import { expect, test } from 'vitest';
import { fit } from '../../../renderer/frame/palette-entries.ts';

function best(typed: string, titles: readonly string[]): string | undefined {
  return titles
    .map((title) => ({ title, value: fit(typed, title) }))
    .filter(({ value }) => value !== null)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0))[0]?.title;
}

const titles = ['Go to Browse', 'Go to Train', 'Show all keys', 'Train', 'Open a project'];

test('a title that begins with what was typed comes first', () => {
  expect(best('train', titles)).toBe('Train');
});

test('words may be typed in any order and by their beginnings', () => {
  expect(best('proj open', titles)).toBe('Open a project');
});

test('initials find an action', () => {
  expect(best('sak', titles)).toBe('Show all keys');
});

test('what does not occur fits nothing, and signs are taken as they are', () => {
  expect(best('zebra', titles)).toBeUndefined();
  expect(fit('.*', 'Go to Browse')).toBeNull();
});
