import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderPrediction } from '../../contract/methods.ts';
import { predictionEndings, uniqueStems } from '../../formats/png-masks/layout.ts';
import { pictureEndings } from '../../pictures/format.ts';
import { makeFolder } from '../../store/make-folder.ts';
import { badInput } from '../context.ts';
import { filesUnder } from '../files-under.ts';
import type { JobWork } from '../jobs/job.ts';
import type { PredictionTools } from './predict-pictures.ts';
import { predictEach, type FolderOrder } from './predicted-folder.ts';
import { refuseToOverwrite, refuseToReplace } from './refuse-to-overwrite.ts';
import { classColors } from '../run-folder/run-files.ts';

interface Order extends FolderOrder {
  readonly images: string;
  readonly out: string;
  readonly overwrite?: boolean | undefined;
}

/**
 * Writes what a run predicts for every picture of a folder and the folders in it: `<stem>.png`, the classes' values in
 * stored pixels, and `<stem>_overlay.png`, the upright picture with the classes' colours over it.
 */
export async function predictFolder(
  tools: PredictionTools,
  order: Order,
  { signal, progress }: JobWork,
): Promise<FolderPrediction> {
  const { job, out, overwrite = true } = order;
  const images = await realpath(order.images).catch((error: unknown) => {
    throw badInput(
      `There is no folder “${order.images}”. Choose the one that holds the pictures.`,
      error,
    );
  });
  const names: string[] = [];
  for await (const name of filesUnder(images, signal)) {
    if (pictureEndings.test(name)) names.push(name);
  }
  names.sort();
  if (names.length === 0) {
    throw badInput(
      `There are no pictures in “${images}” or the folders in it (JPEG, PNG, WebP, GIF, TIFF or BMP). Choose the folder that holds them.`,
    );
  }
  makeFolder(out);
  await refuseToOverwrite(images, out);
  const stems = uniqueStems(names, predictionEndings);
  if (!overwrite) {
    const files = stems.flatMap((stem) =>
      predictionEndings.map((ending) => `${stem}${ending}.png`),
    );
    await refuseToReplace(out, files);
  }
  const stemOf = new Map(names.map((name, k) => [name, join(out, stems[k] ?? name)]));
  const colors = classColors(job, []);
  let pictures = 0;
  progress({ done: 0, total: names.length, message: 'Starting the engine' });
  const skipped = await predictEach(
    tools,
    { ...order, images, names },
    {
      signal,
      progress,
      async visit({ name, path, predicted }) {
        const stem = stemOf.get(name) ?? join(out, name);
        await tools.scoring.draw(predicted, {
          photo: path,
          labels: `${stem}.png`,
          overlay: `${stem}_overlay.png`,
          colors,
        });
        pictures += 1;
      },
    },
  );
  const classes = job.classes.map(({ name, value }) => ({ name, value }));
  return { out, classes, pictures, skipped: [...skipped] };
}
