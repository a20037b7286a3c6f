import type { MethodName } from '../../../app/contract/methods.ts';
import type { IconName } from '../../ui/icons/paths.ts';
import { words } from '../../words/en.ts';

export type ExportKind = 'coco' | 'masks' | 'keras' | 'model' | 'curves' | 'predictions';

/** One card of Transfer. */
export interface ExportCard {
  readonly kind: ExportKind;
  readonly title: string;
  readonly text: string;
  readonly icon: IconName;
  /** The method that does it, which is also the kind of its jobs. */
  readonly method: MethodName;
  readonly needs: 'pictures' | 'run';
  /** What is written: a file or a folder, and what it is called at first. */
  readonly out: { readonly kind: 'new-file' | 'new-folder'; readonly name: string };
}

const text = words.transfer;

export const exportCards: readonly ExportCard[] = [
  {
    kind: 'coco',
    title: text.cocoExport,
    text: text.cocoExportText,
    icon: 'file',
    method: 'export.coco',
    needs: 'pictures',
    out: { kind: 'new-file', name: 'instances.json' },
  },
  {
    kind: 'masks',
    title: text.masksExport,
    text: text.masksExportText,
    icon: 'picture',
    method: 'export.masks',
    needs: 'pictures',
    out: { kind: 'new-folder', name: 'masks' },
  },
  {
    kind: 'keras',
    title: text.kerasExport,
    text: text.kerasExportText,
    icon: 'folder',
    method: 'export.masks',
    needs: 'pictures',
    out: { kind: 'new-folder', name: 'keras-segmentation' },
  },
  {
    kind: 'model',
    title: text.modelExport,
    text: text.modelExportText,
    icon: 'grid',
    method: 'export.model',
    needs: 'run',
    out: { kind: 'new-folder', name: 'model' },
  },
  {
    kind: 'curves',
    title: text.curvesExport,
    text: text.curvesExportText,
    icon: 'curve',
    method: 'export.curves',
    needs: 'run',
    out: { kind: 'new-folder', name: 'curves' },
  },
  {
    kind: 'predictions',
    title: text.predictionsExport,
    text: text.predictionsExportText,
    icon: 'sparkles',
    method: 'export.predictions',
    needs: 'run',
    out: { kind: 'new-folder', name: 'predictions' },
  },
];
