import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { optimiserNames } from '../../app/contract/training.ts';
import type { Backend } from '../../app/learning/backends/backend.ts';
import { openBackend } from '../../app/learning/backends/open-backend.ts';
import { taken } from '../../app/learning/operations/taken.ts';
import { playGpu } from '../fixtures/software-gpu.ts';

/** See make-optimiser-fixtures.py, which writes it with Keras. */
interface Fixture {
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly weightDecay: number;
  readonly steps: number;
  readonly weights: Readonly<
    Record<(typeof optimiserNames)[number], Readonly<Record<string, string>>>
  >;
}

const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/keras/optimisers.json', import.meta.url), 'utf8'),
) as Fixture;

describe.each(['cpu', 'wasm', 'webgpu', 'tensorflow'] as const)('on %s', (name) => {
  let backend: Backend;

  beforeAll(async () => {
    if (name === 'webgpu') playGpu();
    backend = await openBackend(name, 'train');
    await tf.setBackend(name);
  });

  test.each(optimiserNames)(
    '%s takes weights where Keras does, at rates that grow',
    async (kind) => {
      const { weightDecay, steps } = fixture;
      const optimiser = backend.operations.optimiser(drawn(0), { kind, weightDecay });
      for (let step = 1; step <= steps; step++) {
        const gradients = drawn(10 * step);
        optimiser.apply(gradients, { rate: 0.01 * step, step });
        tf.dispose([...gradients.values()]);
      }
      const weights = [...optimiser.read()];
      const found = await taken(weights.map(([, weight]) => weight.clone()));
      weights.forEach(([weight], at) => {
        const keras = floats(fixture.weights[kind][weight] ?? '');
        const ours = found[at] ?? [];
        expect(ours).toHaveLength(keras.length);
        const apart = keras.map((value, index) => Math.abs(value - (ours[index] ?? NaN)));
        expect(Math.max(...apart), weight).toBeLessThan(1e-5);
      });
      optimiser.dispose();
    },
  );
});

function drawn(seed: number): Map<string, tf.Tensor> {
  return new Map(
    Object.entries(fixture.shapes).map(([name, shape], nth) => {
      const length = shape.reduce((product, side) => product * side, 1);
      const numbers = Float32Array.from(
        { length },
        (_, index) => ((index * 7919 + (seed + nth) * 104729) % 1000) / 500 - 1,
      );
      return [name, tf.tensor(numbers, [...shape])];
    }),
  );
}

function floats(base64: string): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
}
