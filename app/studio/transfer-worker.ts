import { parentPort, workerData } from 'node:worker_threads';
import { StudioError, wireError } from '../contract/errors.ts';
import { exportCocoFile } from './exporting/export-coco.ts';
import { exportMaskFiles } from './exporting/export-masks.ts';
import { importCocoFile } from './importing/import-coco-file.ts';
import { importMaskFolders } from './importing/import-mask-folders.ts';
import { importPictureFolder } from './importing/import-picture-folder.ts';
import { importSampleSet } from './importing/import-sample-set.ts';
import type {
  FromWorker,
  TransferOrder,
  TransferSurroundings,
  ToWorker,
} from './transfer/transfer-order.ts';
import { inspectCocoFile } from './importing/inspect-coco-file.ts';

/** The thread in which imports and exports run: a file of 500 MB must not keep a stroke from being saved. */

const port = parentPort;
if (port === null) throw new Error('transfer-worker.ts runs as a worker thread only');
const { order, folder } = workerData as { readonly order: TransferOrder; readonly folder: string };

const abort = new AbortController();
const turn = Promise.withResolvers<void>();
port.on('message', (message: ToWorker) => {
  if (message.kind === 'write') turn.resolve();
  else abort.abort(new StudioError('cancelled', 'This was cancelled. Nothing was changed.'));
});

function tell(message: FromWorker): void {
  port?.postMessage(message);
}

const surroundings: TransferSurroundings = {
  folder,
  signal: abort.signal,
  progress(progress) {
    tell({ kind: 'progress', progress });
  },
  async turnToWrite() {
    tell({ kind: 'staged' });
    await turn.promise;
    abort.signal.throwIfAborted();
  },
};

async function carryOut(): Promise<FromWorker> {
  switch (order.kind) {
    case 'coco':
      return { kind: 'report', report: await importCocoFile(order, surroundings) };
    case 'folder':
      return { kind: 'report', report: await importPictureFolder(order, surroundings) };
    case 'masks':
      return { kind: 'report', report: await importMaskFolders(order, surroundings) };
    case 'sample':
      return { kind: 'report', report: await importSampleSet(order, surroundings) };
    case 'inspect':
      return { kind: 'overview', overview: await inspectCocoFile(order.annotations, abort.signal) };
    case 'export-coco':
      return { kind: 'exported', report: await exportCocoFile(order, surroundings) };
    case 'export-masks':
      return { kind: 'exported', report: await exportMaskFiles(order, surroundings) };
  }
}

try {
  tell(await carryOut());
} catch (error) {
  tell({ kind: 'failed', error: wireError(error) });
} finally {
  port.close();
}
