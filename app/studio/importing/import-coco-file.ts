import { realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import type { SplitPlan } from '../../contract/filters.ts';
import type { ImportReport } from '../../contract/methods.ts';
import { indexCoco } from '../../formats/coco/index-coco.ts';
import { selectCoco } from '../../formats/coco/select-coco.ts';
import type { Incoming, IncomingSource } from '../../store/import-commit.ts';
import { openImportTables } from '../../store/import-tables.ts';
import { openOriginalsLog } from '../../store/originals-log.ts';
import { stageAnnotations } from './import-annotations.ts';
import { stageCocoPictures } from './import-coco-pictures.ts';
import type { TransferOrder, TransferSurroundings } from '../transfer/transfer-order.ts';
import { pictureCopies } from './import-pictures.ts';
import { phasesOf } from '../transfer/transfer-phases.ts';
import { copiedPlace } from './picture-place.ts';
import { planSplits } from '../training/split-plan.ts';

export type CocoOrder = Extract<TransferOrder, { kind: 'coco' }>;

/** How a source other than a plain COCO file calls itself. */
interface Identity {
  readonly kind: IncomingSource['kind'];
  readonly key: string;
  /** Where its pictures stand in the project, relative to it. */
  readonly ownFolder: string;
}

/**
 * Imports an instances file: two walks over it, everything staged aside, one short transaction at the end. Throws when
 * the file as a whole cannot be used; whatever is wrong with single records and pictures is told in the report.
 */
export async function importCocoFile(
  order: CocoOrder,
  { folder, signal, progress, turnToWrite }: TransferSurroundings,
  identity?: Identity,
): Promise<ImportReport> {
  const startedAt = performance.now();
  const file = await existing(order.annotations, 'annotation file');
  const images = order.checkPictures ? await existing(order.images, 'folder') : order.images;
  const phase = phasesOf(progress, { reading: 40, pictures: 65, objects: 95, saving: 100 });

  const index = await indexCoco(file, {
    signal,
    progress: (done, total) => {
      phase('reading', done / total, `Reading ${basename(file)}`);
    },
  });
  const selection = selectCoco(index, order);
  const tables = openImportTables(folder);
  const key = identity?.key ?? `coco:${file}`;
  const { id, known } = tables.source(key);
  const place = copiedPlace(folder, id);
  const copies = pictureCopies(place.folder, { known });
  const log = openOriginalsLog(folder, { id, known });
  try {
    const pictures = await stageCocoPictures(
      { index, selection, tables, log, known },
      {
        folder: images,
        check: order.checkPictures,
        copies: order.copy ? copies : null,
        signal,
        progress: (share, message) => {
          phase('pictures', share, message);
        },
      },
    );
    await stageAnnotations(
      { index, selection, tables, log, known },
      {
        sizes: pictures,
        signal,
        progress: (share, message) => {
          phase('objects', share, message);
        },
      },
    );
    log.finish();
    await copies.finish();
    phase('saving', 0, 'Saving');
    await turnToWrite();
    const chosen = index.categories.filter((category) => selection.categoryIds.has(category.id));
    return tables.commit(
      {
        source: {
          id,
          kind: identity?.kind ?? 'coco',
          file,
          key,
          imagesFolder: identity?.ownFolder ?? (order.copy ? place.stored : images),
          copied: order.copy || identity?.ownFolder !== undefined,
          members: [...index.members],
        },
        categories: chosen,
        plan: order.plan ? planOf(order.plan) : null,
      },
      (committed) => {
        const { deleted } = committed;
        if (deleted > 0) {
          index.problems.add(
            basename(file),
            `${deleted} objects were deleted in this project; they stay deleted.`,
          );
        }
        return {
          images: committed.images,
          annotations: committed.annotations,
          unchanged: committed.unchanged,
          categories: chosen.map(({ name }) => name),
          skipped: [...index.problems.lines],
          seconds: (performance.now() - startedAt) / 1000,
        };
      },
    );
  } catch (error) {
    log.abandon();
    await copies.abandon();
    throw error;
  } finally {
    tables.close();
  }
}

function planOf(plan: SplitPlan): Incoming['plan'] {
  return (candidates) => planSplits(candidates, plan);
}

async function existing(path: string, what: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw new StudioError('bad-input', `There is no ${what} “${path}”. Choose another.`, {
      cause: error,
    });
  }
}
