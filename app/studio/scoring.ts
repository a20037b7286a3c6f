import { Worker } from 'node:worker_threads';
import { errorFromWire, StudioError, type WireError } from '../contract/errors.ts';
import type { Drawing } from './drawn-prediction.ts';
import type { LabelLayers } from './label-layers.ts';
import type { PredictedRegion } from './predicted-labels.ts';
import type { PredictedPicture } from './prediction-maps.ts';

export type ScoringRequest = { readonly id: number; readonly picture: PredictedPicture } & (
  | { readonly kind: 'compare'; readonly layers: LabelLayers }
  | { readonly kind: 'regions' }
  | { readonly kind: 'draw'; readonly drawing: Drawing }
);

export type ScoringAnswer = { readonly id: number } & (
  | { readonly kind: 'compared'; readonly counts: Float64Array }
  | { readonly kind: 'drawn' }
  | { readonly kind: 'regions'; readonly regions: readonly PredictedRegion[] }
  | { readonly kind: 'failed'; readonly error: WireError }
);

/** Looks at predictions pixel by pixel, in a thread of its own that is started when first needed. */
export interface Scoring {
  /** Confusion counts of label against prediction at the picture's size. */
  compare(picture: PredictedPicture, layers: LabelLayers): Promise<Float64Array>;
  regions(picture: PredictedPicture): Promise<readonly PredictedRegion[]>;
  /** Writes what was predicted as files. */
  draw(picture: PredictedPicture, drawing: Drawing): Promise<void>;
  close(): Promise<void>;
}

export function createScoring(): Scoring {
  let worker: Worker | null = null;
  let nextId = 1;
  const waiting = new Map<number, PromiseWithResolvers<ScoringAnswer>>();

  function end(reason: Error): void {
    worker = null;
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  }

  function started(): Worker {
    if (worker !== null) return worker;
    const thread = new Worker(new URL('./scoring-worker.ts', import.meta.url));
    thread.on('message', (answer: ScoringAnswer) => {
      waiting.get(answer.id)?.resolve(answer);
      waiting.delete(answer.id);
    });
    thread.on('error', end);
    thread.on('exit', () => {
      end(new StudioError('unavailable', 'The comparison was ended before it was done.'));
    });
    worker = thread;
    return thread;
  }

  async function ask(request: ScoringRequest): Promise<ScoringAnswer> {
    const asked = Promise.withResolvers<ScoringAnswer>();
    waiting.set(request.id, asked);
    const thread = started();
    thread.ref();
    thread.postMessage(request);
    const answer = await asked.promise;
    // An idle thread keeps no process from ending.
    if (waiting.size === 0) thread.unref();
    if (answer.kind === 'failed') throw errorFromWire(answer.error);
    return answer;
  }

  return {
    async compare(picture, layers) {
      const answer = await ask({ id: nextId++, kind: 'compare', picture, layers });
      if (answer.kind === 'compared') return answer.counts;
      throw new StudioError('internal', 'The comparison answered something else.');
    },
    async regions(picture) {
      const answer = await ask({ id: nextId++, kind: 'regions', picture });
      if (answer.kind === 'regions') return answer.regions;
      throw new StudioError('internal', 'The comparison answered something else.');
    },
    async draw(picture, drawing) {
      await ask({ id: nextId++, kind: 'draw', picture, drawing });
    },
    async close() {
      await worker?.terminate();
    },
  };
}
