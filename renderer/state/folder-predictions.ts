import type { FolderPrediction } from '../../app/contract/methods.ts';
import { words } from '../words/en.ts';
import { FolderJobs, type FolderOrder, type FolderParts } from './folder-jobs.svelte.ts';

export interface PredictionOrder extends FolderOrder {
  /** The folder of what is written. */
  readonly out: string;
  readonly overwrite: boolean;
}

export function folderPredictions(parts: FolderParts): FolderJobs<PredictionOrder> {
  return new FolderJobs<PredictionOrder>(parts, {
    kind: 'folder.predict',
    dialog: 'predict-folder',
    begin: (runFolder, order) => parts.client.call('folder.predict', { runFolder, ...order }),
    done(result) {
      const { pictures, out, skipped } = result as FolderPrediction;
      const done = words.predicting.done(pictures, out);
      return skipped.length === 0 ? done : `${done} ${words.predicting.leftOut(skipped.length)}`;
    },
    look: words.transfer.showReport,
  });
}
