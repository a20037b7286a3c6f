import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { lossNames, recipes, type ModelName } from '../../../app/contract/training.ts';
import type { Backend } from '../../../app/learning/backends/backend.ts';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import { numbersOf } from '../../../app/learning/data/random.ts';
import { activated } from '../../../app/learning/operations/activations.ts';
import { dilated } from '../../../app/learning/operations/dilated.ts';
import { averagedGrid, enlargedGrid } from '../../../app/learning/operations/grids.ts';
import { taken } from '../../../app/learning/operations/taken.ts';
import { deconvnet } from '../../../app/learning/models/deconvnet.ts';
import { deeplab } from '../../../app/learning/models/deeplab.ts';
import { fastScnn } from '../../../app/learning/models/fast-scnn.ts';
import { fcn } from '../../../app/learning/models/fcn.ts';
import { lraspp } from '../../../app/learning/models/lraspp.ts';
import { networkOf } from '../../../app/learning/models/models.ts';
import type { Network } from '../../../app/learning/models/network.ts';
import { pspnet } from '../../../app/learning/models/pspnet.ts';
import { segnet } from '../../../app/learning/models/segnet.ts';
import { unet } from '../../../app/learning/models/unet.ts';
import { startingWeights } from '../../../app/learning/models/weights.ts';
import { openEagerLearner } from '../../../app/learning/run/eager-learner.ts';
import { lossOf } from '../../../app/learning/run/loss.ts';
import { playGpu } from '../../fixtures/software-gpu.ts';
import { awayFromCorners, isDeep } from './learning.ts';
import { tinyNetwork } from './tiny-network.ts';

type Gradients = () => readonly tf.Tensor[];

let backends: Readonly<Record<'tensorflow' | 'webgpu' | 'wasm' | 'cpu', Backend>>;

beforeAll(async () => {
  playGpu();
  backends = {
    tensorflow: await openBackend('tensorflow', 'train'),
    webgpu: await openBackend('webgpu', 'train'),
    wasm: await openBackend('wasm', 'train'),
    cpu: await openBackend('cpu', 'train'),
  };
});

/** The numbers of every gradient, as a backend works them out. */
async function onBackend(name: keyof typeof backends, gradients: Gradients): Promise<number[]> {
  await tf.setBackend(name);
  const found = await taken(tf.tidy(() => [...gradients()]));
  return found.flatMap((numbers) => [...numbers]);
}

function apart(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  const largest = Math.max(1e-6, ...b.map(Math.abs));
  return Math.max(...a.map((value, index) => Math.abs(value - (b[index] ?? NaN)))) / largest;
}

async function expectAlike(gradients: Gradients): Promise<void> {
  const oracle = await onBackend('tensorflow', gradients);
  for (const name of ['webgpu', 'wasm', 'cpu'] as const) {
    expect(apart(await onBackend(name, gradients), oracle), name).toBeLessThan(1e-5);
  }
}

type Shape = [number, number, number, number];

const drawn = (shape: readonly number[], seed: number): tf.Tensor4D =>
  tf.randomNormal(shape as Shape, 0, 1, 'float32', seed);
const side = fc.integer({ min: 3, max: 9 });

