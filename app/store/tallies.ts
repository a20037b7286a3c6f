import { Worker } from 'node:worker_threads';
import type { ImageFilter } from '../contract/filters.ts';
import { errorFromWire, StudioError, type WireError } from '../contract/errors.ts';
import { countCategories, type CategoryCount } from './categories.ts';
import { countsOf, type ImageCounts } from './counts.ts';
import { totalsOf, type ImageTotals } from './images.ts';
import type { Sql } from './sql.ts';

/** What looks at every picture: 120,000 of them take a tenth of a second and more, during which no stroke could be saved. */
export type Tally =
  | { readonly kind: 'counts'; readonly filter: ImageFilter }
  | { readonly kind: 'categories' }
  | { readonly kind: 'totals' };

export interface TallyRequest {
  readonly id: number;
  readonly tally: Tally;
}

export type TallyAnswer =
  | { readonly id: number; readonly result: TallyResult }
  | { readonly id: number; readonly error: WireError };

type TallyResult = ImageCounts | ImageTotals | readonly CategoryCount[];

/** Counts over the whole project: at once where it is small, in a thread of its own where it is large. */
export interface Tallies {
  counts(filter: ImageFilter): Promise<ImageCounts>;
  categories(): Promise<readonly CategoryCount[]>;
  totals(): Promise<ImageTotals>;
  close(): Promise<void>;
}

/** Up to here counting takes a few milliseconds. */
const smallImages = 5000;

export function createTallies(sql: Sql, databaseFile: string): Tallies {
  let worker: Worker | null = null;
  let nextId = 1;
  const waiting = new Map<number, PromiseWithResolvers<TallyResult>>();

  function end(reason: Error): void {
    worker = null;
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  }

  function started(): Worker {
    if (worker !== null) return worker;
    const thread = new Worker(new URL('./tally-worker.ts', import.meta.url), {
      workerData: databaseFile,
    });
    thread.on('message', (answer: TallyAnswer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('error' in answer) asked?.reject(errorFromWire(answer.error));
      else asked?.resolve(answer.result);
      // An idle thread keeps no process from ending.
      if (waiting.size === 0) thread.unref();
    });
    thread.on('error', end);
    thread.on('exit', () => {
      end(new StudioError('cancelled', 'The project was closed while it was being counted.'));
    });
    worker = thread;
    return thread;
  }

  async function tally(wanted: Tally): Promise<TallyResult> {
    const { images = 0 } =
      sql.get<{ images: number }>(
        'SELECT count(*) AS images FROM (SELECT 1 FROM image LIMIT ?)',
        smallImages + 1,
      ) ?? {};
    if (images <= smallImages) return carryOut(sql, wanted);
    const asked = Promise.withResolvers<TallyResult>();
    const id = nextId++;
    waiting.set(id, asked);
    const thread = started();
    thread.ref();
    thread.postMessage({ id, tally: wanted } satisfies TallyRequest);
    return asked.promise;
  }

  return {
    counts: (filter) => tally({ kind: 'counts', filter }) as Promise<ImageCounts>,
    categories: () => tally({ kind: 'categories' }) as Promise<readonly CategoryCount[]>,
    totals: () => tally({ kind: 'totals' }) as Promise<ImageTotals>,
    async close() {
      await worker?.terminate();
    },
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
  }
}
