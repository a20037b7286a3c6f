import type { BatchMaker } from './batch-thread.ts';
import { picturesIn, type Batch, type BatchOrder, type Spare } from './batches.ts';

/** Batches one after the other, the next ones made while the present one is learned from. */
export interface BatchFeed {
  /** The batch of the next order; null where none of its pictures could be read. Rejects as its maker does. */
  next(): Promise<Batch | null>;
  /** Lets a batch go: its memory is filled anew, so it is not to be touched any more. */
  giveBack(batch: Batch): void;
  /** How long `next` was waited for since this was last asked, or since the beginning. */
  waitedSeconds(): number;
}

export interface BatchFeedOptions {
  readonly maker: BatchMaker;
  /** Asked for as they are needed, never twice. */
  readonly orders: Iterator<BatchOrder, undefined>;
  /** How many batches may be ready or in the making. */
  readonly ahead: number;
}

export function openBatchFeed({ maker, orders, ahead }: BatchFeedOptions): BatchFeed {
  const coming: Promise<Batch | null>[] = [];
  /** By how many pictures they have room for. */
  const spares = new Map<number, Spare[]>();
  let waitedMs = 0;

  function fill(): void {
    while (coming.length < ahead) {
      const order = orders.next();
      if (order.done === true) return;
      const made = maker.make(order.value, spares.get(picturesIn(order.value))?.pop());
      // Told to whoever asks for it; nobody may, when a run is stopped.
      made.catch(() => undefined);
      coming.push(made);
    }
  }

  fill();
  return {
    async next() {
      fill();
      const first = coming.shift();
      if (first === undefined) throw new RangeError('There is no further batch.');
      const start = performance.now();
      try {
        return await first;
      } finally {
        waitedMs += performance.now() - start;
        fill();
      }
    },
    giveBack({ count, pictures, labels }) {
      const alike = spares.get(count) ?? [];
      // No more than may be asked for: a batch that lacks a picture is of a size that nobody orders.
      spares.set(count, [{ pictures, labels }, ...alike].slice(0, ahead));
    },
    waitedSeconds() {
      const waited = waitedMs / 1000;
      waitedMs = 0;
      return waited;
    },
  };
}
