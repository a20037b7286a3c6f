import { expect } from 'vitest';
import type { Backend } from '../../../app/learning/backends/backend.ts';
import type { Batch } from '../../../app/learning/data/batches.ts';
import { keyOf, numbersOf } from '../../../app/learning/data/random.ts';
import type { Network } from '../../../app/learning/models/network.ts';
import { startingWeights, type WeightValues } from '../../../app/learning/models/weights.ts';
import type { Learner, LearnerOptions } from '../../../app/learning/run/learner.ts';

/** What a learner in a test is opened with and fed. */

export function learnerOptions(
  backend: Backend,
  network: Network,
  more: Partial<LearnerOptions> = {},
): LearnerOptions {
  const loss = { kind: 'cross-entropy+dice', classWeights: [0.5, 1, 2] } as const;
  return {
    backend,
    settings: { network, operations: backend.operations, loss },
    batch: 2,
    weights: isDeep(network) ? awayFromCorners(network, 7) : startingWeights(network, 7),
    slots: null,
    ...more,
  };
}

/**
 * Weights to start from that shift what is normalised by a deviation above zero. In a deep network something always lies so
 * near the corner of a ReLU that roundings decide on which side, and then gradients go other ways.
 */
export function awayFromCorners(network: Network, seed: number): WeightValues {
  return new Map(
    [...startingWeights(network, seed)].map(([name, values]) => [
      name,
      name.endsWith('/beta') ? values.fill(1) : values,
    ]),
  );
}

/** Noise, and labels of three classes of which a quarter is to be ignored; the same for the same key. */
export function batchOf(network: Network, count: number, key: number): Batch {
  const next = numbersOf(keyOf('batch', key));
  const sidePx = network.input.width;
  const area = sidePx * sidePx;
  return {
    count,
    sidePx,
    pictures: Float32Array.from({ length: count * area * 3 }, next),
    labels: Int32Array.from(
      { length: count * area },
      () => [0, 1, 2, 255][Math.floor(next() * 4)] ?? 0,
    ),
    indices: Array.from({ length: count }, (_, index) => index),
  };
}

/** Takes a step. */
export async function lossOf(
  learner: Learner,
  batch: Batch,
  step: number,
  rate = 2e-3,
): Promise<number> {
  const outcome = await learner.step(batch, { rate, step, key: keyOf('dropout', 3, step) });
  return outcome.kind === 'stepped' ? outcome.loss : NaN;
}

/**
 * Fifty normalisations one after the other, each of which divides by a deviation, make much of what roundings differ by; and
 * what one of them scales or shifts the next takes out again, so that such gradients are roundings and nothing else.
 */
export function isDeep(network: Network): boolean {
  return network.layers.filter(({ kind }) => kind === 'normalisation').length > 30;
}

export function expectClose(ours = NaN, oracle = NaN, tolerance: number): void {
  expect(Math.abs(ours - oracle) / Math.abs(oracle)).toBeLessThan(tolerance);
}
