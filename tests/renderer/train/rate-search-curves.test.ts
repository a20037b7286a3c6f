import { expect, it } from 'vitest';
import type { RateSearch } from '../../../app/contract/rate-search.ts';
import {
  decadesOf,
  rateAt,
  rateCurvesOf,
  tickOf,
} from '../../../renderer/views/Train/rate-search-curves.ts';

const search: RateSearch = {
  tried: [1e-4, 1e-3, 1e-2, 1e-1].map((rate, at) => ({
    rate,
    loss: [2, 1.5, 1, 99][at] ?? 0,
    smoothed: [2, 1.7, 1.4, 3][at] ?? 0,
  })),
  ended: 'ran-away',
  suggested: 0.003,
};

it('draws the losses by powers of ten, what ran away cut off, and the suggested rate as a dot', () => {
  const [raw, smoothed, dot] = rateCurvesOf(search);
  expect(smoothed?.xs.map((x) => Math.round(x * 1e6) / 1e6)).toEqual([0, 1, 2, 3]);
  expect(smoothed?.ys).toEqual([2, 1.7, 1.4, 3]);
  expect(raw?.ys.slice(0, 3)).toEqual([2, 1.5, 1]);
  expect(raw?.ys[3]).toBeCloseTo(3.6, 6);
  expect(dot).toMatchObject({ xs: [1], ys: [1.7] });
  expect(decadesOf(search)).toBeCloseTo(3, 6);
  expect(rateAt(search, 2)).toBeCloseTo(1e-2, 9);
  expect([1e-6, 0.01, 0.1, 1, 10].map(tickOf)).toEqual(['1e-6', '1e-2', '0.1', '1', '10']);
});

it('draws no dot where no rate is suggested', () => {
  expect(rateCurvesOf({ ...search, suggested: null })).toHaveLength(2);
});
