import { join } from 'node:path';
import type { RunJob } from '../../contract/run-folder.ts';
import { mapSideOf } from '../../contract/training.ts';
import { withBackground } from '../../domain/category.ts';
import type { RunWeights } from '../../domain/run.ts';
import { writeModel } from '../files/model-files.ts';
import { layersModelOf } from '../models/layers-model.ts';
import type { Network } from '../models/network.ts';
import type { WeightValues } from '../models/weights.ts';

/** Writes `best/` and `last/` of a run: models that tfjs opens without our code. */
export interface WeightsKeeper {
  keep(which: RunWeights, values: WeightValues, epoch: number): void;
}

export function createWeightsKeeper(folder: string, job: RunJob, network: Network): WeightsKeeper {
  const model = layersModelOf(network, job.settings.model);
  const { size, tiles } = job.settings;
  const topology: unknown = model.toJSON(null, false);
  model.dispose();
  return {
    keep(which, values, epoch) {
      const metadata = {
        run: job.name,
        model: job.settings.model,
        epoch,
        size,
        // What the numbers of an answer mean, and what a picture must look like.
        classes: withBackground(job.classes.map(({ name }) => name)),
        input:
          tiles === 1
            ? 'RGB, 0..1, letterboxed into the square, padding black'
            : `RGB, 0..1, a window of a picture that is letterboxed into a square of ${String(mapSideOf(job.settings))} pixels, padding black`,
        output: 'softmax probabilities per pixel',
      };
      writeModel(join(folder, which), { network, values, topology, metadata });
    },
  };
}
