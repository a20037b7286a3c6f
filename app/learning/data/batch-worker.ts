import { parentPort, workerData } from 'node:worker_threads';
import { wireError } from '../../contract/errors.ts';
import { mapSideOf } from '../../contract/training.ts';
import type { BatchWorkerData, FromBatchWorker, ToBatchWorker } from './batch-thread.ts';
import { makeBatch } from './batches.ts';
import { createPictureLibrary } from './picture-library.ts';

/** The thread that decodes, letterboxes and varies pictures, one batch after the other, in the order in which they were asked for. */

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread only.');
const { settings, budgetBytes } = workerData as BatchWorkerData;

function tell(message: FromBatchWorker, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}

const library = createPictureLibrary({
  sidePx: mapSideOf(settings),
  budgetBytes,
  withObjects: settings.copyPaste,
  keepsLast: settings.tiles > 1,
  skip({ name }, reason) {
    tell({ kind: 'skipped', name, reason });
  },
});

async function make({ order, spare }: ToBatchWorker): Promise<void> {
  try {
    const batch = await makeBatch(order, { library, settings, spare });
    // Handed over, not copied.
    const transfer = batch === null ? [] : [batch.pictures.buffer, batch.labels.buffer];
    tell({ kind: 'made', batch }, transfer as ArrayBuffer[]);
  } catch (error) {
    tell({ kind: 'failed', error: wireError(error) });
  }
}

let last: Promise<void> = Promise.resolve();
port.on('message', (asked: ToBatchWorker) => {
  last = last.then(() => make(asked));
});
