import { expect, test } from 'vitest';
import {
  bytes,
  count,
  counted,
  duration,
  lossFigure,
  magnitude,
  roughDuration,
  score,
} from '../../../renderer/words/numbers.ts';

test('numbers read as people write them', () => {
  expect(count(1204)).toBe('1,204');
  expect(counted(1, 'picture')).toBe('1 picture');
  expect(counted(2, 'picture')).toBe('2 pictures');
  expect(bytes(2_214_592_512)).toBe('2.2 GB');
  expect(bytes(0)).toBe('0 B');
  expect(magnitude(0)).toBe('0');
  expect(magnitude(999)).toBe('999');
  expect(magnitude(999_999)).toBe('1 M');
  expect(magnitude(237_600_000)).toBe('238 M');
  expect(magnitude(4_462_100_000)).toBe('4.46 G');
});

test('times keep their shape', () => {
  expect(duration(134)).toBe('2:14');
  expect(duration(7265)).toBe('2:01:05');
  expect(duration(-3)).toBe('0:00');
  expect(roughDuration(840)).toBe('14 min');
  expect(roughDuration(8)).toBe('8 s');
});

test('losses stay short, however large or small', () => {
  expect([0, 0.0042, 1.6123, 271.46, 123_456].map(lossFigure)).toEqual([
    '0.00',
    '0.0042',
    '1.61',
    '271',
    '1.2e+5',
  ]);
});

test('a figure that does not exist is a dash, never 0', () => {
  expect(score(null)).toBe('\u2013');
  expect(score(0)).toBe('0.00');
});
