import type { SplitPlan } from '../../contract/filters.ts';
import type { Split } from '../../domain/image.ts';

/** A picture to be put into a split. */
export interface SplitCandidate {
  readonly id: number;
  /** Its place in its file's order: "the first 1,000" goes by it. */
  readonly order: number;
  /** The classes it shows: shares are taken from each kind of picture alike. */
  readonly categories: readonly number[];
}

/** Of train, without a wish. */
const defaultValShare = 0.1;

/**
 * Which picture goes where; the same plan, seed and pictures always give the same answer.
 * Counts go by ascending order, and what is left over belongs to no split; shares leave nothing over.
 */
export function planSplits(
  candidates: readonly SplitCandidate[],
  plan: SplitPlan,
): ReadonlyMap<number, Split> {
  return plan.kind === 'counts' ? planByCounts(candidates, plan) : planByShares(candidates, plan);
}

function planByCounts(
  candidates: readonly SplitCandidate[],
  plan: Extract<SplitPlan, { kind: 'counts' }>,
): ReadonlyMap<number, Split> {
  const ordered = candidates.toSorted((a, b) => a.order - b.order || a.id - b.id);
  const train = ordered.slice(0, plan.train);
  const splits = new Map<number, Split>(candidates.map(({ id }) => [id, 'none']));
  const place = (of: readonly SplitCandidate[], split: Split) => {
    for (const { id } of of) splits.set(id, split);
  };
  place(train, 'train');
  if (plan.val === undefined) {
    place(share(train, { share: defaultValShare, seed: plan.seed }), 'val');
    place(ordered.slice(plan.train, plan.train + plan.test), 'test');
  } else {
    const valEnd = plan.train + plan.val;
    place(ordered.slice(plan.train, valEnd), 'val');
    place(ordered.slice(valEnd, valEnd + plan.test), 'test');
  }
  return splits;
}

function planByShares(
  candidates: readonly SplitCandidate[],
  { val, test, seed }: Extract<SplitPlan, { kind: 'shares' }>,
): ReadonlyMap<number, Split> {
  const splits = new Map<number, Split>(candidates.map(({ id }) => [id, 'train']));
  const testing = share(candidates, { share: test, seed });
  for (const { id } of testing) splits.set(id, 'test');
  const rest = candidates.filter(({ id }) => splits.get(id) === 'train');
  // Shares are of all pictures: what test took does not make validation smaller.
  const left = rest.length === 0 ? 0 : (val * candidates.length) / rest.length;
  for (const { id } of share(rest, { share: Math.min(1, left), seed: seed + 1 })) {
    splits.set(id, 'val');
  }
  return splits;
}

/**
 * A seeded part of the pictures, taken from each kind (the set of classes shown) in proportion. Remainders are carried
 * from kind to kind, so that many small kinds do not round to nothing.
 */
function share(
  candidates: readonly SplitCandidate[],
  { share: wanted, seed }: { share: number; seed: number },
): readonly SplitCandidate[] {
  const kinds = Map.groupBy(candidates, ({ categories }) => kindOf(categories));
  const taken: SplitCandidate[] = [];
  let due = 0;
  for (const kind of [...kinds.keys()].sort()) {
    const members = (kinds.get(kind) ?? []).toSorted(
      (a, b) => rank(a.id, seed) - rank(b.id, seed) || a.id - b.id,
    );
    due += members.length * wanted;
    // A hair above guards against 0.1 * 30 being less than 3.
    const count = Math.min(members.length, Math.floor(due + 1e-9));
    taken.push(...members.slice(0, count));
    due -= count;
  }
  const missing = Math.round(candidates.length * wanted) - taken.length;
  if (missing <= 0) return taken;
  const has = new Set(taken);
  const others = candidates
    .filter((candidate) => !has.has(candidate))
    .toSorted((a, b) => rank(a.id, seed) - rank(b.id, seed) || a.id - b.id);
  return [...taken, ...others.slice(0, missing)];
}

function kindOf(categories: readonly number[]): string {
  return [...categories].sort((a, b) => a - b).join();
}

/** A number that looks random and depends on id and seed alone: a picture that is added moves no other. */
function rank(id: number, seed: number): number {
  let hash = Math.imul(id ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(seed + 0x7f4a7c15, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
