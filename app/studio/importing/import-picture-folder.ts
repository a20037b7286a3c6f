import { realpath } from 'node:fs/promises';
import { StudioError } from '../../contract/errors.ts';
import type { ImportReport, Skipped } from '../../contract/methods.ts';
import { Problems } from '../../formats/coco/problems.ts';
import { pictureEndings } from '../../pictures/format.ts';
import type { PictureHeader } from '../../pictures/header.ts';
import { openImportTables } from '../../store/import-tables.ts';
import { filesUnder } from '../files-under.ts';
import { eachOf, lookAt, pictureCopies } from './import-pictures.ts';
import type { TransferOrder, TransferSurroundings } from '../transfer/transfer-order.ts';
import { phasesOf } from '../transfer/transfer-phases.ts';
import { copiedPlace } from './picture-place.ts';

/** Takes every picture in a folder and the folders in it, without labels; they stand upright by their EXIF turn. */
export async function importPictureFolder(
  order: Extract<TransferOrder, { kind: 'folder' }>,
  { folder, signal, progress, turnToWrite }: TransferSurroundings,
): Promise<ImportReport> {
  const startedAt = performance.now();
  const phase = phasesOf(progress, { looking: 95, saving: 100 });
  const problems = new Problems();
  const images = await realpath(order.images).catch((error: unknown) => {
    throw new StudioError('bad-input', `There is no folder “${order.images}”. Choose another.`, {
      cause: error,
    });
  });
  const names = await picturesUnder(images, { problems, signal });
  if (names.length === 0) {
    throw new StudioError(
      'bad-input',
      `There are no pictures in “${images}” or the folders in it (JPEG, PNG, WebP, GIF, TIFF or BMP).`,
    );
  }
  const tables = openImportTables(folder);
  const key = `folder:${images}`;
  const { id, known } = tables.source(key);
  const place = copiedPlace(folder, id);
  const copies = pictureCopies(place.folder, { known });
  try {
    const headers = new Array<PictureHeader | Skipped>(names.length);
    let done = 0;
    await eachOf(names, {
      signal,
      async work(name, k) {
        const look = await lookAt(images, name);
        if ('header' in look) {
          if (order.copy) await copies.copy(look.path, name);
          headers[k] = look.header;
        } else {
          headers[k] = look;
        }
        phase('looking', ++done / names.length, `Looking at ${names.length} files`);
      },
    });
    for (const [k, header] of headers.entries()) {
      const fileName = names[k]!;
      if ('reason' in header) {
        problems.add(header.file, header.reason);
        continue;
      }
      const { width, height, turn } = header;
      const size = { width, height, turn };
      const none = { sourceImage: null, offset: null, length: null };
      tables.stageImage({ fileName, name: fileName, ...size, ...none });
    }
    await copies.finish();
    phase('saving', 0, 'Saving');
    await turnToWrite();
    return tables.commit(
      {
        source: {
          id,
          kind: 'folder',
          file: null,
          key,
          imagesFolder: order.copy ? place.stored : images,
          copied: order.copy,
          members: [],
        },
        categories: order.classes.map((name) => ({ id: null, name, text: null })),
        plan: null,
      },
      (committed) => ({
        images: committed.images,
        annotations: 0,
        unchanged: committed.unchanged,
        categories: [...order.classes],
        skipped: [...problems.lines],
        seconds: (performance.now() - startedAt) / 1000,
      }),
    );
  } catch (error) {
    await copies.abandon();
    throw error;
  } finally {
    tables.close();
  }
}

/** Paths relative to the folder, with /, in order. */
async function picturesUnder(
  root: string,
  { problems, signal }: { problems: Problems; signal: AbortSignal },
): Promise<string[]> {
  const names: string[] = [];
  for await (const name of filesUnder(root, signal)) {
    if (pictureEndings.test(name)) names.push(name);
    else problems.add(name, 'Its name does not end like a picture’s.');
  }
  return names.sort();
}
