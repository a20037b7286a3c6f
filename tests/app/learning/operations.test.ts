import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { optimiserNames } from '../../../app/contract/training.ts';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import { startingWeights } from '../../../app/learning/models/weights.ts';
import { composed } from '../../../app/learning/operations/composed.ts';
import type { Operations } from '../../../app/learning/operations/operations.ts';
import { createParameters } from '../../../app/learning/run/parameters.ts';
import { trainStep } from '../../../app/learning/run/step.ts';
import { tinyNetwork } from './tiny-network.ts';

describe('TensorFlow’s fused kernels against tfjs’ compositions', () => {
  let fused: Operations;

  beforeAll(async () => {
    fused = (await openBackend('tensorflow', 'train')).operations;
  });

  test('normalisation: value, gradients and running figures', () => {
    const x = tf.randomNormal<tf.Rank.R4>([2, 5, 4, 3], 1, 2, 'float32', 5);
    const dy = tf.randomNormal<tf.Rank.R4>([2, 5, 4, 3], 0, 1, 'float32', 6);
    const scale = tf.tensor1d([0.5, 1, 2]);
    const offset = tf.tensor1d([0, 1, -1]);
    const rest = {
      runningMean: tf.tensor1d([0.1, 0.2, 0.3]),
      runningVariance: tf.tensor1d([1, 2, 3]),
      epsilon: 1e-3,
      momentum: 0.9,
    };
    const [ours, oracle] = [fused, composed].map((operations) => {
      let running: readonly number[] = [];
      const gradients = tf.grads((...inputs: tf.Tensor[]) => {
        const [picture, gamma, beta] = inputs as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
        const result = operations.normaliseBatch(picture, { scale: gamma, offset: beta, ...rest });
        running = [...result.runningMean.dataSync(), ...result.runningVariance.dataSync()];
        return result.y;
      })([x, scale, offset], dy);
      return [...running, ...gradients.flatMap((gradient) => [...gradient.dataSync()])];
    });
    expectClose(ours, oracle, 1e-4);
  });

  test.each(['relu', 'relu6'] as const)('%s and bias, with their gradients', (cut) => {
    const x = tf.randomNormal<tf.Rank.R4>([2, 3, 4, 5], 0, 1, 'float32', 5);
    const bias = tf.randomNormal<tf.Rank.R1>([5], 0, 1, 'float32', 6);
    const [ours, oracle] = [fused, composed].map((operations) => {
      const { value, grads } = tf.valueAndGrads((...inputs: tf.Tensor[]) => {
        const [picture, shift] = inputs as [tf.Tensor4D, tf.Tensor1D];
        return tf.sum(tf.square(operations[cut](operations.addBias(tf.mul(picture, 5), shift))));
      })([x, bias]);
      return [value, ...grads].flatMap((tensor) => [...tensor.dataSync()]);
    });
    expectClose(ours, oracle, 1e-4);
  });

  test.each(optimiserNames)('%s: ten steps, and its figures survive being read and set', (kind) => {
    const results = [fused, composed].map((operations) => {
      const optimiser = operations.optimiser(new Map([['w', tf.tensor2d([[1, -2, 3]])]]), {
        kind,
        weightDecay: 0.2,
      });
      for (let step = 1; step <= 10; step++) {
        const gradients = new Map([['w', tf.tensor2d([[0.1 * step, -1, 1e-4]])]]);
        optimiser.apply(gradients, { rate: 0.05, step });
        const slots = [...optimiser.readSlots()].map(
          ([name, slot]) => [name, slot.clone()] as const,
        );
        optimiser.setSlots(new Map(slots));
      }
      const tensors = [...optimiser.read().values(), ...optimiser.readSlots().values()];
      return tensors.flatMap((tensor) => [...tensor.dataSync()]);
    });
    expectClose(results[0], results[1], 1e-5);
  });

  test('dropout drops its share, scales the rest, and belongs to its key', () => {
    for (const operations of [fused, composed]) {
      const x = tf.ones<tf.Rank.R4>([4, 32, 32, 8]);
      const draw = (key: number) => [
        ...operations.dropout(x, 0.25, { step: tf.tensor1d([key], 'int32'), layer: 5 }).dataSync(),
      ];
      const dropped = draw(1).filter((value) => value === 0).length / x.size;
      expect(dropped).toBeGreaterThan(0.24);
      expect(dropped).toBeLessThan(0.26);
      expect(Math.max(...draw(1))).toBeCloseTo(4 / 3, 5);
      expect(draw(1)).toEqual(draw(1));
      expect(draw(1)).not.toEqual(draw(2));
    }
  });

  test('ten steps of a network: the same losses, and not one tensor more', async () => {
    // Each kind of operations draws its own dropout.
    const base = tinyNetwork();
    const layers = base.layers.map((layer) =>
      layer.kind === 'dropout' ? { ...layer, rate: 0 } : layer,
    );
    const network = { ...base, layers };
    const lossesWith = async (operations: Operations) => {
      const parameters = createParameters(network, startingWeights(network, 3), operations);
      const losses: number[] = [];
      let tensors = 0;
      for (let step = 1; step <= 10; step++) {
        const settings = {
          network,
          operations,
          loss: { kind: 'cross-entropy+dice', classWeights: [0.5, 1, 2] },
        } as const;
        const batch = {
          pictures: tf.randomUniform<tf.Rank.R4>([2, 9, 9, 3], 0, 1, 'float32', step),
          labels: tf.tensor1d(
            Int32Array.from({ length: 162 }, (_, i) => [0, 1, 2, 255][i % 4] ?? 0),
          ),
        };
        const labels = tf.cast(batch.labels, 'int32');
        const outcome = await trainStep(settings, parameters, {
          batch: { pictures: batch.pictures, labels },
          rate: 0.01,
          step,
          key: step,
        });
        tf.dispose([batch.pictures, batch.labels, labels]);
        losses.push(outcome.kind === 'stepped' ? outcome.loss : NaN);
        if (step === 2) tensors = tf.memory().numTensors;
        if (step > 2) expect(tf.memory().numTensors).toBe(tensors);
      }
      parameters.dispose();
      return losses;
    };
    expectClose(await lossesWith(fused), await lossesWith(composed), 2e-4);
  });
});

function expectClose(
  ours: readonly number[] | undefined,
  oracle: readonly number[] | undefined,
  tolerance: number,
): void {
  expect(ours?.length).toBe(oracle?.length);
  ours?.forEach((value, index) => {
    const expected = oracle?.[index] ?? NaN;
    const scale = Math.max(1, Math.abs(expected));
    expect(Math.abs(value - expected) / scale, `number ${String(index)}`).toBeLessThan(tolerance);
  });
}
