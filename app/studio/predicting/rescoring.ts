import { StudioError } from '../../contract/errors.ts';
import { findImage } from '../../store/images.ts';
import type { Store } from '../../store/open.ts';
import { findPrediction } from '../../store/predictions.ts';
import { scorePrediction, type PredictionTools } from './predict-pictures.ts';
import { findJob } from '../run-folder/run-files.ts';

/** A person paints stroke after stroke: scores follow when the hand rests. */
const restMs = 1_500;

/** Keeps the scores of predictions true to the labels as these are edited. Answers how to stop. */
export function keepScores({ context, scoring }: PredictionTools): () => void {
  const waiting = new Map<number, NodeJS.Timeout>();

  async function rescore(store: Store, id: number): Promise<void> {
    const image = findImage(store.sql, id);
    const prediction = findPrediction(store.sql, id);
    if (image === undefined || prediction === undefined) return;
    if (prediction.revision === image.revision) return;
    const job = findJob(store.folder, prediction.run);
    if (job === null) return;
    const { weights: mark, at } = prediction;
    await scorePrediction({ store, scoring, job, image: id, mark, at });
    context.events.announce('images', { images: [id] });
  }

  function rescoreLater(store: Store, id: number): void {
    clearTimeout(waiting.get(id));
    const timer = setTimeout(() => {
      waiting.delete(id);
      rescore(store, id).catch((error: unknown) => {
        // The picture keeps its old score; the next look at its prediction tries again.
        if (error instanceof StudioError && error.code === 'cancelled') return;
        context.log(`picture ${id} could not be scored: ${String(error)}`);
      });
    }, restMs);
    waiting.set(id, timer.unref());
  }

  const unsubscribe = context.events.subscribe('images', ({ images }) => {
    const [image, ...others] = images;
    if (image === undefined || others.length > 0) return;
    const store = context.store();
    const found = findImage(store.sql, image);
    if (found?.predicted === true && !store.readOnly) rescoreLater(store, image);
  });
  return () => {
    unsubscribe();
    for (const timer of waiting.values()) clearTimeout(timer);
    waiting.clear();
  };
}
