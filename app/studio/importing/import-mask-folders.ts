import { StudioError } from '../../contract/errors.ts';
import type { ImportReport } from '../../contract/methods.ts';
import { Problems } from '../../formats/coco/problems.ts';
import { ignoredValues } from '../../formats/png-masks/class-names.ts';
import { classesByMaskValue } from '../../formats/png-masks/class-values.ts';
import { pairMasks } from '../../formats/png-masks/pairs.ts';
import { listCategories, listMaskValues } from '../../store/categories.ts';
import { openImportTables } from '../../store/import-tables.ts';
import { openOriginalsLog } from '../../store/originals-log.ts';
import { openReader } from '../../store/reader.ts';
import { pictureCopies } from './import-pictures.ts';
import { lookIntoFolders, namesFor } from './mask-folders.ts';
import { lookAtPictures } from './mask-pictures.ts';
import { maskStager } from './mask-stager.ts';
import { copiedPlace } from './picture-place.ts';
import type { TransferOrder, TransferSurroundings } from '../transfer/transfer-order.ts';
import { phasesOf } from '../transfer/transfer-phases.ts';

/**
 * Imports pictures with masks of the same name, the layout of keras-segmentation among them. A class is one object in each
 * picture unless `parts` asks for its connected parts: a mask of classes does not say where one thing ends and the next
 * begins, specks would become objects by the hundred, and accepting predictions works by class. Everything is staged aside
 * and committed at once. Throws when nothing fits together; what is wrong with single files is told in the report.
 */
export async function importMaskFolders(
  order: Extract<TransferOrder, { kind: 'masks' }>,
  { folder, signal, progress, turnToWrite }: TransferSurroundings,
): Promise<ImportReport> {
  const startedAt = performance.now();
  const phase = phasesOf(progress, { looking: 30, masks: 95, saving: 100 });
  const problems = new Problems();
  const found = await lookIntoFolders(order, { problems, signal });
  const named = await namesFor(found.masks, order.names);
  const { pairs, unpaired } = pairMasks(found.pictureFiles, found.maskFiles);
  if (pairs.length === 0) throw nothingFits(found);
  for (const { file, reason } of unpaired) problems.add(file, reason);

  const tables = openImportTables(folder);
  const key = `masks:${found.images}\n${found.masks}`;
  const { id, known } = tables.source(key);
  const place = copiedPlace(folder, id);
  const copies = pictureCopies(place.folder, { known });
  const log = openOriginalsLog(folder, { id, known });
  try {
    const pictures = await lookAtPictures(pairs, {
      folder: found.images,
      tables,
      problems,
      signal,
      progress: (share) => {
        phase('looking', share, `Looking at ${pairs.length} pictures`);
      },
    });
    const stager = maskStager({
      tables,
      log,
      known,
      problems,
      ignored: ignoredValues(named, order.ignore),
      parts: order.parts,
      names: named?.names ?? null,
      projectNames: projectNames(folder),
    });
    for (const [k, picture] of pictures.entries()) {
      signal.throwIfAborted();
      const isTaken = await stager.take(picture, found.masks);
      if (isTaken && order.copy) await copies.copy(picture.path, picture.picture);
      phase('masks', (k + 1) / pictures.length, `Reading ${pictures.length} masks`);
    }
    const categories = stager.finish();
    if (stager.taken === 0) throw noneTaken(problems);
    log.finish();
    await copies.finish();
    phase('saving', 0, 'Saving');
    await turnToWrite();
    return tables.commit(
      {
        source: {
          id,
          kind: 'masks',
          file: null,
          key,
          imagesFolder: order.copy ? place.stored : found.images,
          copied: order.copy,
          members: [],
        },
        categories,
        plan: null,
        split: order.split,
        isComplete: true,
      },
      (committed) => ({
        images: committed.images,
        annotations: committed.annotations,
        unchanged: committed.unchanged,
        categories: categories.map(({ name }) => name),
        skipped: [...problems.lines, ...committed.held.map((file) => ({ file, reason: heldBack }))],
        seconds: (performance.now() - startedAt) / 1000,
      }),
    );
  } catch (error) {
    log.abandon();
    await copies.abandon();
    throw error;
  } finally {
    tables.close();
  }
}

const heldBack =
  'It was edited since it was imported, and its mask now shows other objects: it stays as it is. To have the mask as it is now, import it into another project.';

/** The project's own classes by the value of a mask, for masks that nobody names. */
function projectNames(folder: string): ReadonlyMap<number, string> {
  const reader = openReader(folder);
  try {
    const maskValues = listMaskValues(reader.sql);
    const classes = listCategories(reader.sql).map(({ id, name, value }) => {
      return { name, value, maskValue: maskValues.get(id) };
    });
    return new Map([...classesByMaskValue(classes)].map(([value, { name }]) => [value, name]));
  } finally {
    reader.close();
  }
}

function nothingFits(found: Awaited<ReturnType<typeof lookIntoFolders>>): StudioError {
  const { images, masks, pictureFiles, maskFiles } = found;
  const [picture] = pictureFiles;
  const [mask] = maskFiles;
  if (picture === undefined) {
    return new StudioError(
      'bad-input',
      `There are no pictures in “${images}” or the folders in it (JPEG, PNG, WebP, GIF, TIFF or BMP). Choose the folder that holds them.`,
    );
  }
  if (mask === undefined) {
    return new StudioError(
      'bad-input',
      `There are no masks in “${masks}” or the folders in it (PNG or BMP). Choose the folder that holds them.`,
    );
  }
  return new StudioError(
    'bad-input',
    `No mask has the name of a picture: the first picture is “${picture}”, the first mask “${mask}”, and names were expected to be the same but for their ending. Nothing was imported.`,
  );
}

function noneTaken(problems: Problems): StudioError {
  const [first] = problems.lines;
  return new StudioError(
    'bad-input',
    `No picture could be taken with its mask, so nothing was imported. The first reason: “${first?.file ?? ''}”: ${first?.reason ?? ''}`,
  );
}
