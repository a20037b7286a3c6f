import type { RunJob } from '../../contract/run-folder.ts';
import type { Skipped } from '../../contract/methods.ts';
import { mapSideOf } from '../../contract/training.ts';
import type { RunWeights } from '../../domain/run.ts';
import { createConfusion, scoresOf } from '../../mask/confusion.ts';
import { findImage, type StoredImage } from '../../store/images.ts';
import { hasLabel } from '../../store/labelled-images.ts';
import type { Store } from '../../store/open.ts';
import { runFolder } from '../../store/places.ts';
import { predictedBy, savePrediction } from '../../store/predictions.ts';
import { timestamp, type StudioContext } from '../context.ts';
import type { JobWork } from '../jobs/job.ts';
import { labelLayers, type LabelLayers } from '../editing/label-layers.ts';
import type { PredictionEngine } from './prediction-engine.ts';
import { defaultThreshold, predictionFolder, type PredictedPicture } from './prediction-maps.ts';
import { readJob, weightsMark } from '../run-folder/run-files.ts';
import type { Scoring } from './scoring.ts';
import { pathOfImage } from '../sources.ts';

/** What predicting works with. */
export interface PredictionTools {
  readonly context: StudioContext;
  readonly engine: PredictionEngine;
  readonly scoring: Scoring;
}

export interface SkippedPicture extends Skipped {
  readonly image: number;
}

/** Messages stay small, and a cancellation is heard soon. */
const picturesPerRequest = 64;

/** Predicts pictures and scores each against its label. Answers which were skipped, and why. */
export async function predictPictures(
  { context, engine, scoring }: PredictionTools,
  {
    store,
    run,
    weights,
    images,
  }: { store: Store; run: string; weights: RunWeights; images: readonly StoredImage[] },
  { signal, progress }: JobWork,
): Promise<SkippedPicture[]> {
  const job = readJob(store.folder, run);
  const mark = weightsMark(store.folder, run, weights);
  const skipped: SkippedPicture[] = [];
  const names = new Map(images.map(({ id, name }) => [id, name]));
  let done = 0;
  progress({ done, total: images.length, message: 'Starting the engine' });
  for (let start = 0; start < images.length; start += picturesPerRequest) {
    const some = images.slice(start, start + picturesPerRequest);
    const scored: Promise<void>[] = [];
    await engine.predict({
      folder: runFolder(store.folder, run),
      weights,
      targets: some.map((image) => ({
        image: image.id,
        path: pathOfImage(store, image),
        width: image.width,
        height: image.height,
        turn: image.turn,
      })),
      signal,
      onPart(image, share) {
        progress({ done: done + share, message: names.get(image) ?? '' });
      },
      onPredicted(image) {
        progress({ done: ++done, message: names.get(image) ?? '' });
        const made = scorePrediction({ store, scoring, job, image, mark });
        // The rejection is handled below, where all are awaited.
        made.catch(() => undefined);
        scored.push(made);
      },
      onSkipped(image, reason) {
        progress({ done: ++done });
        skipped.push({ image, file: names.get(image) ?? String(image), reason });
      },
    });
    await Promise.all(scored);
    context.events.announce('images', { images: some.map(({ id }) => id) });
  }
  return skipped;
}

/** Predicts those of the pictures that are not predicted with these weights yet. */
export async function predictMissing(
  tools: PredictionTools,
  order: { store: Store; run: string; weights: RunWeights; images: readonly StoredImage[] },
  { signal, progress }: JobWork,
): Promise<{
  readonly skipped: readonly SkippedPicture[];
  /** How many were predicted now. */
  readonly predicted: number;
  /** The pictures that have a prediction. */
  readonly usable: readonly StoredImage[];
}> {
  const { store, run, weights, images } = order;
  const known = predictedBy(store.sql, run, weightsMark(store.folder, run, weights));
  const missing = images.filter(({ id }) => !known.has(id));
  if (missing.length === 0) return { skipped: [], predicted: 0, usable: images };
  const total = missing.length + images.length;
  const skipped = await predictPictures(
    tools,
    { ...order, images: missing },
    {
      signal,
      progress: (part) => {
        progress({ ...part, total });
      },
    },
  );
  const without = new Set(skipped.map(({ image }) => image));
  return {
    skipped,
    predicted: missing.length,
    usable: images.filter(({ id }) => !without.has(id)),
  };
}

/** Compares a prediction with the label as it is now, at the picture's size, and keeps the scores. */
export async function scorePrediction({
  store,
  scoring,
  job,
  image: id,
  mark,
  at = timestamp(),
}: {
  store: Store;
  scoring: Scoring;
  job: RunJob;
  image: number;
  mark: string;
  /** When the prediction was made, if not just now. */
  at?: string;
}): Promise<void> {
  const image = findImage(store.sql, id);
  if (image === undefined) return;
  const { counts } = await scoring.compare(
    predictedPicture(store, job, image, defaultThreshold),
    layersFor(store, job, image),
  );
  // Without a label nothing was compared: an empty confusion has no figures.
  const confusion = createConfusion(job.classes.length + 1);
  if (hasLabel(store.sql, id)) confusion.counts.set(counts);
  const names = job.classes.map(({ name }) => name);
  const scores = scoresOf(confusion, names);
  await store.write(() => {
    savePrediction(store.sql, {
      image: id,
      run: job.name,
      at,
      size: mapSideOf(job.settings),
      weights: mark,
      revision: image.revision,
      scores,
    });
  });
}

export function predictedPicture(
  store: Store,
  job: RunJob,
  { id, width, height, turn }: StoredImage,
  threshold: number,
): PredictedPicture {
  return {
    width,
    height,
    turn,
    folder: predictionFolder(store.folder, job.name, id),
    classes: job.classes.length,
    side: mapSideOf(job.settings),
    threshold,
  };
}

/** The label in the run's own numbering; objects of classes it never saw are left out of comparisons. */
export function layersFor(store: Store, job: RunJob, image: StoredImage): LabelLayers {
  const values = new Map(job.classes.map(({ id, value }) => [id, value]));
  return labelLayers(store, image, (category) => values.get(category) ?? null);
}
