import * as tf from '@tensorflow/tfjs';
import { joined, type Batch } from '../data/batches.ts';
import { logitsOf, type Forward } from '../models/forward.ts';
import { weightSpecs, type Network } from '../models/network.ts';
import type { WeightValues } from '../models/weights.ts';
import { averageName, createAverages } from './averages.ts';
import type { Answered, Besides, Checked, Learner, LearnerOptions } from './learner.ts';
import { createParameters, numbersIn, tensorsOf as uploaded } from './parameters.ts';
import { taken } from '../operations/taken.ts';
import { certaintyOf, lossFrom, trainStep, type TensorBatch } from './step.ts';

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

  function answeringForward(): Forward {
    return { network, operations, weights: answering(), mode: { kind: 'answer' } };
  }

  async function check(batch: Batch): Promise<Checked> {
    const answered = tf.tidy((): [tf.Tensor, tf.Tensor, ...tf.Tensor[]] => {
      const { pictures, labels } = tensorsOf(batch);
      const logits = logitsOf(answeringForward(), pictures);
      const found: tf.Tensor[] = [];
      const loss = lossFrom(settings, logits, labels, (figures) => void found.push(figures));
      return [loss, tf.argMax(logits, 3), ...found];
    });
    const [[value = NaN], labels, found] = await taken(answered);
    return { loss: value, found: Array.from(found ?? []), labels: Uint8Array.from(labels) };
  }

  async function answer(batch: Batch): Promise<Answered> {
    const found = tf.tidy((): [tf.Tensor, tf.Tensor] => {
      const logits = logitsOf(answeringForward(), tensorsOf(batch).pictures);
      return [tf.argMax(logits, 3), certaintyOf(logits)];
    });
    const [labels, certainty] = await taken(found);
    return { labels: Uint8Array.from(labels), certainty: Float32Array.from(certainty) };
  }

  return {
    async step(batch, at, besides) {
      const tensors = withBesides(batch, besides);
      try {
        const outcome = await trainStep(settings, parameters, { batch: tensors, ...at });
        if (outcome.kind === 'stepped') averages?.take(parameters.all(), at.step);
        return outcome;
      } finally {
        tf.dispose(Object.values(tensors));
      }
    },
    check,
    answer,
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

function withBesides(batch: Batch, besides: Besides | undefined): TensorBatch {
  if (besides === undefined) return tensorsOf(batch);
  return {
    ...tensorsOf(joined(batch, besides.batch)),
    pseudoWeight: tf.scalar(besides.weight),
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
