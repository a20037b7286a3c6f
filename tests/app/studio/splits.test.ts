import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planSplits, type SplitCandidate } from '../../../app/studio/training/split-plan.ts';
import { startProject } from './test-studio.ts';

const candidates = fc.uniqueArray(fc.nat(100_000), { maxLength: 120 }).chain((ids) =>
  fc.tuple(
    ...ids.map((id) =>
      fc.record({
        id: fc.constant(id),
        order: fc.nat(1000),
        categories: fc.subarray([17, 18, 44]),
      }),
    ),
  ),
);

function countIn(splits: ReadonlyMap<number, string>, split: string): number {
  return [...splits.values()].filter((each) => each === split).length;
}

describe('counts', () => {
  it('take the first by order, then the next, and leave the rest in no split', () => {
    fc.assert(
      fc.property(candidates, fc.nat(60), fc.nat(60), fc.nat(60), (all, train, val, test) => {
        const splits = planSplits(all, { kind: 'counts', train, val, test, seed: 0 });
        const order = all.toSorted((a, b) => a.order - b.order || a.id - b.id);
        const expected = order.map((_, place) =>
          place < train
            ? 'train'
            : place < train + val
              ? 'val'
              : place < train + val + test
                ? 'test'
                : 'none',
        );
        expect(order.map(({ id }) => splits.get(id))).toEqual(expected);
      }),
    );
  });

  it('without a wish hold out a tenth of train to validate, and leave the test pictures where they are', () => {
    const all = Array.from({ length: 1100 }, (_, id) => ({ id, order: id, categories: [17] }));
    const splits = planSplits(all, { kind: 'counts', train: 1000, test: 5, seed: 3 });
    expect(countIn(splits, 'train')).toBe(900);
    expect(countIn(splits, 'val')).toBe(100);
    const testing = [...splits].filter(([, split]) => split === 'test').map(([id]) => id);
    expect(testing).toEqual([1000, 1001, 1002, 1003, 1004]);
    expect(countIn(splits, 'none')).toBe(95);
  });
});

describe('shares', () => {
  it('put every picture somewhere, as many as asked for, the same for the same seed', () => {
    const shares = fc.record({
      val: fc.double({ min: 0, max: 0.5, noNaN: true }),
      test: fc.double({ min: 0, max: 0.5, noNaN: true }),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(candidates, shares, (all, { val, test, seed }) => {
        const plan = { kind: 'shares', val, test, seed } as const;
        const splits = planSplits(all, plan);
        expect(splits.size).toBe(all.length);
        expect(countIn(splits, 'none')).toBe(0);
        expect(Math.abs(countIn(splits, 'val') - val * all.length)).toBeLessThanOrEqual(1);
        expect(Math.abs(countIn(splits, 'test') - test * all.length)).toBeLessThanOrEqual(1);
        expect(planSplits(all.toReversed(), plan)).toEqual(new Map([...splits].reverse()));
      }),
    );
  });

  it('are taken from each kind of picture alike', () => {
    const kind = (from: number, count: number, categories: number[]): SplitCandidate[] =>
      Array.from({ length: count }, (_, k) => ({ id: from + k, order: k, categories }));
    const all = [...kind(0, 200, [17]), ...kind(1000, 100, [18]), ...kind(2000, 20, [18, 17])];
    const splits = planSplits(all, { kind: 'shares', val: 0.2, test: 0.1, seed: 7 });
    const inKind = (from: number, split: string) =>
      [...splits].filter(([id, each]) => id >= from && id < from + 1000 && each === split).length;
    expect([inKind(0, 'val'), inKind(1000, 'val'), inKind(2000, 'val')]).toEqual([40, 20, 4]);
    expect([inKind(0, 'test'), inKind(1000, 'test'), inKind(2000, 'test')]).toEqual([20, 10, 2]);
  });

  it('of another seed are other pictures', () => {
    const all = Array.from({ length: 300 }, (_, id) => ({ id, order: id, categories: [] }));
    const of = (seed: number) => planSplits(all, { kind: 'shares', val: 0.2, test: 0, seed });
    expect(of(1)).not.toEqual(of(2));
  });
});

it('a plan moves the pictures of the project', async () => {
  const { call } = await startProject({ pictures: 10 });
  const plan = { kind: 'counts', train: 6, val: 2, test: 1, seed: 0 } as const;
  expect(await call('split.apply', { plan })).toEqual({ train: 6, val: 2, test: 1, none: 1 });
  const { splits } = await call('image.counts', { filter: {} });
  expect(splits).toEqual({ train: 6, val: 2, test: 1, none: 1 });
  const order = { by: 'id', descending: false } as const;
  const { ids } = await call('image.ids', { filter: { splits: ['test'] }, order });
  expect(ids).toEqual([9]);
});
