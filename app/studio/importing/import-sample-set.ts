import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ImportReport } from '../../contract/methods.ts';
import {
  type SamplePicture,
  samplePictures,
  sampleInstances,
} from '../../formats/sample/sample-set.ts';
import { photograph } from '../../pictures/photograph.ts';
import { syncFolder } from '../../disk/durable.ts';
import { storeFileError } from '../../store/file-error.ts';
import { picturesFolder } from '../../store/places.ts';
import { importCocoFile } from './import-coco-file.ts';
import type { TransferOrder, TransferSurroundings } from '../transfer/transfer-order.ts';
import { phasesOf } from '../transfer/transfer-phases.ts';
import { eachOf } from './import-pictures.ts';

/** Draws cats and dogs into the project's own pictures and imports them through the same door as any COCO file. */
export async function importSampleSet(
  { count, seed }: Extract<TransferOrder, { kind: 'sample' }>,
  surroundings: TransferSurroundings,
): Promise<ImportReport> {
  const startedAt = performance.now();
  const phase = phasesOf(surroundings.progress, { drawing: 80, importing: 100 });
  const name = `sample-${seed}-${count}`;
  const folder = join(picturesFolder(surroundings.folder), name);
  const isNew = !(await exists(folder));
  if (isNew) {
    await drawInto(folder, { count, seed }, surroundings, (share) => {
      phase('drawing', share, `Drawing ${count} pictures`);
    });
  }
  try {
    const report = await importCocoFile(
      {
        kind: 'coco',
        annotations: join(folder, 'instances.json'),
        images: folder,
        copy: false,
        checkPictures: true,
      },
      {
        ...surroundings,
        progress: ({ done, total, message }) => {
          phase('importing', done / total, message);
        },
      },
      { kind: 'sample', key: `sample:${seed}:${count}`, ownFolder: `pictures/${name}` },
    );
    return { ...report, seconds: (performance.now() - startedAt) / 1000 };
  } catch (error) {
    if (isNew) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** All of the pictures or none: they come to stand in the folder by one rename. */
async function drawInto(
  folder: string,
  { count, seed }: { count: number; seed: number },
  { signal }: TransferSurroundings,
  progress: (share: number) => void,
): Promise<void> {
  const part = `${folder}.part`;
  try {
    await rm(part, { recursive: true, force: true });
    await mkdir(part, { recursive: true });
    const pictures: SamplePicture[] = [...samplePictures(count, seed)];
    let done = 0;
    await eachOf(pictures, {
      signal,
      async work({ fileName, scene }) {
        const jpeg = await photograph(scene.svg, scene.light);
        await writeFile(join(part, fileName), jpeg, { flush: true });
        progress(++done / count);
      },
    });
    await writeFile(join(part, 'instances.json'), sampleInstances(pictures, seed), { flush: true });
    await rename(part, folder);
    syncFolder(dirname(folder));
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw storeFileError(error);
  }
}

async function exists(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch {
    return false;
  }
}
