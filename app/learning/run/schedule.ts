import type { TrainingSettings } from '../../contract/training.ts';

type Schedule = TrainingSettings['schedule'];

/** The share of a run over which a rate climbs to its height before it sinks; large first steps are wild ones. */
const warmUpShare = 0.03;
/** Ends at a hundredth: a rate of nothing would waste the last epoch. */
const leastShare = 0.01;
/** Chen et al., arXiv 1606.00915. */
const polyPower = 0.9;
/** After half of the run a tenth, after three quarters a hundredth: He et al., arXiv 1512.03385, section 4.2. */
const drops = [0.5, 0.75];
/** Smith and Topin, arXiv 1708.07120, with the shares and divisors of PyTorch's `OneCycleLR`. */
const oneCycle = { climbs: 0.3, begin: 1 / 25, end: 1 / 25 / 1e4 };

/**
 * The learning rate of a step, counted from 1, of `steps` in all.
 * `rate` is its height, which every schedule but `constant` reaches after a warm-up.
 */
export function rateAt(
  { rate, schedule }: Pick<TrainingSettings, 'rate' | 'schedule'>,
  { step, steps }: { readonly step: number; readonly steps: number },
): number {
  if (schedule === 'constant') return rate;
  if (schedule === 'one-cycle') return rate * shareOfCycle(step - 1, steps - 1);
  const warmUp = Math.max(1, Math.round(steps * warmUpShare));
  if (step <= warmUp) return (rate * step) / warmUp;
  return rate * shareOf(schedule, (step - warmUp) / Math.max(1, steps - warmUp));
}

/** Of the rate's height, when such a share of the way after the warm-up is done. */
function shareOf(schedule: Exclude<Schedule, 'constant' | 'one-cycle'>, done: number): number {
  switch (schedule) {
    case 'cosine':
      return leastShare + (1 - leastShare) * sinking(done);
    case 'poly':
      return Math.max(leastShare, (1 - done) ** polyPower);
    case 'step':
      return 10 ** -drops.filter((drop) => done > drop).length;
  }
}

/** Up from a low rate and down to a far lower one, both along a cosine. */
function shareOfCycle(step: number, last: number): number {
  const { climbs, begin, end } = oneCycle;
  const top = Math.max(0, climbs * (last + 1) - 1);
  if (step < top) return 1 + (begin - 1) * sinking(step / top);
  return end + (1 - end) * sinking((step - top) / Math.max(1e-9, last - top));
}

/** From 1 to 0 along half a cosine. */
function sinking(done: number): number {
  return 0.5 * (1 + Math.cos(Math.PI * done));
}
