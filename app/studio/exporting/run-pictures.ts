import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Params } from '../../contract/methods.ts';
import { predictionEndings, uniqueStems } from '../../formats/png-masks/layout.ts';
import { listCategories } from '../../store/categories.ts';
import type { StoredImage } from '../../store/images.ts';
import type { Store } from '../../store/open.ts';
import { makeFolder } from '../../store/make-folder.ts';
import { listSources } from '../../store/sources.ts';
import type { JobWork } from '../jobs/job.ts';
import {
  predictedPicture,
  predictMissing,
  type PredictionTools,
  type SkippedPicture,
} from '../predicting/predict-pictures.ts';
import { defaultThreshold } from '../predicting/prediction-maps.ts';
import { refuseToOverwrite } from '../predicting/refuse-to-overwrite.ts';
import { classColors, readJob } from '../run-folder/run-files.ts';
import { imagesFolderOf, pathOfImage } from '../sources.ts';

interface Order extends Omit<Params<'export.predictions'>, 'target'> {
  readonly store: Store;
  readonly images: readonly StoredImage[];
}

/**
 * Writes what a run predicts, two files a picture: `<stem>.png`, the classes' values in stored pixels, and
 * `<stem>_overlay.png`, the upright picture with the classes' colours over it. What is not predicted yet is first.
 */
export async function writePredictions(
  tools: PredictionTools,
  { store, images, run, weights, threshold = defaultThreshold, out }: Order,
  work: JobWork,
): Promise<{ out: string; pictures: number; skipped: readonly SkippedPicture[] }> {
  const { signal, progress } = work;
  const job = readJob(store.folder, run);
  makeFolder(out);
  for (const { id } of listSources(store.sql)) {
    const pictures = imagesFolderOf(store, id);
    // Where the pictures are gone for now, as with a disk that is not plugged in, none can be overwritten.
    if (existsSync(pictures)) await refuseToOverwrite(pictures, out);
  }
  const { skipped, predicted, usable } = await predictMissing(
    tools,
    { store, run, weights, images },
    work,
  );
  const stems = uniqueStems(
    images.map(({ fileName }) => fileName),
    predictionEndings,
  );
  const stemOf = new Map(images.map(({ id }, index) => [id, stems[index] ?? String(id)]));
  const colors = classColors(job, listCategories(store.sql));
  for (const [index, image] of usable.entries()) {
    signal.throwIfAborted();
    const stem = join(out, stemOf.get(image.id) ?? String(image.id));
    await tools.scoring.draw(predictedPicture(store, job, image, threshold), {
      photo: pathOfImage(store, image),
      labels: `${stem}.png`,
      overlay: `${stem}_overlay.png`,
      colors,
    });
    progress({
      done: predicted + index + 1,
      total: predicted + usable.length,
      message: image.name,
    });
  }
  return { out, pictures: usable.length, skipped };
}
