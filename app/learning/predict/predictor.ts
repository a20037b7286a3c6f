import { join } from 'node:path';
import type { RunJob } from '../../contract/run-folder.ts';
import type { RunWeights } from '../../domain/run.ts';
import type { Backend } from '../backends/backend.ts';
import { writeRgb } from '../data/varied.ts';
import type { Letterboxed } from '../data/letterboxed.ts';
import { modelStamp, readModelWeights } from '../files/model-files.ts';
import { lanes } from '../graph/answering-graph.ts';
import type { Network } from '../models/network.ts';
import { networkOfJob, readJob } from '../run/job.ts';
import { openAnswerer, type Answerer } from './answerer.ts';
import { blendedMaps } from './blended-maps.ts';

/** What is told and asked while large pictures are looked at in parts. */
export interface Under {
  /** Hears what share of the picture with this place in the list is done. */
  readonly onPart: (at: number, share: number) => void;
  readonly isGivenUp: () => boolean;
}

/** A run's network with its weights on the backend. */
export interface Predictor {
  readonly job: RunJob;
  /** For each picture of 0..1: a plane of every class, the background first. */
  probabilities(pictures: Float32Array): Promise<Float32Array>;
  /**
   * For each picture a map of 8-bit probabilities per foreground class by ascending value, as large as its square: 255 is
   * certain. Fewer when it was given up: of those that were done.
   */
  predict(
    pictures: readonly Letterboxed[],
    under?: Under,
  ): Promise<readonly (readonly Uint8Array[])[]>;
  dispose(): void;
}

/** Gives predictors, and keeps the one used last: weights are read again only when they have changed. */
export interface Predictors {
  /** Throws StudioError when the run has no such weights. */
  of(folder: string, weights: RunWeights): Predictor;
  dispose(): void;
}

export function createPredictors(backend: Backend): Predictors {
  let kept: { readonly key: string; readonly predictor: Predictor } | undefined;
  return {
    of(folder, weights) {
      const modelFolder = join(folder, weights);
      const key = `${modelFolder} ${modelStamp(modelFolder) ?? ''}`;
      if (kept?.key === key) return kept.predictor;
      const predictor = openPredictor(folder, { modelFolder, backend });
      kept?.predictor.dispose();
      kept = { key, predictor };
      return predictor;
    },
    dispose() {
      kept?.predictor.dispose();
      kept = undefined;
    },
  };
}

function openPredictor(
  folder: string,
  { modelFolder, backend }: { readonly modelFolder: string; readonly backend: Backend },
): Predictor {
  const job = readJob(folder);
  const network = networkOfJob(job);
  const values = readModelWeights(modelFolder, network);
  const answerer = openAnswerer({ backend, network, values });
  return {
    job,
    probabilities: (pictures) => answerer.probabilities(pictures),
    async predict(pictures, under = { onPart: () => undefined, isGivenUp: () => false }) {
      if (job.settings.tiles > 1) return inWindows(pictures, { answerer, network, ...under });
      const { width, height, channels } = network.input;
      const [taken, given] = [width * height * channels, width * height * network.classes];
      const floats = new Float32Array(pictures.length * taken);
      pictures.forEach(({ rgb }, at) => {
        writeRgb(floats.subarray(at * taken, (at + 1) * taken), rgb);
      });
      const all = await answerer.probabilities(floats);
      return pictures.map((_, at) => mapsOf(all.subarray(at * given, (at + 1) * given), network));
    },
    dispose() {
      answerer.dispose();
    },
  };
}

async function inWindows(
  pictures: readonly Letterboxed[],
  {
    answerer,
    network,
    onPart,
    isGivenUp,
  }: Under & { readonly answerer: Answerer; readonly network: Network },
): Promise<readonly (readonly Uint8Array[])[]> {
  const all: (readonly Uint8Array[])[] = [];
  for (const [at, picture] of pictures.entries()) {
    const maps = await blendedMaps(picture, {
      windowPx: network.input.width,
      classes: network.classes,
      together: lanes,
      probabilities: (windows) => answerer.probabilities(windows),
      onPart(share) {
        onPart(at, share);
      },
      isGivenUp,
    });
    if (maps === null) break;
    all.push(maps);
  }
  return all;
}

/** Of every class but the background. */
function mapsOf(probabilities: Float32Array, { classes, input }: Network): readonly Uint8Array[] {
  const area = input.width * input.height;
  return Array.from({ length: classes - 1 }, (_, index) => {
    const map = new Uint8Array(area);
    const start = (index + 1) * area;
    // A hundred times as fast as Uint8Array.from with a function, which took 14 ms a map.
    for (let at = 0; at < area; at++) map[at] = Math.round((probabilities[start + at] ?? 0) * 255);
    return map;
  });
}
