import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import type { RunJob } from '../../contract/run-folder.ts';
import type { RunWeights } from '../../domain/run.ts';
import type { Backend } from '../backends/backend.ts';
import { writeRgb } from '../data/augment.ts';
import type { Letterboxed } from '../data/letterboxed.ts';
import { modelStamp, readModelWeights } from '../files/model-files.ts';
import { probabilitiesOf } from '../models/forward.ts';
import { weightSpecs, type Network } from '../models/network.ts';
import { networkOfJob, readJob } from '../run/job.ts';

/** A run's network with its weights on the backend. */
export interface Predictor {
  readonly job: RunJob;
  /** Of every class, the background first, for pictures [batch, size, size, 3] of 0..1. The caller disposes it. */
  probabilities(pictures: Tensor4D): Tensor4D;
  /** One map of 8-bit probabilities per foreground class by ascending value: `size * size` bytes, 255 is certain. */
  predict(picture: Letterboxed): Promise<readonly Uint8Array[]>;
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
  const weights = new Map<string, Tensor>(
    weightSpecs(network).map(({ name, shape }) => [
      name,
      tf.tensor(values.get(name) ?? [], [...shape], 'float32'),
    ]),
  );
  const mode = { kind: 'answer' } as const;
  const forward = { network, operations: backend.operations, weights, mode };

  function probabilities(pictures: Tensor4D): Tensor4D {
    return tf.tidy(() => probabilitiesOf(forward, pictures));
  }

  return {
    job,
    probabilities,
    async predict({ rgb, sidePx }) {
      const floats = new Float32Array(rgb.length);
      writeRgb(floats, rgb);
      const bytes = tf.tidy(() => {
        const input: Tensor4D = tf.tensor4d(floats, [1, sidePx, sidePx, 3]);
        return tf.round(tf.mul(probabilities(input), 255));
      });
      const all = await bytes.data();
      bytes.dispose();
      return mapsOf(all, network);
    },
    dispose() {
      tf.dispose([...weights.values()]);
    },
  };
}

/** Takes the classes of each pixel apart, background left out. */
function mapsOf(all: ArrayLike<number>, { classes, input }: Network): readonly Uint8Array[] {
  const area = input.width * input.height;
  return Array.from({ length: classes - 1 }, (_, index) =>
    Uint8Array.from({ length: area }, (__, pixel) => all[pixel * classes + index + 1] ?? 0),
  );
}
