import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { probabilitiesOf } from '../../app/learning/models/forward.ts';
import { countParameters, weightSpecs } from '../../app/learning/models/network.ts';
import { unetTutorial } from '../../app/learning/models/unet-tutorial.ts';
import type { Backend } from '../../app/learning/backends/backend.ts';
import { openBackend } from '../../app/learning/backends/open-backend.ts';
import { createParameters } from '../../app/learning/run/parameters.ts';
import { keyTensor, lossAndGradients } from '../../app/learning/run/step.ts';

/** See make-keras-fixtures.py, which writes it with Keras. */
interface Fixture {
  readonly parametersAtFullWidth: number;
  readonly side: number;
  readonly widths: [number, number, number];
  readonly classes: number;
  readonly loss: number;
  readonly answer: string;
  readonly weights: readonly {
    readonly name: string;
    readonly values: string;
    readonly gradient: string;
  }[];
}

const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/keras/unet-tutorial.json', import.meta.url), 'utf8'),
) as Fixture;
const { side, widths, classes } = fixture;
const network = unetTutorial(side, classes, widths);

describe.each(['cpu', 'tensorflow'] as const)('the tutorial’s U-Net on %s', (name) => {
  let backend: Backend;

  beforeAll(async () => {
    backend = await openBackend(name, 'train');
    await tf.setBackend(name);
  });

  test('answers as Keras does with the same weights', () => {
    const answer = tf.tidy(() => {
      const weights = parameters().all();
      const mode = { kind: 'answer' } as const;
      const forward = { network, operations: backend.operations, weights, mode };
      const planes = probabilitiesOf(forward, picture());
      return tf.transpose(planes, [0, 2, 3, 1]).dataSync<'float32'>();
    });
    expect(largestDifference(answer, floats(fixture.answer))).toBeLessThan(1e-5);
  });

  test('has Keras’ loss and gradients', () => {
    // Dropout is switched off: its random numbers are nobody else's.
    const still = network.layers.map((layer) =>
      layer.kind === 'dropout' ? { ...layer, rate: 0 } : layer,
    );
    const settings = {
      network: { ...network, layers: still },
      operations: backend.operations,
      loss: { kind: 'cross-entropy', classWeights: [1, 1, 1] },
    } as const;
    const labels = Int32Array.from({ length: side * side }, (_, i) => Math.floor(i / 5) % classes);
    const trained = parameters();
    const [loss, ...gradients] = lossAndGradients(settings, trained, {
      batch: { pictures: picture(), labels: tf.tensor1d(labels, 'int32') },
      key: keyTensor(1),
      gathered: new Map(),
    });
    expect(loss.dataSync()[0]).toBeCloseTo(fixture.loss, 5);
    const names = [...trained.trained().keys()];
    expect(names).toEqual(fixture.weights.map(({ name: keras }) => keras));
    fixture.weights.forEach(({ gradient }, index) => {
      const difference = largestDifference(
        gradients[index]?.dataSync<'float32'>() ?? new Float32Array(0),
        floats(gradient),
      );
      expect(difference, names[index]).toBeLessThan(1e-6);
    });
  });

  function parameters() {
    const values = new Map(
      fixture.weights.map((weight) => [weight.name, floats(weight.values)] as const),
    );
    return createParameters(network, values, backend.operations);
  }
});

test('has as many parameters at full width as Keras counts', () => {
  expect(fixture.parametersAtFullWidth).toBe(471_619);
  expect(countParameters(unetTutorial(200, 3))).toBe(471_619);
  expect(weightSpecs(network).map(({ name }) => name)).toEqual(
    fixture.weights.map(({ name }) => name),
  );
});

function picture(): tf.Tensor4D {
  const values = Float32Array.from(
    { length: side * side * 3 },
    (_, index) => ((index * 7919) % 256) / 255,
  );
  return tf.tensor4d(values, [1, side, side, 3]);
}

function floats(base64: string): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
}

function largestDifference(one: ArrayLike<number>, other: ArrayLike<number>): number {
  expect(one.length).toBe(other.length);
  return Math.max(...Array.from(one, (value, index) => Math.abs(value - (other[index] ?? NaN))));
}
