import { Worker } from 'node:worker_threads';
import { errorFromWire, StudioError, type WireError } from '../../contract/errors.ts';
import type { TrainingSettings } from '../../contract/training.ts';
import type { Batch, BatchOrder, Spare } from './batches.ts';

export interface BatchWorkerData {
  readonly settings: TrainingSettings;
  readonly budgetBytes: number;
}

/** Answers come in the order of the questions. */
export interface ToBatchWorker {
  readonly order: BatchOrder;
  readonly spare: Spare | undefined;
}
export type FromBatchWorker =
  | { readonly kind: 'made'; readonly batch: Batch | null }
  | { readonly kind: 'failed'; readonly error: WireError }
  | { readonly kind: 'skipped'; readonly name: string; readonly reason: string };

/** Whoever makes batches, in the order in which they are asked for. */
export interface BatchMaker {
  /** Takes `spare` over: its arrays are not to be touched any more. */
  make(order: BatchOrder, spare?: Spare): Promise<Batch | null>;
}

/** A thread that makes batches beside the steps. */
export interface BatchThread extends BatchMaker {
  /** Resolves when it is gone; what was not made yet is rejected. */
  end(): Promise<void>;
}

export interface BatchThreadOptions extends BatchWorkerData {
  /** Hears of a picture that is left out, and why. */
  readonly skip: (name: string, reason: string) => void;
  /** The thread's own file. */
  readonly program?: URL;
}

/** Starts the thread. When it dies, everything asked of it is rejected with a sentence, once and for all. */
export function startBatchThread({
  skip,
  program = new URL('./batch-worker.ts', import.meta.url),
  ...workerData
}: BatchThreadOptions): BatchThread {
  const worker = new Worker(program, { workerData });
  const waiting: PromiseWithResolvers<Batch | null>[] = [];
  let death: StudioError | null = null;

  function die(reason: string): void {
    death ??= new StudioError(
      'internal',
      `The thread that prepares the pictures has ended: ${reason}. The weights are kept as they were; go on from the last checkpoint.`,
    );
    for (const { reject } of waiting.splice(0)) reject(death);
  }

  worker.on('message', (told: FromBatchWorker) => {
    switch (told.kind) {
      case 'made':
        waiting.shift()?.resolve(told.batch);
        break;
      case 'failed':
        waiting.shift()?.reject(errorFromWire(told.error));
        break;
      case 'skipped':
        skip(told.name, told.reason);
        break;
    }
  });
  worker.on('error', (error: Error) => {
    die(error.message);
  });
  worker.on('exit', (code) => {
    die(`exit code ${String(code)}`);
  });

  return {
    make(order, spare) {
      if (death !== null) return Promise.reject(death);
      const asked = Promise.withResolvers<Batch | null>();
      waiting.push(asked);
      const transfer = spare === undefined ? [] : [spare.pictures.buffer, spare.labels.buffer];
      const question: ToBatchWorker = { order, spare };
      worker.postMessage(question, transfer as ArrayBuffer[]);
      return asked.promise;
    },
    async end() {
      await worker.terminate();
    },
  };
}
