import { Worker } from 'node:worker_threads';
import { errorFromWire, StudioError } from '../../contract/errors.ts';
import type { Store } from '../../store/open.ts';
import type { JobWork } from '../jobs/job.ts';
import type { FromWorker, TransferOrder, ToWorker } from './transfer-order.ts';

type Answer = Extract<FromWorker, { kind: 'report' | 'overview' | 'exported' }>;

/** The folders of projects that are being imported into: two imports at once would give out the same ids. */
const busyFolders = new Set<string>();

/**
 * Runs an import or export in a thread of its own. The project's other writes wait only while an import copies what it
 * has staged. Throws `busy` for a second import at the same time.
 */
export async function runTransfer(
  order: TransferOrder,
  { store, signal, progress }: Pick<JobWork, 'signal' | 'progress'> & { store: Store },
): Promise<Answer> {
  const isExport = order.kind === 'export-coco' || order.kind === 'export-masks';
  if (!isExport) {
    if (busyFolders.has(store.folder)) {
      throw new StudioError(
        'busy',
        'Another import into this project is at work. Wait for its end.',
      );
    }
    busyFolders.add(store.folder);
  }
  try {
    return await inWorker(order, {
      folder: store.folder,
      signal,
      progress,
      lend: (work) => store.lend(work),
    });
  } finally {
    if (!isExport) busyFolders.delete(store.folder);
  }
}

interface WorkerPart extends Pick<JobWork, 'signal' | 'progress'> {
  readonly folder: string;
  /** Keeps other writers waiting while `work` goes on. */
  lend(work: () => Promise<void>): Promise<void>;
}

/** One order, one thread. Ends when the thread is gone, whatever becomes of the order. */
export async function inWorker(
  order: TransferOrder,
  { folder, signal, progress, lend }: WorkerPart,
): Promise<Answer> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('../transfer-worker.ts', import.meta.url), {
    workerData: { order, folder },
  });
  const gone = Promise.withResolvers<void>();
  let answer: FromWorker | null = null;
  let fault: unknown = null;
  function send(message: ToWorker): void {
    worker.postMessage(message);
  }
  function cancel(): void {
    send({ kind: 'cancel' });
  }
  signal.addEventListener('abort', cancel, { once: true });
  worker.on('message', (message: FromWorker) => {
    switch (message.kind) {
      case 'progress':
        progress(message.progress);
        break;
      case 'staged':
        lend(async () => {
          send({ kind: 'write' });
          await gone.promise;
        }).catch((error: unknown) => {
          fault = error;
          cancel();
        });
        break;
      default:
        answer = message;
    }
  });
  worker.on('error', (error) => {
    fault = error;
  });
  worker.on('exit', () => {
    gone.resolve();
  });
  await gone.promise;
  signal.removeEventListener('abort', cancel);
  if (fault !== null) throw fault as Error;
  const told = answer as FromWorker | null;
  if (told !== null && isAnswer(told)) return told;
  signal.throwIfAborted();
  if (told?.kind === 'failed') throw errorFromWire(told.error);
  throw new StudioError('internal', 'The import ended without a word. Nothing was changed.');
}

function isAnswer(message: FromWorker): message is Answer {
  return ['report', 'overview', 'exported'].includes(message.kind);
}
