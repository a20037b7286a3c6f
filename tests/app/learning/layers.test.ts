import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LayerNumbers } from '../../../app/contract/layers.ts';
import type { Backend } from '../../../app/learning/backends/backend.ts';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import { numbersOf } from '../../../app/learning/data/random.ts';
import { deconvnet } from '../../../app/learning/models/deconvnet.ts';
import { draftNetwork } from '../../../app/learning/models/draft.ts';
import { layersModelOf } from '../../../app/learning/models/layers-model.ts';
import { lraspp } from '../../../app/learning/models/lraspp.ts';
import { weightSpecs, type Network } from '../../../app/learning/models/network.ts';
import { takenApart } from '../../../app/learning/models/taken-apart.ts';
import { unetTutorial } from '../../../app/learning/models/unet-tutorial.ts';
import { walk } from '../../../app/learning/models/walk.ts';
import { startingWeights } from '../../../app/learning/models/weights.ts';
import { openEagerAnswerer } from '../../../app/learning/predict/answerer.ts';
import { numbersAround, type Place } from '../../../app/learning/predict/layer-numbers.ts';
import {
  limitOf,
  mostTelling,
  peakOf,
  rangeOf,
  sheetOf,
  tileSideOf,
} from '../../../app/learning/predict/maps.ts';
import { readGreyPng } from '../../../app/pictures/png.ts';
import { tinyNetwork } from './tiny-network.ts';

let backend: Backend;

beforeAll(async () => {
  backend = await openBackend('tensorflow', 'predict');
});

const networks: readonly (readonly [string, Network])[] = [
  ['every kind of layer', tinyNetwork()],
  ['the tutorial, narrow', unetTutorial(20, 3, [4, 6, 8])],
  ['deconvnet, narrow, odd', deconvnet(45, 3, { depths: [4, 6], top: 8 })],
  ['lraspp, narrow, odd', lraspp(45, 3, 0.1)],
];

describe.each(networks)('the layers of “%s”', (_, network) => {
  test('give what those of the tfjs model give, and the last one what is predicted', async () => {
    const values = startingWeights(network, 4);
    const pictures = pictureOf(network);
    const expected = oracle(network, pictures);
    const before = tf.memory().numTensors;
    const seen = new Map<string, Float32Array>();
    await walked(network, pictures, async ({ layer, output }) => {
      seen.set(layer.name, ((await output.data()) as Float32Array).slice());
      expect(output.shape).toEqual([
        1,
        layer.shape.height,
        layer.shape.width,
        layer.shape.channels,
      ]);
      return 'go-on';
    });
    expect(tf.memory().numTensors).toBe(before);
    expect([...seen.keys()]).toEqual(takenApart(network).layers.map(({ name }) => name));
    for (const [name, theirs] of expected) {
      // A convolution of theirs has its ReLU inside.
      const isInside = !expected.has(`${name}_relu`);
      const ours = (isInside ? seen.get(`${name}_relu`) : undefined) ?? seen.get(name);
      expect(farthest(ours, theirs), name).toBeLessThan(1e-4);
    }
    const answerer = openEagerAnswerer({ backend, network, values });
    const planes = await answerer.probabilities(pictures);
    answerer.dispose();
    const last = seen.get('probabilities') ?? new Float32Array();
    const area = last.length / network.classes;
    const turned = planes.map(
      (__, at) => last[(at % area) * network.classes + Math.floor(at / area)] ?? NaN,
    );
    expect(farthest(turned, planes)).toBeLessThan(1e-6);
  });
});

test('who has seen enough is shown no more, and nothing is held', async () => {
  const network = tinyNetwork();
  const before = tf.memory().numTensors;
  const seen: string[] = [];
  await walked(network, pictureOf(network), ({ layer }) => {
    seen.push(layer.name);
    return Promise.resolve(layer.name === 'pool' ? 'enough' : 'go-on');
  });
  expect(seen.at(-1)).toBe('pool');
  expect(tf.memory().numTensors).toBe(before);
});

