import type { SplitPlan } from '../contract/filters.ts';
import type { Split } from '../domain/image.ts';
import { listSplitCandidates } from '../store/images.ts';
import { listLabelled, type SplitTally } from '../store/labelled-images.ts';
import type { Store } from '../store/open.ts';
import { planSplits } from './split-plan.ts';

/** A project whose pictures nobody has divided is divided so by its first training: four fifths, one fifth. */
export function firstDivision(seed: number): SplitPlan {
  return { kind: 'shares', val: 0.2, test: 0, seed };
}

/** Whether the first training will divide the pictures: none is in a split, and some can be learned from. */
export function awaitsDivision(tallies: readonly SplitTally[]): boolean {
  return tallies.every(({ split }) => split === 'none') && tallies.some(({ usable }) => usable > 0);
}

export interface ForeseenDivision {
  /** Usable pictures. */
  count(split: Split): number;
  /** Those of them that show a class. */
  countOf(category: number, split: Split): number;
}

/** What training would see if it began now. */
export function foreseeDivision(store: Store, seed: number): ForeseenDivision {
  const candidates = listSplitCandidates(store.sql);
  const planned = planSplits(candidates, firstDivision(seed));
  const usable = new Set(listLabelled(store.sql, ['none']).map(({ id }) => id));
  const inSplit = (split: Split) =>
    candidates.filter(({ id }) => usable.has(id) && planned.get(id) === split);
  return {
    count: (split) => inSplit(split).length,
    countOf: (category, split) =>
      inSplit(split).filter(({ categories }) => categories.includes(category)).length,
  };
}
