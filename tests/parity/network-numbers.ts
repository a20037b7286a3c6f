import * as tf from '@tensorflow/tfjs';
import type { Backend } from '../../app/learning/backends/backend.ts';
import { numbersOf } from '../../app/learning/data/random.ts';
import { logitsOf } from '../../app/learning/models/forward.ts';
import {
  sizeOfShape,
  weightSpecs,
  type Network,
  type WeightSpec,
} from '../../app/learning/models/network.ts';
import { createParameters, type Parameters } from '../../app/learning/run/parameters.ts';

/** The numbers that make-network-fixtures.py gives Keras, and how what it made of them is compared. */

/** What is kept of a tensor, which would be too large as a whole. */
export interface Kept {
  readonly count: number;
  /** Evenly spread, 32-bit floats in base64. */
  readonly values: string;
  readonly largest: number;
  readonly sum: number;
  readonly squares: number;
}

/** Pictures at once. */
export const batch = 2;

/** How far a tensor may be from Keras' by `distanceOf`. */
export const tolerance = 1e-4;

/** The largest of three: between the kept values, as a share of the largest number; between the sums; between the lengths. */
export function distanceOf(ours: Float32Array, kept: Kept): number {
  if (ours.length !== kept.count) return Infinity;
  const theirs = new Float32Array(Uint8Array.from(Buffer.from(kept.values, 'base64')).buffer);
  const differences = theirs.map((value, nth) => {
    const place = kept.count > theirs.length ? Math.floor((nth * kept.count) / theirs.length) : nth;
    return Math.abs(value - (ours[place] ?? NaN));
  });
  const sum = ours.reduce((total, value) => total + value, 0);
  const squares = ours.reduce((total, value) => total + value ** 2, 0);
  return Math.max(
    Math.max(...differences) / kept.largest,
    // Differences of many numbers add up, their signs at random.
    Math.abs(sum - kept.sum) / (kept.largest * Math.sqrt(kept.count)),
    Math.abs(Math.sqrt(squares / kept.squares) - 1),
  );
}

export function parametersOf(network: Network, seed: number, backend: Backend): Parameters {
  const values = new Map(
    weightSpecs(network).map((spec, place) => [spec.name, valuesOf(spec, seed * 1000 + place)]),
  );
  return createParameters(network, values, backend.operations);
}

export function picturesOf({ input }: Network, seed: number): tf.Tensor4D {
  const next = numbersOf(seed * 1000 + 999);
  const shape: [number, number, number, number] = [batch, input.height, input.width, 3];
  return tf.tensor4d(
    Float32Array.from({ length: sizeOfShape(shape) }, () => next()),
    shape,
  );
}

/** The logits of those pictures by those weights. */
export function answerOf(network: Network, seed: number, backend: Backend): Float32Array {
  const parameters = parametersOf(network, seed, backend);
  const answer = tf.tidy(() => {
    const mode = { kind: 'answer' } as const;
    const weights = parameters.all();
    const forward = { network, operations: backend.operations, weights, mode };
    return logitsOf(forward, picturesOf(network, seed)).dataSync<'float32'>();
  });
  parameters.dispose();
  return answer;
}

function valuesOf({ name, shape }: WeightSpec, key: number): Float32Array {
  const next = numbersOf(key);
  const count = sizeOfShape(shape);
  const part = name.split('/').at(-1) ?? '';
  if (part.endsWith('kernel')) {
    const inputs = part === 'kernel' ? 3 : 2;
    const limit = Math.sqrt(6 / sizeOfShape(shape.slice(0, inputs)));
    return Float32Array.from({ length: count }, () => (2 * next() - 1) * limit);
  }
  const rangeOf: Readonly<Record<string, readonly [number, number]>> = {
    gamma: [0.4, 0.3],
    beta: [1, 0.5],
    moving_variance: [0.75, 0.5],
  };
  const range = rangeOf[part];
  return Float32Array.from({ length: count }, () =>
    range === undefined ? 0.2 * (next() - 0.5) : range[0] + range[1] * next(),
  );
}
