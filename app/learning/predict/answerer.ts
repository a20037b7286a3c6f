import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Backend } from '../backends/backend.ts';
import { answering, answeringGraph } from '../graph/answering-graph.ts';
import { openSession } from '../graph/session.ts';
import { folded } from '../models/folded.ts';
import { probabilitiesOf } from '../models/forward.ts';
import { weightSpecs, type Network } from '../models/network.ts';
import { checkWeights, type WeightValues } from '../models/weights.ts';
import type { KernelBackend } from '../operations/kernels.ts';

/** A network with the weights it was given, on the backend: it answers and does not learn. */
export interface Answerer {
  /** Pictures as floats of 0..1, one after the other; for each, answers the probabilities of one class after the other. */
  probabilities(pictures: Float32Array): Float32Array;
  dispose(): void;
}

interface Given {
  readonly backend: Backend;
  readonly network: Network;
  readonly values: WeightValues;
}

/** As a graph where the backend can run one. */
export function openAnswerer({ backend, network, values }: Given): Answerer {
  checkWeights(network, values);
  const given = { backend, ...folded(network, values) };
  const { kernels } = backend;
  if (kernels === null) return openEagerAnswerer(given);
  try {
    return openGraphAnswerer(kernels, given);
  } catch {
    // What cannot be recorded can still be computed, call by call.
    return openEagerAnswerer(given);
  }
}

/**
 * A graph of one picture, run for each: what lies between its layers stays in the processor's cache. Measured on two
 * cores, the default network: 213 pictures/s one by one, 152 in batches of 8.
 */
export function openGraphAnswerer(
  kernels: KernelBackend,
  { backend, network, values }: Given,
): Answerer {
  const { operations } = backend;
  const session = openSession(kernels, answeringGraph(kernels, { network, operations, values }));

  function answerTo(picture: Float32Array): Float32Array {
    const input = picturesIn(network, picture);
    const answers = session.run(new Map([[answering.pictures, input]]), [answering.probabilities]);
    const numbers = answers[0]?.dataSync<'float32'>() ?? new Float32Array();
    tf.dispose([input, ...answers]);
    return numbers;
  }

  return {
    probabilities(pictures) {
      const { width, height, channels } = network.input;
      const [taken, given] = [width * height * channels, width * height * network.classes];
      const count = pictures.length / taken;
      if (count === 1) return answerTo(pictures);
      const all = new Float32Array(count * given);
      for (let at = 0; at < count; at++) {
        all.set(answerTo(pictures.slice(at * taken, (at + 1) * taken)), at * given);
      }
      return all;
    },
    dispose() {
      session.dispose();
    },
  };
}

export function openEagerAnswerer({ backend, network, values }: Given): Answerer {
  const weights = new Map<string, Tensor>(
    weightSpecs(network).map(({ name, shape }) => [
      name,
      tf.tensor(values.get(name) ?? [], [...shape], 'float32'),
    ]),
  );
  const { operations } = backend;
  const forward = { network, operations, weights, mode: { kind: 'answer' } } as const;
  return {
    probabilities(pictures) {
      const answer = tf.tidy(() => probabilitiesOf(forward, picturesIn(network, pictures)));
      const numbers = answer.dataSync<'float32'>();
      answer.dispose();
      return numbers;
    },
    dispose() {
      tf.dispose([...weights.values()]);
    },
  };
}

function picturesIn({ input }: Network, pictures: Float32Array): tf.Tensor4D {
  const { width, height, channels } = input;
  return tf.tensor4d(pictures, [
    pictures.length / (width * height * channels),
    height,
    width,
    channels,
  ]);
}
