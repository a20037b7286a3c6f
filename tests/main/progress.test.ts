import { expect, test } from 'vitest';
import type { RunState } from '../../app/contract/run-folder.ts';
import type { Job } from '../../app/contract/shapes.ts';
import { fractionOf, percentOf } from '../../main/progress.ts';

function run(step: number, epochs = 4, stepsPerEpoch = 25): { state: RunState } {
  return { state: { step, epochs, stepsPerEpoch } as RunState };
}

function job(done: number, total: number): Job {
  return { done, total } as Job;
}

test('without work there is no bar', () => {
  expect(fractionOf([], [])).toBeNull();
});

test('the bar shows how far the least advanced piece is', () => {
  expect(fractionOf([run(50)], [])).toBe(0.5);
  expect(fractionOf([run(50)], [job(1, 10)])).toBe(0.1);
  expect(fractionOf([run(200)], [])).toBe(1);
});

test('what is not known yet is shown as that, and only while nothing is known', () => {
  expect(fractionOf([{ state: null }], [job(0, 0)])).toBeGreaterThan(1);
  expect(fractionOf([{ state: null }, run(25)], [])).toBe(0.25);
  expect(fractionOf([run(0, 4, 0)], [])).toBeGreaterThan(1);
});

test('percents are whole and reach a hundred only at the end', () => {
  expect(percentOf(run(99).state)).toBe(99);
  expect(percentOf({ ...run(999, 10, 100).state })).toBe(99);
  expect(percentOf(run(100).state)).toBe(100);
  expect(percentOf(null)).toBeNull();
});
