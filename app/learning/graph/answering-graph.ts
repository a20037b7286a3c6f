import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { probabilitiesOf } from '../models/forward.ts';
import { weightSpecs, type Network } from '../models/network.ts';
import type { WeightValues } from '../models/weights.ts';
import type { KernelBackend } from '../operations/kernels.ts';
import type { Operations } from '../operations/operations.ts';
import type { Node } from './graph-def.ts';
import { identity, placeholder } from './nodes.ts';
import { record, source } from './recorder.ts';

export const answering = { pictures: 'pictures', probabilities: 'probabilities' } as const;

/** A network that only answers, one picture at a time, its weights constants: TensorFlow lays them out once, the way its kernels like them. */
export function answeringGraph(
  kernels: KernelBackend,
  given: {
    readonly network: Network;
    readonly operations: Operations;
    readonly values: WeightValues;
  },
): readonly Node[] {
  const { network, operations, values } = given;
  const { width, height } = network.input;
  const shape = [1, height, width, 3];
  const sources = new Map([[answering.pictures, source(answering.pictures, shape, 'float')]]);
  const { nodes, results } = record(kernels, { prefix: 'answer', sources }, (tensors) => {
    const weights = new Map<string, Tensor>(
      weightSpecs(network).map(({ name, shape: own }) => [
        name,
        tf.tensor(values.get(name) ?? [], [...own], 'float32'),
      ]),
    );
    const pictures = tensors.get(answering.pictures) as Tensor4D;
    const forward = { network, operations, weights, mode: { kind: 'answer' } } as const;
    return new Map([[answering.probabilities, probabilitiesOf(forward, pictures)]]);
  });
  return [
    placeholder(answering.pictures, shape),
    ...nodes,
    identity(answering.probabilities, results.get(answering.probabilities) ?? '', {
      kind: 'float',
    }),
  ];
}
