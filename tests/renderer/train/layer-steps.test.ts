import { expect, test } from 'vitest';
import type { LayerNumbers, LookedLayer } from '../../../app/contract/layers.ts';
import { stepsOf } from '../../../renderer/views/Train/Layers/layer-steps.ts';

function layer(kind: string, built: LookedLayer['built'] = {}): LookedLayer {
  return {
    name: 'layer',
    kind,
    from: ['before'],
    width: 8,
    height: 8,
    channels: 1,
    parameters: 0,
    field: { sizePx: 1, stridePx: 1 },
    built,
    file: '01-layer.png',
    range: { min: 0, max: 1, zeros: 0 },
    limit: 1,
    shown: [0],
    peak: { row: 0, column: 0 },
    sheet: { columns: 1, tilePx: 64 },
  };
}

function window(width: number, values: number[], [left, top] = [0, 0]): LayerNumbers['input'] {
  return { left, top, width, height: values.length / width, values };
}

const channels = { channel: 0, inputChannel: 0 };

test('pooling takes the largest of each four', () => {
  const input = window(4, [1, 2, 0, 0, 3, 4, 0, 9, 5, 5, 7, 6, 5, 5, 8, 1], [2, 4]);
  const output = window(2, [4, 9, 5, 8], [1, 2]);
  const steps = stepsOf(layer('max-pool'), { ...channels, input, output });
  expect(steps.map(({ from }) => from)).toEqual([
    [0, 1, 4, 5],
    [2, 3, 6, 7],
    [8, 9, 12, 13],
    [10, 11, 14, 15],
  ]);
  expect(steps[1]).toMatchObject({
    to: [1],
    after: [4, 9, null, null],
    says: { kind: 'largest', of: [0, 0, 0, 9], largest: 9 },
  });
});

test('unpooling lays each value into its four', () => {
  const input = window(2, [6, 7], [1, 0]);
  const output = window(4, [0, 6, 0, 0, 0, 0, 7, 0], [2, 0]);
  const steps = stepsOf(layer('unpool'), { ...channels, input, output, pooled: output });
  expect(steps[0]).toMatchObject({ from: [0], to: [0, 1, 4, 5] });
  expect(steps[0]?.after).toEqual([0, 6, null, null, 0, 0, null, null]);
  expect(steps.at(-1)?.after).toEqual(output.values);
});

test('enlarging repeats a value, or goes over to the next ones', () => {
  const input = window(2, [1, 2, 3, 4]);
  const near = window(4, [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
  const repeated = stepsOf(layer('upsample', { factor: 2, interpolation: 'nearest' }), {
    ...channels,
    input,
    output: near,
  });
  expect(repeated).toHaveLength(4);
  expect(repeated[3]).toMatchObject({ from: [3], to: [10, 11, 14, 15], after: near.values });
  const between = window(3, [1, 1.5, 2, 2, 2.5, 3, 3, 3.5, 4]);
  const steps = stepsOf(layer('upsample', { factor: 2, interpolation: 'bilinear' }), {
    ...channels,
    input,
    output: between,
  });
  expect(steps[0]).toMatchObject({ from: [0, 1, 2, 3], to: [0, 1, 3, 4] });
  expect(steps.at(-1)?.after).toEqual(between.values);
});

test('a convolution weighs what lies under its kernel, one step further for each, then adds all channels', () => {
  // Over the border lies 0, and numbers are taken two apart.
  const kernel = {
    sizePx: 2,
    stridePx: 2,
    dilation: 2,
    values: [1, 10, 100, 1000],
    left: -1,
    top: 0,
  };
  const input = window(3, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const output = window(2, [7, 8]);
  const steps = stepsOf(layer('convolution'), { ...channels, input, output, kernel });
  expect(steps[0]).toMatchObject({
    from: [1, 7],
    to: [0],
    after: [2 * 10 + 8 * 1000, null],
    says: { kind: 'weighed', sum: 8020, sizePx: 2 },
  });
  expect(steps[1]).toMatchObject({ from: [1, 7], after: [8020, 2 + 800] });
  expect(steps[2]).toMatchObject({ after: [7, 8], says: { kind: 'others', isLaid: false } });
});

test('a transposed convolution adds each value times the kernel, one step further, then all channels', () => {
  const kernel = {
    sizePx: 3,
    stridePx: 2,
    dilation: 1,
    values: [1, 0, 0, 0, 1, 0, 0, 0, 2],
    left: -1,
    top: -1,
  };
  const input = window(2, [10, 1, 0, 0]);
  const output = window(
    4,
    Array.from({ length: 16 }, (_, cell) => cell),
  );
  const steps = stepsOf(layer('transposed-convolution', { bias: true }), {
    ...channels,
    input,
    output,
    kernel,
  });
  // What lands before the first row and column is cut off.
  expect(steps[0]).toMatchObject({ to: [0, 1, 4, 5] });
  expect(steps[0]?.after.slice(0, 6)).toEqual([10, 0, null, null, 0, 20]);
  // The second one's kernel begins where the first one's ends, two columns further.
  expect(steps[1]?.after.slice(0, 8)).toEqual([10, 0, 1, 0, 0, 20, 0, 2]);
  expect(steps).toHaveLength(5);
  expect(steps.at(-1)).toMatchObject({
    after: output.values,
    says: { kind: 'others', isLaid: true },
  });
});

test('nothing is to be followed where numbers stay where they are', () => {
  const input = window(1, [1]);
  expect(stepsOf(layer('normalisation'), { ...channels, input, output: input })).toEqual([]);
});
