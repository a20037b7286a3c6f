import type { RateSearch, TriedRate } from '../../../app/contract/rate-search.ts';
import type { Curve } from '../../ui/charts/curves.ts';
import { words } from '../../words/en.ts';

/** A search for a learning rate as lines. x counts powers of ten above the lowest rate. */

/** How far the axis goes. */
export function decadesOf({ tried }: RateSearch): number {
  return placeOf(tried, tried.at(-1)?.rate ?? 1);
}

export function rateAt({ tried }: RateSearch, x: number): number {
  return (tried[0]?.rate ?? 1) * 10 ** x;
}

/** A power of ten in few letters. */
export function tickOf(rate: number): string {
  return rate < 0.1 ? rate.toExponential(0) : String(Number(rate.toPrecision(1)));
}

/** The loss of each step under what it comes to smoothed, and the suggested rate as a dot on that. */
export function rateCurvesOf({ tried, suggested }: RateSearch): readonly Curve[] {
  const say = words.train.rateSearch;
  const xs = tried.map(({ rate }) => placeOf(tried, rate));
  const smoothed: Curve = {
    key: 'smoothed',
    label: say.smoothed,
    group: '',
    color: 'var(--accent)',
    xs,
    ys: tried.map((one) => one.smoothed),
    widthPx: 2,
  };
  const raw: Curve = {
    ...smoothed,
    key: 'step',
    label: words.train.stepCurve,
    // What runs away would press all else flat.
    ys: tried.map(({ loss }) => Math.min(loss, 1.2 * highestOf(tried))),
    widthPx: 1,
    faint: true,
  };
  if (suggested === null) return [raw, smoothed];
  const nearest = tried.reduce((best, one) =>
    apart(one, suggested) < apart(best, suggested) ? one : best,
  );
  const dot: Curve = {
    key: 'suggested',
    label: say.suggested,
    group: '',
    color: 'var(--edited)',
    xs: [placeOf(tried, nearest.rate)],
    ys: [nearest.smoothed],
    widthPx: 2,
    dotsPx: 10,
  };
  return [raw, smoothed, dot];
}

function apart({ rate }: TriedRate, other: number): number {
  return Math.abs(Math.log(rate / other));
}

function placeOf(tried: readonly TriedRate[], rate: number): number {
  return Math.log10(rate / (tried[0]?.rate ?? rate));
}

function highestOf(tried: readonly TriedRate[]): number {
  return Math.max(...tried.map(({ smoothed }) => smoothed));
}
