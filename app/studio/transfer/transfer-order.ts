import type { WireError } from '../../contract/errors.ts';
import type { SplitPlan } from '../../contract/filters.ts';
import type { Split } from '../../domain/image.ts';
import type { MaskLayout } from '../../formats/png-masks/layout.ts';
import type { CocoOverview, ImportReport, Skipped } from '../../contract/methods.ts';

/** What the worker thread is asked to do. Paths are absolute. */
export type TransferOrder =
  | {
      readonly kind: 'coco';
      readonly annotations: string;
      readonly images: string;
      readonly categories?: readonly string[] | undefined;
      readonly limit?: number | undefined;
      readonly copy: boolean;
      readonly plan?: SplitPlan | undefined;
      /** False where the pictures are known to be missing, as in a bench of the reader: nothing is looked up. */
      readonly checkPictures: boolean;
    }
  | {
      readonly kind: 'folder';
      readonly images: string;
      readonly copy: boolean;
      readonly classes: readonly string[];
    }
  | {
      readonly kind: 'masks';
      readonly images: string;
      readonly masks: string;
      readonly names?: string | undefined;
      readonly ignore?: number | null | undefined;
      readonly parts: boolean;
      readonly copy: boolean;
      readonly split?: Split | undefined;
    }
  | { readonly kind: 'sample'; readonly count: number; readonly seed: number }
  | { readonly kind: 'inspect'; readonly annotations: string }
  | {
      readonly kind: 'export-coco';
      readonly out: string;
      readonly mergeInto?: string | undefined;
    }
  | {
      readonly kind: 'export-masks';
      readonly out: string;
      readonly layout: MaskLayout;
      readonly ignore?: number | undefined;
    };

export interface TransferProgress {
  readonly done: number;
  readonly total: number;
  readonly message: string;
}

/** From the studio to the worker. */
export type ToWorker =
  | { readonly kind: 'cancel' }
  /** The project's other writes wait: the worker may write. */
  | { readonly kind: 'write' };

/** From the worker to the studio. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: TransferProgress }
  /** All is staged; the worker waits for its turn to write. */
  | { readonly kind: 'staged' }
  | { readonly kind: 'report'; readonly report: ImportReport }
  | { readonly kind: 'overview'; readonly overview: CocoOverview }
  | { readonly kind: 'exported'; readonly report: ExportReport }
  | { readonly kind: 'failed'; readonly error: WireError };

/** What a transfer can use while it works, in whatever thread. */
export interface TransferSurroundings {
  /** The project's folder. */
  readonly folder: string;
  readonly signal: AbortSignal;
  progress(progress: TransferProgress): void;
  /** Resolves when nobody else writes to the project; what follows, up to the end, is this import's turn. */
  turnToWrite(): Promise<void>;
}

/** What an export wrote. `skipped` names what was left out or written otherwise than it came, with the reason. */
export interface ExportReport {
  readonly out: string;
  readonly images: number;
  readonly annotations: number;
  readonly categories: number;
  readonly skipped: readonly Skipped[];
  readonly seconds: number;
}
