import type { Metric } from '../contract/run-folder.ts';

/**
 * Leaves at most about `most` rows of steps: of each stretch the lowest and the highest loss, and the very last row.
 * Rows of epochs and validations all stay.
 */
export function thinMetrics(metrics: readonly Metric[], most: number): readonly Metric[] {
  const steps = metrics.filter(({ kind }) => kind === 'step');
  if (steps.length <= most) return metrics;
  const stretch = Math.ceil((2 * steps.length) / Math.max(2, most));
  const kept = new Set<Metric | undefined>([steps.at(-1)]);
  for (let from = 0; from < steps.length; from += stretch) {
    const byLoss = steps.slice(from, from + stretch).sort((a, b) => (a.loss ?? 0) - (b.loss ?? 0));
    kept.add(byLoss[0]).add(byLoss.at(-1));
  }
  return metrics.filter((row) => row.kind !== 'step' || kept.has(row));
}
