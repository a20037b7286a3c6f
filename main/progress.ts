import type { RunState } from '../app/contract/run-folder.ts';
import type { Job } from '../app/contract/shapes.ts';

/** More than everything: the taskbar then shows that it is not known how much is left. */
const unknown = 2;

function fractionOfRun({ step, epochs, stepsPerEpoch }: RunState): number | null {
  const steps = epochs * stepsPerEpoch;
  return steps > 0 ? Math.min(1, step / steps) : null;
}

/** Whole percent of a run; null before its length is known. */
export function percentOf(state: RunState | null): number | null {
  const fraction = state === null ? null : fractionOfRun(state);
  return fraction === null ? null : Math.floor(fraction * 100);
}

/** How far the least advanced piece of work is, 0 to 1; above 1 when that is not known, null when nothing is at work. */
export function fractionOf(
  trainings: readonly { readonly state: RunState | null }[],
  jobs: readonly Job[],
): number | null {
  const fractions = [
    ...trainings.map(({ state }) => (state === null ? null : fractionOfRun(state))),
    ...jobs.map(({ done, total }) => (total > 0 ? Math.min(1, done / total) : null)),
  ];
  if (fractions.length === 0) {
    return null;
  }
  const known = fractions.filter((fraction): fraction is number => fraction !== null);
  return known.length === 0 ? unknown : Math.min(...known);
}
