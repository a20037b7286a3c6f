import type { SplitPlan } from '../../contract/filters.ts';
import type { Split } from '../../domain/image.ts';
import { listSplitCandidates } from '../../store/images.ts';
import {
  listLabelled,
  type LabelledTallies,
  type SplitTally,
} from '../../store/labelled-images.ts';
import type { Store } from '../../store/open.ts';
import { planSplits } from './split-plan.ts';

const validationShare = 0.2;

/** A project whose pictures nobody has divided is divided so by its first training: four fifths, one fifth. */
export function firstDivision(seed: number): SplitPlan {
  return { kind: 'shares', val: validationShare, test: 0, seed };
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

/** Up to here every picture is planned; beyond, a person reads rounded numbers anyway. */
const fewPictures = 5000;

/** What training would see if it began now: exactly in a small project, by shares in a large one. */
export function foreseeDivision(
  store: Store,
  seed: number,
  { splits, categories }: LabelledTallies,
): ForeseenDivision {
  const pictures = splits.reduce((sum, { usable }) => sum + usable, 0);
  if (pictures <= fewPictures) return planned(store, seed);
  const share = (count: number, split: Split) => {
    const val = Math.round(count * validationShare);
    return split === 'val' ? val : split === 'train' ? count - val : 0;
  };
  return {
    count: (split) => share(pictures, split),
    countOf: (category, split) =>
      share(categories.find((row) => row.category === category)?.images ?? 0, split),
  };
}

function planned(store: Store, seed: number): ForeseenDivision {
  const candidates = listSplitCandidates(store.sql);
  const splits = planSplits(candidates, firstDivision(seed));
  const usable = new Set(listLabelled(store.sql, ['none']).map(({ id }) => id));
  const inSplit = (split: Split) =>
    candidates.filter(({ id }) => usable.has(id) && splits.get(id) === split);
  return {
    count: (split) => inSplit(split).length,
    countOf: (category, split) =>
      inSplit(split).filter(({ categories }) => categories.includes(category)).length,
  };
}
