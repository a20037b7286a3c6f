import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import { numbersOf } from '../../../app/learning/data/random.ts';
import { draftNetwork } from '../../../app/learning/models/draft.ts';
import { fcn } from '../../../app/learning/models/fcn.ts';
import { logitsOf } from '../../../app/learning/models/forward.ts';
import {
  countParameters,
  weightSpecs,
  type Network,
} from '../../../app/learning/models/network.ts';
import { columnsBehind } from '../../../app/learning/models/receptive-field.ts';
import { summaryOf } from '../../../app/learning/models/summary.ts';
import { unetTutorial } from '../../../app/learning/models/unet-tutorial.ts';
import { unet } from '../../../app/learning/models/unet.ts';
import { composed } from '../../../app/learning/operations/composed.ts';
import { tinyNetwork } from './tiny-network.ts';

const he = { initializer: 'he-normal' } as const;

describe('what a network costs', () => {
  test('is what a hand counts', () => {
    const draft = draftNetwork(10);
    const first = draft.convolution('first', draft.input, { ...he, filters: 8, kernel: 3 });
    const half = draft.convolution('half', first, { ...he, filters: 4, kernel: 3, stride: 2 });
    const norm = draft.normalisation('norm', half, { momentum: 0.9 });
    const full = draft.transposed('full', norm, { ...he, filters: 2, kernel: 4, stride: 2 });
    const { layers, ...summary } = summaryOf(draft.softmax('probabilities', full), 5);
    const adds = layers.map(({ multiplyAdds }) => multiplyAdds);
    // The last spreads each of 5 x 5 values of 4 channels over 4 x 4 of 2.
    expect(adds).toEqual([0, 9 * 3 * 8 * 100, 9 * 8 * 4 * 25, 0, 16 * 4 * 2 * 25, 0]);
    const numbers = [0, 9 * 3 * 8 + 8, 9 * 8 * 4 + 4, 4 * 4, 16 * 4 * 2, 0];
    expect(layers.map(({ parameters }) => parameters)).toEqual(numbers);
    expect(summary.parameters).toEqual({ trained: 224 + 292 + 8 + 128, gathered: 8 });
    expect(summary.multiplyAdds).toBe(21_600 + 7_200 + 3_200);
    // The normalisation gives two: before and after its ReLU.
    const given = 300 + 800 + 100 + (100 + 100) + 200 + 200;
    expect(summary.bytes).toEqual({
      weights: 4 * 660,
      optimiser: 4 * 3 * 652,
      activations: 4 * 5 * (given + 2 * 800),
    });
  });

  test('has the parameters that Keras counts', () => {
    const { parameters } = summaryOf(unetTutorial(200, 3), 1);
    expect(parameters).toEqual({ trained: 471_619, gathered: 0 });
    const network = unet(64, 3);
    const { trained, gathered } = summaryOf(network, 1).parameters;
    expect(trained + gathered).toBe(countParameters(network));
  });
});

describe('how much of the picture a value knows of', () => {
  test('grows by two with every 3 x 3', () => {
    const draft = draftNetwork(12);
    let present = draft.input;
    for (let nth = 1; nth <= 4; nth++) {
      present = draft.convolution(`conv${String(nth)}`, present, { ...he, filters: 1, kernel: 3 });
    }
    const { layers } = summaryOf(draft.softmax('probabilities', present), 1);
    expect(layers.map(({ field }) => field.sizePx)).toEqual([1, 3, 5, 7, 9, 9]);
  });

  test('is that of the papers for VGG16 and FCN', () => {
    const widths = { depths: [1, 1, 1, 1, 1], top: 1 };
    const { layers } = summaryOf(fcn(224, 2, { stride: 32, widths }), 1);
    const fieldOf = (wanted: string) => layers.find(({ name }) => name === wanted)?.field;
    expect(fieldOf('down3_pool')).toEqual({ sizePx: 44, stridePx: 8 });
    expect(fieldOf('down5_pool')).toEqual({ sizePx: 212, stridePx: 32 });
    // fc6 is 7 x 7.
    expect(fieldOf('top2')).toEqual({ sizePx: 404, stridePx: 32 });
  });

  describe('as a change of one pixel shows', () => {
    beforeAll(() => openBackend('cpu', 'train'));

    test.each([
      ['every kind of layer', tinyNetwork(), 40],
      ['a U-Net of odd size', unet(37, 2, [2, 3, 4]), 12],
    ])('%s: nothing changes beyond', (_, network, runs) => {
      const { width, height } = network.input;
      const last = network.layers.at(-1);
      if (last === undefined) throw new Error('The network has no layers.');
      const columns = Array.from({ length: width }, (__, x) => columnsBehind(network, last, x));
      const before = answer(network, tf.zeros([1, height, width, 3]));
      fc.assert(
        fc.property(fc.nat(width - 1), fc.nat(height - 1), (x, y) => {
          const after = answer(network, withOne(network, { x, y }));
          const beyond = changedPlaces(network, before, after).filter(
            (place) => !holds(columns[place.x], x) || !holds(columns[place.y], y),
          );
          expect(beyond).toEqual([]);
        }),
        { numRuns: runs },
      );
    });

    test('chains of layers: all of it changes, and nothing beyond', () => {
      fc.assert(
        fc.property(chain, fc.nat(1000), (network, at) => {
          const last = network.layers.at(-1);
          if (last === undefined) throw new Error('The network has no layers.');
          const x = at % network.input.width;
          const blank = tf.zeros<tf.Rank.R4>([1, network.input.height, network.input.width, 3]);
          // All weights are positive: whatever the pixel reaches rises above nothing.
          const before = answer(network, blank, { positive: true });
          const after = answer(network, withOne(network, { x, y: x }), { positive: true });
          const changed = changedPlaces(network, before, after).filter(
            (place) => place.y === place.x,
          );
          const sees = Array.from({ length: last.shape.width }, (_, column) => column).filter(
            (column) => holds(columnsBehind(network, last, column), x),
          );
          expect(changed.map((place) => place.x)).toEqual(sees);
        }),
        { numRuns: 60 },
      );
    });
  });
});

