import { openEagerLearner } from './eager-learner.ts';
import { openGraphLearner } from './graph-learner.ts';
import type { Learner, LearnerOptions } from './learner.ts';

/**
 * As a graph where the backend can run one; otherwise operation by operation, which is slower. `fallback` says why, and
 * is null when it is what was hoped for.
 */
export function openLearner(options: LearnerOptions): {
  readonly learner: Learner;
  readonly fallback: string | null;
} {
  const { kernels } = options.backend;
  if (kernels === null) return { learner: openEagerLearner(options), fallback: null };
  try {
    return { learner: openGraphLearner(kernels, options), fallback: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { learner: openEagerLearner(options), fallback: reason };
  }
}
