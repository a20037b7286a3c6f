import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Backend } from '../backends/backend.ts';
import { answering, answeringGraph, lanes } from '../graph/answering-graph.ts';
import { openSession } from '../graph/session.ts';
import { folded } from '../models/folded.ts';
import { probabilitiesOf } from '../models/forward.ts';
import { weightSpecs, type Network } from '../models/network.ts';
import { checkWeights, type WeightValues } from '../models/weights.ts';
import type { KernelBackend } from '../operations/kernels.ts';
import { taken } from '../operations/taken.ts';

/** A network with the weights it was given, on the backend: it answers and does not learn. */
export interface Answerer {
  /** Pictures as floats of 0..1, one after the other; for each, answers the probabilities of one class after the other. */
  probabilities(pictures: Float32Array): Promise<Float32Array>;
  dispose(): void;
}

interface Given {
  readonly backend: Backend;
  readonly network: Network;
  readonly values: WeightValues;
}

/**
 * As a graph where a processor runs one. A graphics card is kept busy by the whole batch at once, call by call: on an H100 that
 * was about twice as fast as the graph's pictures side by side (docs/benchmarks.md).
 */
export function openAnswerer({ backend, network, values }: Given): Answerer {
  checkWeights(network, values);
  const given = { backend, ...folded(network, values) };
  const { kernels } = backend;
  if (kernels === null || kernels.isUsingGpuDevice) return openEagerAnswerer(given);
  try {
    return openGraphAnswerer(kernels, given);
  } catch {
    // What cannot be recorded can still be computed, call by call.
    return openEagerAnswerer(given);
  }
}

/**
 * Pictures go through the graph side by side, each in a lane of its own, instead of as one large batch: what lies between
 * the layers stays in the processor's cache.
 */
export function openGraphAnswerer(
  kernels: KernelBackend,
  { backend, network, values }: Given,
): Answerer {
  const { operations } = backend;
  const session = openSession(kernels, answeringGraph(kernels, { network, operations, values }));

  async function answersTo(pictures: readonly Float32Array[]): Promise<readonly Float32Array[]> {
    const inputs = pictures.map((picture) => picturesIn(network, picture));
    const feeds = inputs.map((input, lane) => [answering.pictures(lane), input] as const);
    const outputs = inputs.map((_, lane) => answering.probabilities(lane));
    const answers = session.run(new Map(feeds), outputs);
    tf.dispose(inputs);
    return (await taken(answers)) as readonly Float32Array[];
  }

  return {
    async probabilities(pictures) {
      const { width, height, channels } = network.input;
      const [taken, given] = [width * height * channels, width * height * network.classes];
      const count = pictures.length / taken;
      const all = new Float32Array(count * given);
      for (let first = 0; first < count; first += lanes) {
        const present = Array.from({ length: Math.min(lanes, count - first) }, (_, lane) =>
          pictures.subarray((first + lane) * taken, (first + lane + 1) * taken),
        );
        (await answersTo(present)).forEach((answer, lane) => {
          all.set(answer, (first + lane) * given);
        });
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
    async probabilities(pictures) {
      const answer = tf.tidy(() => probabilitiesOf(forward, picturesIn(network, pictures)));
      const [numbers] = await taken([answer]);
      return numbers as Float32Array;
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
