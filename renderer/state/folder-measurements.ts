import type { FolderEvaluation, Skipped } from '../../app/contract/methods.ts';
import { words } from '../words/en.ts';
import { score } from '../words/numbers.ts';
import { FolderJobs, type FolderOrder, type FolderParts } from './folder-jobs.svelte.ts';

export interface MeasurementOrder extends FolderOrder {
  readonly masks: string;
  /** A file of class names; left out: one that lies beside the masks, else the run's own values. */
  readonly names?: string;
  /** The value of masks that says nothing; null: none. Left out: what the names say, else 255. */
  readonly ignore?: number | null;
}

export type Measurement = FolderEvaluation & { readonly skipped: readonly Skipped[] };

export function folderMeasurements(parts: FolderParts): FolderJobs<MeasurementOrder> {
  return new FolderJobs<MeasurementOrder>(parts, {
    kind: 'folder.evaluate',
    dialog: 'measure-folders',
    begin: (runFolder, order) => parts.client.call('folder.evaluate', { runFolder, ...order }),
    done(result) {
      const { run, pictures, meanIou, skipped } = result as Measurement;
      const done = words.measuring.done({ run, pictures, meanIou: score(meanIou) });
      return skipped.length === 0 ? done : `${done} ${words.measuring.leftOut(skipped.length)}`;
    },
    look: words.measuring.look,
  });
}
