import type { RateSearch, TriedRate } from '../../contract/rate-search.ts';
import type { OptimiserSettings } from '../operations/optimisers.ts';

/**
 * A search for a learning rate (Smith, arXiv 1506.01186, section 3.3): a hundred steps, each at a rate somewhat higher than
 * the one before, over six or seven powers of ten. Too low a rate and the loss stays, at a good one it falls, at too high
 * a one it runs away.
 */
export const sweepSteps = 100;

/** Lowest and highest rate that are tried. SGD's steps are as long as its gradients, Adam's are not. */
export function sweepRange({ kind }: Pick<OptimiserSettings, 'kind'>): readonly [number, number] {
  return kind === 'sgd' ? [1e-5, 10] : [1e-6, 1];
}

/** The rate of a step, which counts from 1. */
export function sweptRate([low, high]: readonly [number, number], step: number): number {
  return low * (high / low) ** ((step - 1) / (sweepSteps - 1));
}

/** The share of the smoothed loss that stays at a step: it stands for about the last seven. */
const staying = 0.85;
/** As many times the lowest smoothed loss and it has run away. */
const runAway = 2.5;
/** The first steps, at rates too low to change anything: what the loss is without learning, and how much it sways. */
const beginning = 20;
/** Of the loss in the beginning, what has to be gone for a rate to be suggested; and as many times what it sways smoothed. */
const leastFall = { share: 0.03, timesNoise: 4 };

/** The share of the fall that is done where a rate is suggested: measured in docs/benchmarks.md. */
const fallen = 0.75;

/** Gathers what steps tell, and says when it is enough. */
export interface Sweep {
  readonly tried: readonly TriedRate[];
  /** Takes a step's loss in. */
  take(rate: number, loss: number): TriedRate;
  hasRunAway(): boolean;
}

export function createSweep(): Sweep {
  const tried: TriedRate[] = [];
  let sum = 0;
  let lowest = Infinity;
  return {
    tried,
    take(rate, loss) {
      sum = staying * sum + (1 - staying) * loss;
      // The beginning, where little has been summed up yet, is scaled up to what it stands for.
      const smoothed = sum / (1 - staying ** (tried.length + 1));
      const one = { rate, loss, smoothed };
      tried.push(one);
      if (tried.length >= beginning) lowest = Math.min(lowest, smoothed);
      return one;
    },
    hasRunAway: () => (tried.at(-1)?.smoothed ?? 0) > runAway * lowest,
  };
}

/**
 * The rate at which three quarters of the fall were done, to two figures: the loss still falls there. Where it is lowest says
 * less, since a normalised network hardly minds rates that are ten times too high for the hundred steps of a search. Null
 * where the loss fell no more than it sways.
 */
export function suggestedRate(tried: readonly TriedRate[]): number | null {
  const before = tried.slice(0, beginning).map(({ loss }) => loss);
  const rest = tried.slice(beginning);
  if (rest.length === 0) return null;
  const level = meanOf(before);
  const lowest = Math.min(...rest.map(({ smoothed }) => smoothed));
  const sways = deviationOf(before) * Math.sqrt((1 - staying) / (1 + staying));
  const fall = level - lowest;
  if (fall < Math.max(leastFall.share * level, leastFall.timesNoise * sways)) return null;
  const bottom = rest.findIndex(({ smoothed }) => smoothed === lowest);
  // The last time it came down so far: before that it may have swayed there.
  const isAbove = ({ smoothed }: TriedRate) => smoothed > level - fallen * fall;
  const place = rest.slice(0, bottom + 1).findLastIndex(isAbove) + 1;
  return Number((rest[place]?.rate ?? NaN).toPrecision(2));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}

export function searchOf({ tried }: Sweep, ended: RateSearch['ended']): RateSearch {
  return { tried: [...tried], ended, suggested: suggestedRate(tried) };
}
