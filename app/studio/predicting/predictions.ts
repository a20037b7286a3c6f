import { predictionUrl } from '../../contract/assets.ts';
import type { Handlers } from '../../contract/dispatch.ts';
import type { Params } from '../../contract/methods.ts';
import type { Change } from '../../domain/gesture.ts';
import { reserveAnnotations } from '../../store/annotations.ts';
import { emptyRle } from '../../mask/rle.ts';
import { listCategories } from '../../store/categories.ts';
import { listImageIds, selectImages, type StoredImage } from '../../store/images.ts';
import type { Store } from '../../store/open.ts';
import { findPrediction, type Prediction } from '../../store/predictions.ts';
import type { ClassRegion } from '../../mask/accepted.ts';
import { acceptChanges, regionOf } from './accept-prediction.ts';
import { applyGesture } from '../editing/annotations.ts';
import { badInput, newId, notFound } from '../context.ts';
import { imageOf } from '../editing/library.ts';
import { readPicture } from '../editing/picture.ts';
import {
  predictedPicture,
  predictPictures,
  scorePrediction,
  type PredictionTools,
} from './predict-pictures.ts';
import { findJob, readJob, weightsMark } from '../run-folder/run-files.ts';

type PredictionMethods = 'prediction.start' | 'prediction.get' | 'prediction.accept';

export function predictionHandlers(tools: PredictionTools): Pick<Handlers, PredictionMethods> {
  const { context, scoring } = tools;
  return {
    'prediction.start': ({ run, weights, target }) => {
      const store = context.writableStore();
      readJob(store.folder, run);
      weightsMark(store.folder, run, weights);
      const images = imagesOf(store, target);
      const job = context.jobs.start(
        {
          kind: 'prediction',
          title: `Predict with ${run}`,
          unit: 'pictures',
          total: images.length,
        },
        async (work) => {
          const skipped = await predictPictures(tools, { store, run, weights, images }, work);
          return { pictures: images.length - skipped.length, skipped };
        },
      );
      return Promise.resolve({ job });
    },
    'prediction.get': async ({ image: id, run }) => {
      const store = context.store();
      imageOf(store.sql, id);
      const found = findPrediction(store.sql, id, run);
      const prediction = found && (await upToDate(tools, store, found));
      return prediction === undefined ? null : shown(store, prediction);
    },
    'prediction.accept': async ({ image: id, revision, run, threshold, categories }) => {
      const store = context.writableStore();
      const job = readJob(store.folder, run);
      const image = imageOf(store.sql, id);
      if (findPrediction(store.sql, id, run) === undefined) {
        throw notFound(`prediction of “${image.name}” by ${run}`);
      }
      const found = await scoring.regions(predictedPicture(store, job, image, threshold));
      const byClass = new Map(found.map((region) => [region.value, region]));
      const accepted = await store.write(() => {
        const known = new Set(listCategories(store.sql).map((category) => category.id));
        const regions = job.classes.flatMap(({ id: category, value }): ClassRegion[] => {
          const region = byClass.get(value);
          const isWanted = categories?.includes(category) ?? region !== undefined;
          if (!isWanted || !known.has(category)) return [];
          const nothing = { category, whole: emptyRle(image.width, image.height), parts: [] };
          return [region === undefined ? nothing : regionOf(category, region, image)];
        });
        return accept(store, { image, revision, regions });
      });
      context.events.announce('images', { images: [id] });
      return accepted;
    },
  };
}

/** Makes the ordinary gesture that takes a prediction over. Runs inside a transaction. */
function accept(
  store: Store,
  {
    image,
    revision,
    regions,
  }: { image: StoredImage; revision: number; regions: readonly ClassRegion[] },
) {
  const changes: readonly Change[] = acceptChanges(readPicture(store, image), regions, () =>
    reserveAnnotations(store.sql, 1),
  );
  if (changes.length === 0) {
    throw badInput(
      `There is nothing to accept: the label of “${image.name}” is as predicted already, or nothing was predicted at this threshold.`,
    );
  }
  const gesture = { id: newId(), label: 'Accept prediction', changes };
  return { ...applyGesture(store, { image: image.id, revision, gesture }), changes };
}

/** Which pictures a target means; those whose file is missing are left to be skipped with their reason. */
export function imagesOf(
  store: Store,
  target: Params<'prediction.start'>['target'],
): StoredImage[] {
  if (Array.isArray(target)) return target.map((id) => imageOf(store.sql, id));
  const filter = target === 'all' ? {} : { splits: [target] };
  const order = { by: 'id', descending: false } as const;
  return selectImages(
    store.sql,
    'id IN (SELECT value FROM json_each(?)) ORDER BY id',
    JSON.stringify(listImageIds(store.sql, { filter, order })),
  );
}

/** The label may have been edited since: the scores are those of the label as it is now. */
async function upToDate(
  { scoring }: PredictionTools,
  store: Store,
  prediction: Prediction,
): Promise<Prediction | undefined> {
  const { image, run, revision, weights: mark, at } = prediction;
  const job = findJob(store.folder, run);
  if (job === null) return undefined;
  if (revision === imageOf(store.sql, image).revision || store.readOnly) return prediction;
  await scorePrediction({ store, scoring, job, image, mark, at });
  return findPrediction(store.sql, image, run);
}

function shown(store: Store, { image, run, at, size, scores }: Prediction) {
  const job = readJob(store.folder, run);
  return {
    run,
    size,
    maps: job.classes.map(({ id, name, value }) => ({
      category: id,
      name,
      value,
      // Predicting again writes new maps under the old name.
      url: `${predictionUrl(run, image, value)}?at=${Date.parse(at)}`,
    })),
    ...scores,
  };
}
