import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/batches.ts';
import { logitsOf } from '../models/forward.ts';
import type { Checked, Learner, LearnerOptions } from './learner.ts';
import { createParameters } from './parameters.ts';
import { taken } from '../operations/taken.ts';
import { lossFrom, trainStep, type TensorBatch } from './step.ts';

/** Operation by operation, as the code is written: runs on every backend, and is the oracle of the graph. */
export function openEagerLearner({ settings, weights, slots }: LearnerOptions): Learner {
  const { network, operations } = settings;
  const parameters = createParameters(network, weights, operations, settings.optimiser);
  if (slots !== null) parameters.setSlots(slots);

  async function check(batch: Batch): Promise<Checked> {
    const found = tf.tidy((): [tf.Tensor, tf.Tensor] => {
      const { pictures, labels } = tensorsOf(batch);
      const forward = {
        network,
        operations,
        weights: parameters.all(),
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
        return await trainStep(settings, parameters, { batch: tensors, ...at });
      } finally {
        tf.dispose([tensors.pictures, tensors.labels]);
      }
    },
    check,
    values: () => parameters.values(),
    slots: () => parameters.slots(),
    dispose() {
      parameters.dispose();
    },
  };
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
