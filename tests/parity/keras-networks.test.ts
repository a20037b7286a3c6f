import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../app/learning/backends/backend.ts';
import { openBackend } from '../../app/learning/backends/open-backend.ts';
import type { Network } from '../../app/learning/models/network.ts';
import { summaryOf } from '../../app/learning/models/summary.ts';
import { keyTensor, lossAndGradients } from '../../app/learning/run/step.ts';
import { narrowNetworks } from './narrow-networks.ts';
import {
  answerOf,
  batch,
  distanceOf,
  parametersOf,
  picturesOf,
  tolerance,
  type Kept,
} from './network-numbers.ts';

/** See make-network-fixtures.py, which writes it with Keras. */
interface Compared {
  readonly seed: number;
  readonly layers: unknown;
  readonly parameters: number;
  readonly answer: Kept;
  readonly loss: number;
  readonly gradients: Readonly<Record<string, Kept>>;
}

const { networks } = JSON.parse(
  readFileSync(new URL('../fixtures/keras/networks.json', import.meta.url), 'utf8'),
) as { readonly networks: Readonly<Record<keyof typeof narrowNetworks, Compared>> };
const names = Object.keys(narrowNetworks) as (keyof typeof narrowNetworks)[];

test.each(names)('%s is the one that Keras was given, as large there', (model) => {
  const network = narrowNetworks[model];
  // Otherwise make-network-fixtures.py is to be run again.
  expect(JSON.parse(JSON.stringify(network.layers))).toEqual(networks[model].layers);
  const { trained, gathered } = summaryOf(network, 1).parameters;
  expect(trained + gathered).toBe(networks[model].parameters);
});

describe.each([
  // The oracle takes seconds for each of the others.
  ['cpu', ['unet']],
  ['tensorflow', names],
] as const)('on %s, as Keras by the same description', (name, models) => {
  let backend: Backend;

  beforeAll(async () => {
    // As with Keras, whose sums were split over threads: one thread alone rounds a longer sum.
    delete process.env['TF_NUM_INTRAOP_THREADS'];
    backend = await openBackend(name, 'train');
    await tf.setBackend(name);
  });

  test.each(models)('%s answers', (model) => {
    const { seed, answer } = networks[model];
    const ours = answerOf(narrowNetworks[model], seed, backend);
    expect(distanceOf(ours, answer)).toBeLessThan(tolerance);
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
    const parameters = parametersOf(network, keras.seed, backend);
    tf.tidy(() => {
      const names = [...parameters.trained().keys()];
      const [loss, ...gradients] = lossAndGradients(settings, parameters, {
        batch: { pictures: picturesOf(network, keras.seed), labels: labelsOf(network) },
        key: keyTensor(1),
        gathered: new Map(),
      });
      expect(loss.dataSync()[0]).toBeCloseTo(keras.loss, 4);
      expect(names).toEqual(Object.keys(keras.gradients));
      // A shift that only another normalisation sees changes nothing: its gradient is what is left of roundings.
      const largest = Math.max(...Object.values(keras.gradients).map((each) => each.largest));
      const undone = biasesTakenOut(network);
      for (const [index, [weight, kept]] of Object.entries(keras.gradients).entries()) {
        const gradient = gradients[index]?.dataSync<'float32'>() ?? new Float32Array(0);
        const nothing = (undone.has(weight) ? 1e-5 : 1e-6) * largest;
        if (kept.largest > nothing) {
          expect(distanceOf(gradient, kept), weight).toBeLessThan(tolerance);
        } else {
          expect(Math.max(...gradient.map(Math.abs)), weight).toBeLessThan(2 * nothing);
        }
      }
    });
    parameters.dispose();
  });
});

/** Biases that the normalisation behind takes out again: roundings of many pixels are all there is of their gradients. */
function biasesTakenOut({ layers }: Network): ReadonlySet<string> {
  return new Set(
    layers.flatMap(({ kind, from }) => (kind === 'normalisation' ? [`${from[0] ?? ''}/bias`] : [])),
  );
}

function labelsOf({ input, classes }: Network): tf.Tensor1D {
  const count = batch * input.width * input.height;
  const values = Int32Array.from({ length: count }, (_, index) => Math.floor(index / 5) % classes);
  return tf.tensor1d(values, 'int32');
}
