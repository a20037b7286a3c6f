import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../app/learning/backends/backend.ts';
import { openBackend } from '../../app/learning/backends/open-backend.ts';
import { modelNames, type ModelName } from '../../app/contract/training.ts';
import { numbersOf } from '../../app/learning/data/random.ts';
import { logitsOf } from '../../app/learning/models/forward.ts';
import {
  sizeOfShape,
  weightSpecs,
  type Network,
  type WeightSpec,
} from '../../app/learning/models/network.ts';
import { summaryOf } from '../../app/learning/models/summary.ts';
import { createParameters } from '../../app/learning/run/parameters.ts';
import { keyTensor, lossAndGradients } from '../../app/learning/run/step.ts';
import { narrowNetworks } from './narrow-networks.ts';

/** What is kept of a tensor; see make-network-fixtures.py, which writes it with Keras. */
interface Kept {
  readonly count: number;
  readonly values: string;
  readonly largest: number;
  readonly sum: number;
  readonly squares: number;
}

interface Compared {
  readonly seed: number;
  readonly layers: unknown;
  readonly parameters: number;
  readonly answer: Kept;
  readonly loss: number;
  readonly gradients: Readonly<Record<string, Kept>>;
}

const { batch, networks } = JSON.parse(
  readFileSync(new URL('../fixtures/keras/networks.json', import.meta.url), 'utf8'),
) as { readonly batch: number; readonly networks: Readonly<Record<ModelName, Compared>> };

/** Of the largest number in the tensor. */
const tolerance = 1e-4;

test.each(modelNames)('%s is the one that Keras was given, as large there', (model) => {
  const network = narrowNetworks[model];
  // Otherwise make-network-fixtures.py is to be run again.
  expect(JSON.parse(JSON.stringify(network.layers))).toEqual(networks[model].layers);
  const { trained, gathered } = summaryOf(network, 1).parameters;
  expect(trained + gathered).toBe(networks[model].parameters);
});

describe.each([
  // The oracle takes seconds for each of the others.
  ['cpu', ['unet']],
  ['tensorflow', modelNames],
] as const)('on %s, as Keras by the same description', (name, models) => {
  let backend: Backend;

  beforeAll(async () => {
    backend = await openBackend(name, 'train');
    await tf.setBackend(name);
  });

  test.each(models)('%s answers', (model) => {
    const network = narrowNetworks[model];
    const { seed, answer } = networks[model];
    const ours = tf.tidy(() => {
      const weights = parametersOf(network, seed, backend).all();
      const mode = { kind: 'answer' } as const;
      const forward = { network, operations: backend.operations, weights, mode };
      return logitsOf(forward, picturesOf(network, seed)).dataSync<'float32'>();
    });
    expectAlike(ours, answer, 'answer');
  });

  test.each(models)('%s has its loss, and the gradient of that by each weight', (model) => {
    const network = narrowNetworks[model];
    const keras = networks[model];
    // Dropout is switched off: its random numbers are nobody else's.
    const layers = network.layers.map((layer) =>
      layer.kind === 'dropout' ? { ...layer, rate: 0 } : layer,
    );
    const settings = {
      network: { ...network, layers },
      operations: backend.operations,
      loss: { kind: 'cross-entropy', classWeights: Array<number>(network.classes).fill(1) },
    } as const;
    tf.tidy(() => {
      const parameters = parametersOf(network, keras.seed, backend);
      const names = [...parameters.trained().keys()];
      const [loss, ...gradients] = lossAndGradients(settings, parameters, {
        batch: { pictures: picturesOf(network, keras.seed), labels: labelsOf(network) },
        key: keyTensor(1),
        gathered: new Map(),
      });
      expect(loss.dataSync()[0]).toBeCloseTo(keras.loss, 4);
      expect(names).toEqual(Object.keys(keras.gradients));
      for (const [index, [weight, kept]] of Object.entries(keras.gradients).entries()) {
        const gradient = gradients[index]?.dataSync<'float32'>() ?? new Float32Array(0);
        expectAlike(gradient, kept, weight);
      }
    });
  });
});

function expectAlike(ours: Float32Array, kept: Kept, what: string): void {
  expect(ours.length, what).toBe(kept.count);
  const theirs = new Float32Array(Uint8Array.from(Buffer.from(kept.values, 'base64')).buffer);
  const differences = Array.from(theirs, (value, nth) => {
    const place = kept.count > theirs.length ? Math.floor((nth * kept.count) / theirs.length) : nth;
    return Math.abs(value - (ours[place] ?? NaN));
  });
  const squares = ours.reduce((sum, value) => sum + value ** 2, 0);
  const sum = ours.reduce((total, value) => total + value, 0);
  expect(Math.max(...differences) / kept.largest, what).toBeLessThan(tolerance);
  expect(Math.abs(Math.sqrt(squares / kept.squares) - 1), what).toBeLessThan(tolerance);
  // Differences of many numbers add up, and their signs at random.
  const spread = kept.largest * Math.sqrt(kept.count);
  expect(Math.abs(sum - kept.sum) / spread, what).toBeLessThan(tolerance);
}

/** The numbers that the script gives Keras. */
function parametersOf(network: Network, seed: number, backend: Backend) {
  const values = new Map(
    weightSpecs(network).map((spec, place) => [spec.name, valuesOf(spec, seed * 1000 + place)]),
  );
  return createParameters(network, values, backend.operations);
}

function valuesOf({ name, shape }: WeightSpec, key: number): Float32Array {
  const next = numbersOf(key);
  const count = sizeOfShape(shape);
  const part = name.split('/').at(-1) ?? '';
  if (part === 'kernel') {
    const limit = Math.sqrt(6 / sizeOfShape(shape.slice(0, 3)));
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

function picturesOf({ input }: Network, seed: number): tf.Tensor4D {
  const next = numbersOf(seed * 1000 + 999);
  const shape: [number, number, number, number] = [batch, input.height, input.width, 3];
  return tf.tensor4d(
    Float32Array.from({ length: sizeOfShape(shape) }, () => next()),
    shape,
  );
}

function labelsOf({ input, classes }: Network): tf.Tensor1D {
  const count = batch * input.width * input.height;
  const values = Int32Array.from({ length: count }, (_, index) => Math.floor(index / 5) % classes);
  return tf.tensor1d(values, 'int32');
}
