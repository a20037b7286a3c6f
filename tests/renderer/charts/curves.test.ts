import { describe, expect, it } from 'vitest';
import { alignCurves, groupsOf, valueAt, type Curve } from '../../../renderer/ui/charts/curves.ts';

function curve(xs: readonly number[], ys: readonly (number | null)[]): Curve {
  return { key: 'a', label: 'a', group: 'run-1', color: '#fff', widthPx: 1, xs, ys };
}

describe('alignCurves', () => {
  it('puts curves with points at different places on one axis, without inventing values', () => {
    const [xs, first, second] = alignCurves([curve([1, 3], [10, 30]), curve([2, 3], [5, null])]);
    expect(xs).toEqual([1, 2, 3]);
    expect(first).toEqual([10, undefined, 30]);
    expect(second).toEqual([undefined, 5, null]);
  });
});

describe('valueAt', () => {
  const line = curve([1, 2, 4], [10, 20, 40]);

  it('reads the last value that was known at that place', () => {
    expect([0.5, 1, 1.9, 2, 3.9, 9].map((x) => valueAt(line, x))).toEqual([
      null,
      10,
      10,
      20,
      20,
      40,
    ]);
  });
});

describe('groupsOf', () => {
  it('puts the curves of a run together, runs in the order in which they come', () => {
    const [a, b, c] = ['run-1', 'run-2', 'run-1'].map((group) => ({ ...curve([], []), group }));
    expect(groupsOf([a!, b!, c!])).toEqual([
      { name: 'run-1', curves: [a, c] },
      { name: 'run-2', curves: [b] },
    ]);
  });
});