describe('gradients on every backend are TensorFlow’s', () => {
  it.each(lossNames)(
    'of the loss “%s”, value and all, with pixels that are ignored',
    async (kind) => {
      await expectAlike(() => {
        const logits = tf.randomNormal<tf.Rank.R2>([333, 3], 0, 2, 'float32', 5);
        const labels = tf.tensor1d(
          Array.from({ length: 333 }, (_, pixel) => [0, 1, 255, 0, 2, 1, 0][(pixel * 5) % 7] ?? 0),
          'int32',
        );
        const loss = (x: tf.Tensor) =>
          lossOf(x as tf.Tensor2D, labels, { kind, classWeights: [0.5, 1, 2] });
        const { value, grad } = tf.valueAndGrad(loss)(logits);
        return [value, grad];
      });
    },
  );

  it('of convolutions, by picture and by filter', async () => {
    await fc.assert(
      fc.asyncProperty(
        side,
        side,
        fc.record({
          batch: fc.integer({ min: 1, max: 3 }),
          inputs: fc.integer({ min: 1, max: 5 }),
        }),
        fc.constantFrom([1, 1], [3, 1], [3, 2], [2, 2], [1, 2]),
        async (height, width, { batch, inputs }, [size = 1, stride = 1]) => {
          await expectAlike(() => {
            const given = [
              drawn([batch, height, width, inputs], 1),
              drawn([size, size, inputs, 4], 2),
            ];
            const convolve = (x: tf.Tensor, filter: tf.Tensor): tf.Tensor =>
              tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, 'same');
            const dy = drawn(convolve(given[0]!, given[1]!).shape, 3);
            return tf.grads(convolve)(given, dy);
          });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('of convolutions of each channel by itself, in steps and with gaps', async () => {
    await fc.assert(
      fc.asyncProperty(
        side,
        side,
        fc.record({
          batch: fc.integer({ min: 1, max: 3 }),
          channels: fc.integer({ min: 1, max: 5 }),
        }),
        fc.constantFrom(
          [3, 1, 1],
          [3, 2, 1],
          [5, 1, 1],
          [5, 2, 1],
          [3, 1, 2],
          [3, 1, 3],
          [5, 1, 2],
        ),
        async (height, width, { batch, channels }, [size = 1, stride = 1, gap = 1]) => {
          await expectAlike(() => {
            const given = [
              drawn([batch, height, width, channels], 1),
              drawn([size, size, channels, 1], 2),
            ];
            const convolve = (x: tf.Tensor, filter: tf.Tensor): tf.Tensor =>
              dilated(x as tf.Tensor4D, gap, (each) =>
                tf.depthwiseConv2d(each, filter as tf.Tensor4D, stride, 'same'),
              );
            const y = convolve(given[0]!, given[1]!);
            return [y, ...tf.grads(convolve)(given, drawn(y.shape, 3))];
          });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('of averages in a grid, and of a grid enlarged', async () => {
    await fc.assert(
      fc.asyncProperty(side, side, fc.constantFrom(1, 2, 3, 6), async (height, width, cells) => {
        await expectAlike(() => {
          const average = (x: tf.Tensor): tf.Tensor => averagedGrid(x as tf.Tensor4D, cells);
          const enlarge = (x: tf.Tensor): tf.Tensor =>
            enlargedGrid(x as tf.Tensor4D, { height, width });
          const [x, grid] = [drawn([2, height, width, 3], 6), drawn([2, cells, cells, 3], 7)];
          return [average(x), tf.grad(average)(x, grid), enlarge(grid), tf.grad(enlarge)(grid, x)];
        });
      }),
      { numRuns: 6 },
    );
  });

  it('of activations', async () => {
    await expectAlike(() =>
      (['relu', 'relu6', 'sigmoid', 'hard-sigmoid', 'hard-swish'] as const).flatMap((of) => {
        const { operations } = backends[tf.getBackend() as keyof typeof backends];
        const activate = (x: tf.Tensor): tf.Tensor => activated(operations, x as tf.Tensor4D, of);
        const x = tf.mul<tf.Tensor4D>(drawn([2, 5, 4, 3], 8), 3);
        return [activate(x), tf.grad(activate)(x, drawn(x.shape, 9))];
      }),
    );
  });

  it('of pooling, where most are equal', async () => {
    await fc.assert(
      fc.asyncProperty(side, side, async (height, width) => {
        await expectAlike(() => {
          const pool = (x: tf.Tensor): tf.Tensor => tf.maxPool(x as tf.Tensor4D, 2, 2, 'same');
          const x = tf.relu(tf.round(drawn([2, height, width, 3], 4)));
          return [tf.grad(pool)(x, drawn(pool(x).shape, 5))];
        });
      }),
      { numRuns: 15 },
    );
  });

  it('of enlarging, by the nearest pixel and between pixels', async () => {
    await fc.assert(
      fc.asyncProperty(side, side, fc.boolean(), async (height, width, isNearest) => {
        await expectAlike(() => {
          const size: [number, number] = [height * 2, width * 2];
          const enlarge = (x: tf.Tensor): tf.Tensor =>
            isNearest
              ? tf.image.resizeNearestNeighbor(x as tf.Tensor4D, size)
              : tf.image.resizeBilinear(x as tf.Tensor4D, size);
          return [tf.grad(enlarge)(drawn([2, height, width, 3], 6), drawn([2, ...size, 3], 7))];
        });
      }),
      { numRuns: 15 },
    );
  });
});

function withoutDropout(network: Network): Network {
  return {
    ...network,
    layers: network.layers.map((layer) =>
      layer.kind === 'dropout' ? { ...layer, rate: 0 } : layer,
    ),
  };
}

async function lossesOf(
  backend: Backend,
  { model, network }: { readonly model: ModelName; readonly network: Network },
): Promise<readonly number[]> {
  await tf.setBackend(backend.name);
  const [sidePx, count] = [network.input.width, 2];
  const { operations } = backend;
  const loss = { kind: recipes[model].loss, classWeights: [1, 1, 1] } as const;
  const learner = openEagerLearner({
    backend,
    settings: { network, operations, loss },
    batch: count,
    weights: isDeep(network) ? awayFromCorners(network, 1) : startingWeights(network, 1),
    slots: null,
  });
  const next = numbersOf(1);
  const pictures = Float32Array.from({ length: count * sidePx * sidePx * 3 }, next);
  const labels = Int32Array.from({ length: count * sidePx * sidePx }, () => Math.floor(next() * 3));
  const batch = { indices: [0, 1], count, sidePx, pictures, labels };
  const losses: number[] = [];
  for (let step = 1; step <= 10; step++) {
    const outcome = await learner.step(batch, { rate: 1e-4, step, key: step });
    if (outcome.kind === 'stepped') losses.push(outcome.loss);
  }
  learner.dispose();
  return losses;
}

const narrowFcn = fcn(64, 3, { stride: 8, widths: { depths: [2, 3, 4, 4, 5], top: 6 } });

/** A graphics card of software is slow: there the networks are the same layer for layer, with fewer filters. */
const learned = [
  { name: 'wasm', model: 'unet', network: networkOf({ model: 'unet', size: 64, width: 1 }, 3) },
  {
    name: 'wasm',
    model: 'unet-tutorial',
    network: networkOf({ model: 'unet-tutorial', size: 64, width: 1 }, 3),
  },
  { name: 'wasm', model: 'unet', network: unet(40, 3, [4, 6, 16], { normalise: 'groups' }) },
  { name: 'wasm', model: 'fcn-8s', network: narrowFcn },
  { name: 'wasm', model: 'segnet', network: segnet(24, 3, [4, 6]) },
  { name: 'wasm', model: 'deconvnet', network: deconvnet(25, 3, { depths: [4, 6], top: 6 }) },
  { name: 'wasm', model: 'pspnet', network: pspnet(64, 3, (own) => own / 16) },
  { name: 'wasm', model: 'deeplab', network: deeplab(64, 3, 0.25) },
  { name: 'wasm', model: 'lraspp', network: lraspp(40, 3, 0.25) },
  { name: 'wasm', model: 'fast-scnn', network: fastScnn(96, 3, 0.25) },
  // Every kind of layer; unpooling; and normalisation by groups.
  { name: 'webgpu', model: 'lraspp', network: tinyNetwork() },
  { name: 'webgpu', model: 'segnet', network: segnet(24, 3, [4, 6]) },
  { name: 'webgpu', model: 'unet', network: unet(24, 3, [4, 6], { normalise: 'groups' }) },
] as const;

it.each(learned)(
  '$model learns on $name as with TensorFlow',
  { timeout: 180_000 },
  async ({ name, model, network }) => {
    const given = { model, network: withoutDropout(network) };
    const oracle = await lossesOf(backends.tensorflow, given);
    const losses = await lossesOf(backends[name], given);
    const shares = losses.map((loss, index) => Math.abs(loss / (oracle[index] ?? NaN) - 1));
    expect(losses).toHaveLength(10);
    expect(shares[0]).toBeLessThan(1e-5);
    expect(Math.max(...shares)).toBeLessThan(2e-4);
  },
);
