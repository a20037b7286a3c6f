import type { TrainingSettings } from '../../contract/training.ts';

/** The share of a run over which the rate of a cosine schedule climbs to its height; large first steps are wild ones. */
const warmUpShare = 0.03;

/** The learning rate of a step, counted from 1. */
export function rateAt(
  { rate, schedule }: Pick<TrainingSettings, 'rate' | 'schedule'>,
  { step, steps }: { readonly step: number; readonly steps: number },
): number {
  if (schedule === 'constant') return rate;
  const warmUp = Math.max(1, Math.round(steps * warmUpShare));
  if (step <= warmUp) return (rate * step) / warmUp;
  const done = (step - warmUp) / Math.max(1, steps - warmUp);
  // Ends at a hundredth: a rate of nothing would waste the last epoch.
  return rate * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * done)));
}
