import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EngineEvent, EngineRequest, PredictionTarget } from '../../contract/run-folder.ts';
import { letterboxPicture } from '../data/letterboxed.ts';
import { replaceFile } from '../files/durable.ts';
import { greyPng } from '../files/grey-png.ts';
import type { Predictor, Predictors } from './predictor.ts';

export type PredictRequest = Extract<EngineRequest, { kind: 'predict' }>;

/** Answers requests one at a time, in the order they came. */
export interface PredictionDesk {
  take(request: PredictRequest): void;
  /** A request that is waiting or under way ends with what is done; its end is told. */
  cancel(request: string): void;
}

export interface PredictionDeskOptions {
  readonly predictors: Predictors;
  readonly send: (event: EngineEvent) => void;
}

export function createPredictionDesk(options: PredictionDeskOptions): PredictionDesk {
  const cancelled = new Set<string>();
  let queue: Promise<void> = Promise.resolve();
  return {
    take(request) {
      queue = queue.then(async () => {
        await answer(options, request, () => cancelled.has(request.request));
        cancelled.delete(request.request);
      });
    },
    cancel(request) {
      cancelled.add(request);
    },
  };
}

async function answer(
  options: PredictionDeskOptions,
  { request, folder, weights, targets }: PredictRequest,
  isCancelled: () => boolean,
): Promise<void> {
  const { predictors, send } = options;
  try {
    const predictor = predictors.of(folder, weights);
    let done = 0;
    for (const target of targets) {
      // Lets a cancellation be heard.
      await nextTurn();
      if (isCancelled()) break;
      const { image } = target;
      const reason = await predictInto(predictor, { folder, target });
      done += 1;
      send(
        reason === null
          ? { kind: 'predicted', request, image, done, total: targets.length }
          : { kind: 'prediction-skipped', request, image, reason },
      );
    }
    send({ kind: 'prediction-done', request });
  } catch (error) {
    send({ kind: 'failed', request, message: messageOf(error) });
  }
}

/** Writes `predictions/<image>/<value>.png` of one picture. Answers why it could not be, or null. */
async function predictInto(
  predictor: Predictor,
  { folder, target }: { readonly folder: string; readonly target: PredictionTarget },
): Promise<string | null> {
  const { settings, classes } = predictor.job;
  let picture;
  try {
    picture = await letterboxPicture(target, settings.size);
  } catch (error) {
    return messageOf(error);
  }
  const maps = await predictor.predict(picture);
  const into = join(folder, 'predictions', String(target.image));
  mkdirSync(into, { recursive: true });
  const size = { width: settings.size, height: settings.size };
  for (const { value } of classes) {
    const map = maps[value - 1];
    if (map === undefined) throw new Error(`The network gave no map of class ${String(value)}.`);
    replaceFile(join(into, `${String(value)}.png`), greyPng(map, size), { lasting: false });
  }
  return null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
