import type { Tensor4D } from '@tensorflow/tfjs';
import { probabilitiesOf } from '../models/forward.ts';
import { weightSpecs, type Network } from '../models/network.ts';
import type { WeightValues } from '../models/weights.ts';
import type { KernelBackend } from '../operations/kernels.ts';
import type { Operations } from '../operations/operations.ts';
import type { Node } from './graph-def.ts';
import { constant, identity, placeholder } from './nodes.ts';
import { record, source, type Source } from './recorder.ts';

/** How many pictures are answered side by side. */
export const lanes = 2;

export const answering = {
  pictures: (lane: number) => `pictures_${String(lane)}`,
  probabilities: (lane: number) => `probabilities_${String(lane)}`,
} as const;

/**
 * A network that only answers: its weights are constants, which TensorFlow lays out once as its kernels like them. It is
 * there once for each lane, so that two pictures keep two cores busy without waiting for each other at every layer.
 */
export function answeringGraph(
  kernels: KernelBackend,
  given: {
    readonly network: Network;
    readonly operations: Operations;
    readonly values: WeightValues;
  },
): readonly Node[] {
  const { network, values } = given;
  const weights = weightSpecs(network).map(({ name, shape }) =>
    constant(name, values.get(name) ?? new Float32Array(), shape),
  );
  const sources = new Map(
    weightSpecs(network).map(({ name, shape }) => [name, source(name, shape, 'float')]),
  );
  const all = Array.from({ length: lanes }, (_, lane) => laneOf(kernels, given, { lane, sources }));
  return [...weights, ...all.flat()];
}

function laneOf(
  kernels: KernelBackend,
  { network, operations }: { readonly network: Network; readonly operations: Operations },
  {
    lane,
    sources: weights,
  }: { readonly lane: number; readonly sources: ReadonlyMap<string, Source> },
): readonly Node[] {
  const { width, height } = network.input;
  const [from, to] = [answering.pictures(lane), answering.probabilities(lane)];
  const shape = [1, height, width, 3];
  const sources = new Map([...weights, [from, source(from, shape, 'float')]]);
  const prefix = `lane_${String(lane)}`;
  const { nodes, results } = record(kernels, { prefix, sources }, (tensors) => {
    const forward = { network, operations, weights: tensors, mode: { kind: 'answer' } } as const;
    return new Map([[to, probabilitiesOf(forward, tensors.get(from) as Tensor4D)]]);
  });
  return [
    placeholder(from, shape),
    ...nodes,
    identity(to, results.get(to) ?? '', { kind: 'float' }),
  ];
}
