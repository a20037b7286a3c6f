import { brushSnaps, nextBrushSnap, type BrushSnap } from '../../canvas/tools/snap-kind.ts';
import type { Workbench } from '../../canvas/workbench.ts';
import { keep, kept } from '../kept.ts';

const name = 'maskwright_snap';

/** Whose edges the brush keeps to; kept by the browser, not by the project. */
export class SnapChoice {
  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    this.#bench = bench;
    const stored = kept(name);
    bench.brushSnap = brushSnaps.find((snap) => snap === stored) ?? bench.brushSnap;
  }

  choose(snap: BrushSnap): void {
    this.#bench.setBrushSnap(snap);
    keep(name, snap);
  }

  next(): void {
    this.choose(nextBrushSnap(this.#bench.brushSnap));
  }
}
