import { variationsAcross, variationsDown } from '../../contract/assets.ts';
import type { Sample } from '../../contract/run-folder.ts';
import type { VariedBy } from '../../contract/training.ts';
import { listCategories } from '../../store/categories.ts';
import { someLabelled } from '../../store/labelled-images.ts';
import type { Store } from '../../store/open.ts';
import { openThreadDesk } from '../../store/thread-desk.ts';
import { valuesOf } from '../editing/label-layers.ts';
import { sampleOf } from './training-samples.ts';

export interface VariationsQuestion {
  readonly samples: readonly Sample[];
  readonly settings: VariedBy;
  readonly draw: number;
  /** Of each label value, `#rrggbb`. */
  readonly colors: ReadonlyMap<number, string>;
}

const cells = variationsAcross * variationsDown;

/** Training pictures as a run would be shown them, made by the very code that trains, in a thread of its own. */
export interface Variations {
  /** Other ones, varied anew, with each draw; a PNG, or null when nothing is labelled. */
  draw(store: Store, settings: VariedBy, draw: number): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

export function createVariations(): Variations {
  const url = new URL('./variations-worker.ts', import.meta.url);
  const desk = openThreadDesk<VariationsQuestion, Uint8Array | null>(url);
  return {
    async draw(store, settings, draw) {
      const samples = await samplesOf(store, draw);
      if (samples.length === 0) return null;
      const colors = new Map(listCategories(store.sql).map(({ value, color }) => [value, color]));
      return desk.ask({ samples, settings, draw, colors });
    },
    close: () => desk.close(),
  };
}

/** A few only, however many there are; where nobody has divided the pictures yet, any that are labelled. */
async function samplesOf(store: Store, draw: number): Promise<readonly Sample[]> {
  const { splits } = await store.tallies.labelled();
  const found = (['train', 'none'] as const)
    .map((split) => ({ split, usable: splits.find((each) => each.split === split)?.usable ?? 0 }))
    .find(({ usable }) => usable > 0);
  if (found === undefined) return [];
  const { split, usable } = found;
  const from = (draw * cells) % usable;
  const images = someLabelled(store.sql, split, { from, count: cells });
  // Behind the last one comes the first again, as long as there are others.
  const more = Math.min(cells, usable) - images.length;
  const all =
    more > 0 ? [...images, ...someLabelled(store.sql, split, { from: 0, count: more })] : images;
  const valueOf = valuesOf(listCategories(store.sql));
  return all.map((image) => sampleOf(store, { image, split: 'train', valueOf }));
}