describe('where each number goes', () => {
  test('through pooling, and back to the same places by unpooling', async () => {
    const network = tinyNetwork(17);
    const pool = await numbersAt(network, 'pool', { channel: 1, row: 4, column: 4 });
    expect([pool.input.width, pool.output.width]).toEqual([8, 4]);
    expect([pool.input.left, pool.input.top]).toEqual([2 * pool.output.left, 2 * pool.output.top]);
    expect(pool.output.values).toEqual(
      pool.output.values.map((_, at) => Math.max(...fourOf(pool.input, at, 4))),
    );
    const back = await numbersAt(network, 'unpool', { channel: 1, row: 8, column: 8 });
    const pooled = back.pooled ?? back.output;
    back.input.values.forEach((value, at) => {
      const under = fourOf(pooled, at, 4);
      const place = under.indexOf(Math.max(...under));
      expect(fourOf(back.output, at, 4)).toEqual(
        [0, 1, 2, 3].map((each) => (each === place ? value : 0)),
      );
    });
  });

  test('through enlarging, by repeating and by steps between', async () => {
    const network = tinyNetwork(17);
    const near = await numbersAt(network, 'half', { channel: 2, row: 4, column: 4 });
    near.input.values.forEach((value, at) => {
      expect(fourOf(near.output, at, 4)).toEqual([value, value, value, value]);
    });
    const full = await numbersAt(network, 'full', { channel: 2, row: 8, column: 8 });
    expect([full.input.width, full.output.width]).toEqual([4, 7]);
    const [first = 0, second = 0] = full.input.values;
    expect(full.output.values[0]).toBe(first);
    expect(full.output.values[1]).toBeCloseTo((first + second) / 2, 6);
  });

  test.each([
    ['steps of two', { kernel: 3, stride: 2, dilation: 1 }],
    ['values apart', { kernel: 3, stride: 1, dilation: 2 }],
    ['one pixel', { kernel: 1, stride: 1, dilation: 1 }],
  ] as const)(
    'through a convolution with %s: weighed and added up, of all channels',
    async (_, built) => {
      const draft = draftNetwork(12);
      const options = { ...built, initializer: 'he-normal', bias: false } as const;
      const all = draft.convolution('all', draft.input, { ...options, filters: 2 });
      const own = draft.depthwise('own', draft.input, options);
      const network = draft.softmax('probabilities', draft.concatenate('both', [all, own]));
      const weights = startingWeights(network, 4);
      const picture = pictureOf(network);
      for (const name of ['all', 'own'] as const) {
        const found = await numbersAt(network, name, { channel: 1, row: 3, column: 4 });
        const { kernel, input, output } = found;
        if (kernel === undefined) throw new Error('The kernel is missing.');
        const kernels = weights.get(`${name}/${name === 'own' ? 'depthwise_' : ''}kernel`);
        const weightOf = (nth: number, from: number) =>
          kernels?.[name === 'own' ? nth * 3 + 1 : nth * 6 + from * 2 + 1] ?? NaN;
        const own = Array.from({ length: built.kernel ** 2 }, (_, nth) =>
          weightOf(nth, found.inputChannel),
        );
        expect(kernel.values).toEqual(own);
        expect(found.inputChannel).toBe(name === 'own' ? 1 : found.inputChannel);
        // The second value of the second row, from the numbers of the picture itself.
        let sum = 0;
        for (let nth = 0; nth < built.kernel ** 2; nth++) {
          const row = kernel.top + built.stride + Math.floor(nth / built.kernel) * built.dilation;
          const column = kernel.left + built.stride + (nth % built.kernel) * built.dilation;
          for (const from of name === 'own' ? [1] : [0, 1, 2]) {
            const value = picture[(row * 12 + column) * 3 + from] ?? NaN;
            sum += value * weightOf(nth, from);
            if (from !== found.inputChannel) continue;
            const at = (row - input.top) * input.width + column - input.left;
            expect(input.values[at]).toBe(value);
          }
        }
        expect(output.values[output.width + 1]).toBeCloseTo(sum, 5);
      }
    },
  );

  test('through a transposed convolution: every value times the kernel, laid down in steps', async () => {
    const draft = draftNetwork(8);
    const up = draft.transposed('up', draft.input, {
      filters: 2,
      kernel: 3,
      stride: 2,
      bias: true,
      initializer: 'he-normal',
    });
    const network = draft.softmax('probabilities', up);
    const found = await numbersAt(network, 'up', { channel: 1, row: 7, column: 7 });
    const kernels = startingWeights(network, 4).get('up/kernel') ?? new Float32Array();
    const { kernel } = found;
    if (kernel === undefined) throw new Error('The kernel is missing.');
    expect(kernel.values).toEqual(
      Array.from({ length: 9 }, (_, at) => kernels[at * 6 + 3 + found.inputChannel]),
    );
    expect([found.input.width, kernel.stridePx, found.output.width]).toEqual([3, 2, 7]);
    // What all channels lay down in the middle, where none comes from outside the window, is what the layer gives.
    const values = pictureOf(network);
    const picture = (row: number, column: number, channel: number) =>
      values[(row * 8 + column) * 3 + channel] ?? 0;
    const at = { row: 3, column: 3 };
    let sum = 0;
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 3; column++) {
        const [y, x] = [at.row - row * 2, at.column - column * 2];
        if (y < 0 || x < 0 || y > 2 || x > 2) continue;
        for (let channel = 0; channel < 3; channel++) {
          const weight = kernels[(y * 3 + x) * 6 + 3 + channel] ?? 0;
          sum += weight * picture(found.input.top + row, found.input.left + column, channel);
        }
      }
    }
    const given =
      found.output.values[
        (at.row + kernel.top - found.output.top) * found.output.width +
          at.column +
          kernel.left -
          found.output.left
      ];
    expect(given).toBeCloseTo(sum, 5);
  });

  test('is refused in a sentence where they stay where they are', async () => {
    const place = { channel: 0, row: 0, column: 0 };
    await expect(numbersAt(tinyNetwork(), 'stem_norm', place)).rejects.toThrow(
      /leaves every number where/,
    );
    await expect(numbersAt(tinyNetwork(), 'pool', { ...place, channel: 4 })).rejects.toThrow(
      'There is no channel 4 in this layer: they are numbered 0 to 3.',
    );
  });
});

