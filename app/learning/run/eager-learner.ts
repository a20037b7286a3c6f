import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/batches.ts';
import { logitsOf } from '../models/forward.ts';
import { weightSpecs, type Network } from '../models/network.ts';
import type { WeightValues } from '../models/weights.ts';
import { averageName, createAverages } from './averages.ts';
import type { Checked, Learner, LearnerOptions } from './learner.ts';
import { createParameters, numbersIn, tensorsOf as uploaded } from './parameters.ts';
import { taken } from '../operations/taken.ts';
import { lossFrom, trainStep, type TensorBatch } from './step.ts';

/** Operation by operation, as the code is written: runs on every backend, and is the oracle of the graph. */
export function openEagerLearner({ settings, weights, slots }: LearnerOptions): Learner {
  const { network, operations } = settings;
  const parameters = createParameters(network, weights, operations, settings.optimiser);
  const { averaging = 0 } = settings;
  const averages = averaging === 0 ? null : createAverages(parameters.all(), averaging);
  if (slots !== null) {
    parameters.setSlots(slots);
    averages?.set(averagesIn(network, slots));
  }
  const answering = () => averages?.read() ?? parameters.all();

  async function check(batch: Batch): Promise<Checked> {
    const found = tf.tidy((): [tf.Tensor, tf.Tensor] => {
      const { pictures, labels } = tensorsOf(batch);
      const forward = {
        network,
        operations,
        weights: answering(),
        mode: { kind: 'answer' },
      } as const;
      const logits = logitsOf(forward, pictures);
      return [lossFrom(settings, logits, labels), tf.argMax(logits, 3)];
    });
    const [[value = NaN], labels] = await taken(found);
    return { loss: value, labels: Uint8Array.from(labels) };
  }

  return {
    async step(batch, at) {
      const tensors = tensorsOf(batch);
      try {
        const outcome = await trainStep(settings, parameters, { batch: tensors, ...at });
        if (outcome.kind === 'stepped') averages?.take(parameters.all(), at.step);
        return outcome;
      } finally {
        tf.dispose([tensors.pictures, tensors.labels]);
      }
    },
    check,
    values: () => parameters.values(),
    answering: () => parameters.inOrder(answering()),
    async slots() {
      const kept = await parameters.slots();
      const own = averages === null ? [] : [...averages.read()];
      const named = own.map(([name, tensor]) => [averageName(name), tensor] as const);
      return new Map([...kept, ...(await numbersIn(named))]);
    },
    dispose() {
      averages?.dispose();
      parameters.dispose();
    },
  };
}

function averagesIn(network: Network, slots: WeightValues): ReadonlyMap<string, tf.Tensor> {
  const specs = weightSpecs(network);
  const named = specs.map(({ name, shape }) => ({ name: averageName(name), shape }));
  const tensors = uploaded(named, slots);
  return new Map(
    specs.flatMap(({ name }) => {
      const tensor = tensors.get(averageName(name));
      return tensor === undefined ? [] : [[name, tensor] as const];
    }),
  );
}

export function tensorsOf({
  count,
  sidePx,
  pictures,
  labels,
}: Omit<Batch, 'indices'>): TensorBatch {
  return {
    pictures: tf.tensor4d(pictures, [count, sidePx, sidePx, 3]),
    labels: tf.tensor1d(labels, 'int32'),
  };
}
