/**
 * Our engine, timed on request, as its peers in ../peers are: contestant.process.ts WAY MODEL SIDE BATCH TASK, where WAY is graph
 * or eager, both on TensorFlow, or webgpu. Reads lines "train N" and "predict N"; answers each with the seconds that N pictures took and the peak of memory.
 */
import { createInterface } from 'node:readline';
import { recipes, type ModelName } from '../../../app/contract/training.ts';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import type { Batch } from '../../../app/learning/data/batches.ts';
import { numbersOf } from '../../../app/learning/data/random.ts';
import { networkOf } from '../../../app/learning/models/models.ts';
import { countParameters } from '../../../app/learning/models/network.ts';
import { startingWeights } from '../../../app/learning/models/weights.ts';
import {
  openAnswerer,
  openEagerAnswerer,
  type Answerer,
} from '../../../app/learning/predict/answerer.ts';
import { openEagerLearner } from '../../../app/learning/run/eager-learner.ts';
import { type Learner } from '../../../app/learning/run/learner.ts';
import { openLearner } from '../../../app/learning/run/open-learner.ts';

const [way = 'graph', model = 'unet', side = '200', batchSize = '8', task = 'train'] =
  process.argv.slice(2);
const sidePx = Number(side);
const count = Number(batchSize);
const classes = 3;

const backend = await openBackend(
  way === 'webgpu' ? 'webgpu' : 'tensorflow',
  task === 'predict' ? 'predict' : 'train',
);
const network = networkOf({ model: model as ModelName, size: sidePx, width: 1 }, classes);
const values = startingWeights(network, 1);
const loss = { kind: recipes[model as ModelName].loss, classWeights: [1, 1, 1] } as const;
const settings = { network, operations: backend.operations, loss };
const next = numbersOf(1);
const area = sidePx * sidePx;
const batch: Batch = {
  count,
  sidePx,
  pictures: Float32Array.from({ length: count * area * 3 }, next),
  labels: Int32Array.from({ length: count * area }, () => Math.floor(next() * classes)),
  indices: [],
};

// Each is opened when it is first asked for, so that the memory of one is not counted for the other.
let learner: Learner | undefined;
let answerer: Answerer | undefined;

function openedLearner(): Learner {
  const options = { backend, settings, batch: count, weights: values, slots: null };
  if (way === 'eager') return openEagerLearner(options);
  const { learner: opened, fallback } = openLearner(options);
  if (fallback !== null) throw new Error(fallback);
  return opened;
}

let step = 0;

async function train(): Promise<void> {
  learner ??= openedLearner();
  step += 1;
  await learner.step(batch, { rate: 1e-3, step, key: step });
}

async function predict(): Promise<void> {
  const given = { backend, network, values };
  answerer ??= way === 'eager' ? openEagerAnswerer(given) : openAnswerer(given);
  await answerer.probabilities(batch.pictures);
}

function answer(...words: readonly (number | string)[]): void {
  process.stdout.write(`${words.join(' ')}\n`);
}

answer('parameters', countParameters(network), backend.library);
for await (const line of createInterface({ input: process.stdin })) {
  const [what, pictures = '0'] = line.split(' ');
  const start = performance.now();
  for (let done = 0; done < Number(pictures); done += count) {
    await (what === 'train' ? train() : predict());
  }
  answer((performance.now() - start) / 1000, process.resourceUsage().maxRSS * 1024);
}