describe('a sheet of maps', () => {
  const maps = {
    width: 2,
    height: 2,
    channels: 9,
    values: Float32Array.from({ length: 36 }, (_, at) =>
      at % 9 === 5 ? [-4, 0, 4, 8][Math.floor(at / 9)]! : at % 9 === 7 ? Math.floor(at / 9) : 3,
    ),
  };

  test('shows what varies most first, and says the range of all', () => {
    expect(mostTelling(maps, 3)).toEqual([5, 7, 0]);
    expect(mostTelling({ ...maps, channels: 3 }, 16)).toEqual([0, 1, 2]);
    expect(rangeOf(maps)).toEqual({ min: -4, max: 8, zeros: 2 / 36 });
    expect(peakOf(maps, 5)).toEqual({ row: 1, column: 1 });
    expect(peakOf(maps, 0)).toEqual({ row: 0, column: 0 });
    expect(limitOf(maps, [5, 7])).toBe(8);
    expect(limitOf({ ...maps, values: new Float32Array(36) }, [0])).toBe(1);
  });

  test('draws each map with square pixels of a whole size, black at zero', () => {
    const { png, columns, tilePx } = sheetOf(maps, [5, 7, 0], 8);
    expect([columns, tilePx]).toEqual([2, 64]);
    // Read as grey it tells the colours' places in the palette.
    const grey = Buffer.from(png);
    grey[25] = 0;
    const { width, height, pixels } = readGreyPng(grey);
    expect([width, height]).toEqual([130, 130]);
    const at = (x: number, y: number) => pixels[y * width + x];
    expect([at(0, 0), at(63, 0), at(31, 63), at(32, 63)]).toEqual([65, 128, 192, 255]);
    // Between the maps, and where there is none.
    expect([at(64, 0), at(129, 129)]).toEqual([0, 0]);
  });

  test('is at most 512 pixels a map', () => {
    expect(tileSideOf({ width: 512, height: 512 })).toBe(512);
    expect(tileSideOf({ width: 1000, height: 1000 })).toBe(500);
    expect(tileSideOf({ width: 1, height: 1 })).toBe(64);
    expect(tileSideOf({ width: 9, height: 9 })).toBe(63);
  });
});

