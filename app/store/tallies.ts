import type { ImageFilter } from '../contract/filters.ts';
import { countCategories, type CategoryCount } from './categories.ts';
import { countsOf, type ImageCounts } from './counts.ts';
import { totalsOf, type ImageTotals } from './images.ts';
import { tallyLabelled, type LabelledTallies } from './labelled-images.ts';
import type { Sql } from './sql.ts';
import { openThreadDesk } from './thread-desk.ts';

/** What looks at every picture: 120,000 of them take a tenth of a second and more, during which no stroke could be saved. */
export type Tally =
  | { readonly kind: 'counts'; readonly filter: ImageFilter }
  | { readonly kind: 'categories' }
  | { readonly kind: 'totals' }
  | { readonly kind: 'labelled' };

export type TallyResult = ImageCounts | ImageTotals | LabelledTallies | readonly CategoryCount[];

/** Counts over the whole project: at once where it is small, in a thread of its own where it is large. */
export interface Tallies {
  counts(filter: ImageFilter): Promise<ImageCounts>;
  categories(): Promise<readonly CategoryCount[]>;
  totals(): Promise<ImageTotals>;
  /** What there is to learn from. */
  labelled(): Promise<LabelledTallies>;
  close(): Promise<void>;
}

/** Up to here counting takes a few milliseconds. */
const smallImages = 5000;

export function createTallies(sql: Sql, databaseFile: string): Tallies {
  const url = new URL('./tally-worker.ts', import.meta.url);
  const desk = openThreadDesk<Tally, TallyResult>(url, databaseFile);

  async function tally(wanted: Tally): Promise<TallyResult> {
    const { images = 0 } =
      sql.get<{ images: number }>(
        'SELECT count(*) AS images FROM (SELECT 1 FROM image LIMIT ?)',
        smallImages + 1,
      ) ?? {};
    return images <= smallImages ? carryOut(sql, wanted) : desk.ask(wanted);
  }

  return {
    counts: (filter) => tally({ kind: 'counts', filter }) as Promise<ImageCounts>,
    categories: () => tally({ kind: 'categories' }) as Promise<readonly CategoryCount[]>,
    totals: () => tally({ kind: 'totals' }) as Promise<ImageTotals>,
    labelled: () => tally({ kind: 'labelled' }) as Promise<LabelledTallies>,
    close: () => desk.close(),
  };
}

export function carryOut(sql: Sql, tally: Tally): TallyResult {
  switch (tally.kind) {
    case 'counts':
      return countsOf(sql, tally.filter);
    case 'categories':
      return countCategories(sql);
    case 'totals':
      return totalsOf(sql);
    case 'labelled':
      return tallyLabelled(sql);
  }
}
