import type { SplitPlan } from '../../contract/filters.ts';
import type { Handlers } from '../../contract/dispatch.ts';
import { splits, type Split } from '../../domain/image.ts';
import { listSplitCandidates, setSplits } from '../../store/images.ts';
import type { Store } from '../../store/open.ts';
import type { StudioContext } from '../context.ts';
import { planSplits } from './split-plan.ts';

export function splitHandlers(context: StudioContext): Pick<Handlers, 'split.apply'> {
  return {
    'split.apply': async ({ plan }) => {
      const store = context.store();
      const counts = await store.write(() => applySplitPlan(store, plan));
      context.events.announce('images', { images: [] });
      return counts;
    },
  };
}

/** Puts every picture where the plan says. Runs inside a transaction. */
export function applySplitPlan(store: Store, plan: SplitPlan): Record<Split, number> {
  const counts: Record<Split, number> = { train: 0, val: 0, test: 0, none: 0 };
  const candidates = listSplitCandidates(store.sql);
  const planned = planSplits(candidates, plan);
  const moved: Record<Split, number[]> = { train: [], val: [], test: [], none: [] };
  for (const { id, split: was } of candidates) {
    const split = planned.get(id) ?? 'none';
    counts[split]++;
    if (split !== was) moved[split].push(id);
  }
  for (const split of splits) setSplits(store.sql, moved[split], split);
  return counts;
}
