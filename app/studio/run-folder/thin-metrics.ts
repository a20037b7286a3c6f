import type { Metric } from '../../contract/run-folder.ts';

/**
 * Leaves at most about `most` rows of steps: of each stretch the lowest and the highest loss and the longest gradient, and
 * the very last row.
 * Rows of epochs and validations all stay.
 */
export function thinMetrics(metrics: readonly Metric[], most: number): readonly Metric[] {
  const steps = metrics.filter(({ kind }) => kind === 'step');
  if (steps.length <= most) return metrics;
  const stretch = Math.ceil((3 * steps.length) / Math.max(3, most));
  const kept = new Set<Metric | undefined>([steps.at(-1)]);
  for (let from = 0; from < steps.length; from += stretch) {
    const part = steps.slice(from, from + stretch);
    const byLoss = part.toSorted((a, b) => (a.loss ?? 0) - (b.loss ?? 0));
    kept.add(byLoss[0]).add(byLoss.at(-1));
    const steepest = part.reduce((most, row) => (lengthOf(row) > lengthOf(most) ? row : most));
    if (steepest.gradientNorm !== null) kept.add(steepest);
  }
  return metrics.filter((row) => row.kind !== 'step' || kept.has(row));
}

function lengthOf({ gradientNorm }: Metric): number {
  return gradientNorm ?? 0;
}