type Step = 'conv3' | 'conv5' | 'stride3' | 'stride2' | 'pool' | 'nearest' | 'bilinear' | 'spread';

/** A few layers one after the other, in which every column of a field is reached: no kernel is smaller than its step. */
const chain = fc
  .tuple(
    fc.integer({ min: 9, max: 18 }),
    fc.array(
      fc.constantFrom<Step[]>(
        'conv3',
        'conv5',
        'stride3',
        'stride2',
        'pool',
        'nearest',
        'bilinear',
        'spread',
      ),
      { minLength: 1, maxLength: 5 },
    ),
  )
  .map(([side, steps]) => {
    const draft = draftNetwork(side);
    const one = { ...he, filters: 1, bias: false } as const;
    const last = steps.reduce((from, step, nth) => {
      const name = `${step}${String(nth)}`;
      switch (step) {
        case 'conv3':
          return draft.convolution(name, from, { ...one, kernel: 3 });
        case 'conv5':
          return draft.convolution(name, from, { ...one, kernel: 5 });
        case 'stride3':
          return draft.convolution(name, from, { ...one, kernel: 3, stride: 2 });
        case 'stride2':
          return draft.convolution(name, from, { ...one, kernel: 2, stride: 2 });
        case 'pool':
          return draft.maxPool(name, from);
        case 'nearest':
        case 'bilinear':
          return draft.upsample(name, from, step);
        case 'spread':
          return draft.transposed(name, from, { ...one, kernel: 4, stride: 2 });
      }
    }, draft.input);
    return draft.softmax('probabilities', last);
  });

/** The logits, row by row, one after the other. */
function answer(network: Network, picture: tf.Tensor4D, { positive = false } = {}): Float32Array {
  return tf.tidy(() => {
    const next = numbersOf(3);
    const weights = new Map(
      weightSpecs(network).map(({ name, shape }) => {
        const count = shape.reduce((product, side) => product * side, 1);
        // A variance is never negative.
        const least = positive || name.endsWith('variance') ? 0.2 : -0.5;
        const values = Float32Array.from({ length: count }, () => least + next());
        return [name, tf.tensor(values, [...shape])] as const;
      }),
    );
    const mode = { kind: 'answer' } as const;
    return logitsOf(
      { network, operations: composed, weights, mode },
      picture,
    ).dataSync<'float32'>();
  });
}

function withOne({ input }: Network, { x, y }: { x: number; y: number }): tf.Tensor4D {
  const values = new Float32Array(input.width * input.height * 3);
  values.fill(1, (y * input.width + x) * 3, (y * input.width + x + 1) * 3);
  return tf.tensor4d(values, [1, input.height, input.width, 3]);
}

function changedPlaces({ layers }: Network, before: Float32Array, after: Float32Array) {
  const { width, channels } = layers.at(-1)?.shape ?? { width: 1, channels: 1 };
  const places = new Set<number>();
  after.forEach((value, at) => {
    if (value !== before[at]) places.add(Math.floor(at / channels));
  });
  return [...places].map((place) => ({ x: place % width, y: Math.floor(place / width) }));
}

function holds(columns: readonly [number, number] | undefined, column: number): boolean {
  return columns !== undefined && columns[0] <= column && column <= columns[1];
}