async function numbersAt(network: Network, name: string, place: Place): Promise<LayerNumbers> {
  let found: LayerNumbers | undefined;
  await walked(network, pictureOf(network), async (seen, weights) => {
    if (seen.layer.name !== name) return 'go-on';
    found = await numbersAround(seen, place, weights);
    return 'enough';
  });
  if (found === undefined) throw new Error(`There is no layer ${name}.`);
  return found;
}

/** The four values that the nth of a window half as wide covers. */
function fourOf({ width, values }: LayerNumbers['input'], nth: number, across: number): number[] {
  const corner = Math.floor(nth / across) * 2 * width + (nth % across) * 2;
  return [0, 1, width, width + 1].map((further) => values[corner + further] ?? NaN);
}

async function walked(
  whole: Network,
  pictures: Float32Array,
  see: (
    seen: Parameters<Parameters<typeof walk>[2]>[0],
    weights: ReadonlyMap<string, tf.Tensor>,
  ) => Promise<'go-on' | 'enough'>,
): Promise<void> {
  const network = takenApart(whole);
  const values = startingWeights(whole, 4);
  const weights = new Map<string, tf.Tensor>(
    weightSpecs(network).map(({ name, shape }) => [
      name,
      tf.tensor(values.get(name) ?? [], [...shape], 'float32'),
    ]),
  );
  const { width, height } = network.input;
  const picture = tf.tensor4d(pictures, [1, height, width, 3]);
  const { operations } = backend;
  const forward = { network, operations, weights, mode: { kind: 'answer' } } as const;
  try {
    await walk(forward, picture, (seen) => see(seen, weights));
  } finally {
    tf.dispose([picture, ...weights.values()]);
  }
}

/** What every layer of the tfjs model gives, by name. */
function oracle(network: Network, pictures: Float32Array): ReadonlyMap<string, Float32Array> {
  const found = new Map<string, Float32Array>();
  tf.tidy(() => {
    const model = layersModelOf(network, 'oracle');
    const values = startingWeights(network, 4);
    for (const weight of model.weights) {
      const name = weightSpecs(network).find((spec) => weight.originalName === spec.name)?.name;
      const numbers = values.get(name ?? '');
      if (numbers === undefined) throw new Error(`There is no weight ${weight.originalName}.`);
      weight.write(tf.tensor(numbers, weight.shape as number[], 'float32'));
    }
    const inner = model.layers.slice(1);
    const outputs = inner.map(({ output }) => output as tf.SymbolicTensor);
    const every = tf.model({ inputs: model.inputs, outputs });
    const { width, height } = network.input;
    const given = every.predict(tf.tensor4d(pictures, [1, height, width, 3])) as tf.Tensor[];
    inner.forEach(({ name }, nth) => {
      found.set(name, (given[nth]?.dataSync() as Float32Array).slice());
    });
    model.dispose();
  });
  return found;
}

function pictureOf({ input }: Network): Float32Array {
  return Float32Array.from({ length: input.width * input.height * 3 }, numbersOf(3));
}

function farthest(ours: Float32Array | undefined, theirs: Float32Array): number {
  expect(ours).toHaveLength(theirs.length);
  return theirs.reduce((most, each, at) => Math.max(most, Math.abs(each - (ours?.[at] ?? NaN))), 0);
}
