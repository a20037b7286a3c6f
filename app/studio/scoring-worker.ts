import { parentPort } from 'node:worker_threads';
import { wireError } from '../contract/errors.ts';
import { drawPrediction } from './drawn-prediction.ts';
import { compareWithLabels, predictedRegions } from './predicted-labels.ts';
import { readPredictedMaps } from './prediction-maps.ts';
import type { ScoringAnswer, ScoringRequest } from './scoring.ts';

/** The thread that looks at every pixel of predictions: 12 megapixels must not keep a stroke from being saved. */

const port = parentPort;
if (port === null) throw new Error('scoring-worker.ts runs as a worker thread only');

async function answer(request: ScoringRequest): Promise<ScoringAnswer> {
  const { id } = request;
  try {
    const maps = await readPredictedMaps(request.picture);
    switch (request.kind) {
      case 'compare':
        return { id, kind: 'compared', counts: compareWithLabels(maps, request.layers) };
      case 'draw':
        await drawPrediction(maps, request.drawing);
        return { id, kind: 'drawn' };
      case 'regions':
        return { id, kind: 'regions', regions: predictedRegions(maps) };
    }
  } catch (error) {
    return { id, kind: 'failed', error: wireError(error) };
  }
}

let last: Promise<void> = Promise.resolve();
port.on('message', (request: ScoringRequest) => {
  last = last.then(async () => {
    port.postMessage(await answer(request));
  });
});
