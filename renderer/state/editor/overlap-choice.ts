import {
  nextOverlapPolicy,
  overlapPolicies,
  type OverlapPolicy,
} from '../../canvas/drawing/overlap-policy.ts';
import type { Workbench } from '../../canvas/workbench.ts';
import { keep, kept } from '../kept.ts';

const name = 'maskwright_overlap';

/** What happens where objects meet; kept by the browser, not by the project. */
export class OverlapChoice {
  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    this.#bench = bench;
    const stored = kept(name);
    bench.overlap = overlapPolicies.find((policy) => policy === stored) ?? bench.overlap;
  }

  choose(policy: OverlapPolicy): void {
    this.#bench.setOverlap(policy);
    keep(name, policy);
  }

  next(): void {
    this.choose(nextOverlapPolicy(this.#bench.overlap));
  }
}
