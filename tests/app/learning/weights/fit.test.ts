import { describe, expect, test } from 'vitest';
import { fitWeights } from '../../../../app/learning/weights/fit.ts';
import { layersFromNames, type NamedTensor } from '../../../../app/learning/weights/found.ts';
import { sizeOfShape, weightSpecs } from '../../../../app/learning/models/network.ts';
import { startingWeights } from '../../../../app/learning/models/weights.ts';
import { unet } from '../../../../app/learning/models/unet.ts';
import { lraspp } from '../../../../app/learning/models/lraspp.ts';
import { fcn } from '../../../../app/learning/models/fcn.ts';
import type { Network } from '../../../../app/learning/models/network.ts';

const narrow = [2, 4, 6];
const network = unet(32, 3, narrow);

/** The weights of a network under other names, as a file would have them. */
function fileOf(
  source: Network,
  rename: (layer: string, nth: number) => string | null = (layer) => layer,
): { readonly format: string; readonly layers: ReturnType<typeof layersFromNames> } {
  const values = startingWeights(source, 5);
  const layers = [...new Set(weightSpecs(source).map(({ name }) => name.split('/')[0] ?? ''))];
  const tensors = weightSpecs(source).flatMap(({ name, shape }): NamedTensor[] => {
    const [layer = '', part = ''] = name.split('/');
    const renamed = rename(layer, layers.indexOf(layer));
    const array = values.get(name) ?? new Float32Array(0);
    return renamed === null ? [] : [{ name: `${renamed}/${part}`, shape, read: () => array }];
  });
  return { format: 'a test', layers: layersFromNames(tensors) };
}

function verdicts(found: ReturnType<typeof fileOf>, onto: Network = network) {
  const { report } = fitWeights(found, onto);
  return Object.fromEntries(
    report.layers.map(({ layer, verdict, by }) => [
      layer,
      by === null ? verdict : `${verdict} ${by}`,
    ]),
  );
}

describe('layers are matched', () => {
  test('by their names, whatever stands between the words and before them', () => {
    const found = fileOf(network, (layer) => `module.Encoder.${layer.replace('_', '.')}`);
    expect(new Set(Object.values(verdicts(found)))).toEqual(new Set(['taken name']));
  });

  test('by their place where no name is known and there are as many of each class', () => {
    const found = fileOf(network, (layer, nth) =>
      layer.endsWith('norm') ? `batch_normalization_${String(nth)}` : `conv2d_${String(nth)}`,
    );
    const { report, values } = fitWeights(found, network);
    expect(report.layers.every(({ verdict, by }) => verdict === 'taken' && by === 'order')).toBe(
      true,
    );
    expect(values).toEqual(startingWeights(network, 5));
  });

  test('an encoder finds its place in a larger network; what comes after it is missing', () => {
    const widths = { depths: [2, 3, 4, 5, 6], top: 8 };
    const large = fcn(64, 3, { stride: 8, widths });
    const found = fileOf(large, (layer, nth) =>
      layer.startsWith('down') ? `l${String(nth)}` : null,
    );
    const of = verdicts(found, large);
    for (const [layer, verdict] of Object.entries(of)) {
      expect(verdict, layer).toBe(layer.startsWith('down') ? 'taken order' : 'missing');
    }
  });

  test('the kernels of VGG16, which has biases and no normalisations, find their places too', () => {
    const widths = { depths: [2, 3, 4, 5, 6], top: 8 };
    const network = fcn(64, 3, { stride: 8, widths });
    const kernels = weightSpecs(network).filter(({ name }) => /^down.+_conv\d\/kernel$/.test(name));
    const tensors = kernels.flatMap(({ shape }, nth): NamedTensor[] => {
      const [height = 1, width = 1, inputs = 1, outputs = 1] = shape;
      const of = (sides: readonly number[]) => new Float32Array(sizeOfShape(sides)).fill(nth);
      // As torchvision has them: `features.0`, `features.2`, [out, in, height, width].
      const torch = [outputs, inputs, height, width];
      const layer = `features.${String(2 * nth)}`;
      return [
        { name: `${layer}.weight`, shape: torch, read: () => of(torch) },
        { name: `${layer}.bias`, shape: [outputs], read: () => of([outputs]) },
      ];
    });
    const dense = { name: 'classifier.0.weight', shape: [9, 9], read: () => new Float32Array(81) };
    const found = { format: 'a test', layers: layersFromNames([...tensors, dense]) };
    const { report, values } = fitWeights(found, network);
    expect([...values.keys()]).toEqual(kernels.map(({ name }) => name));
    expect([...values.values()].map((array) => array[0])).toEqual(kernels.map((_, nth) => nth));
    expect(report.left).toHaveLength(kernels.length + 1);
  });

  test('by their place in PyTorch too, where only its shape tells a depthwise convolution', () => {
    const own = lraspp(64, 3, 1 / 8);
    const layers = [...new Set(weightSpecs(own).map(({ name }) => name.split('/')[0] ?? ''))];
    const torchNames: Readonly<Record<string, string>> = {
      kernel: 'weight',
      depthwise_kernel: 'weight',
      gamma: 'weight',
      beta: 'bias',
      moving_mean: 'running_mean',
      moving_variance: 'running_var',
    };
    const tensors = weightSpecs(own).map(({ name, shape }): NamedTensor => {
      const [layer = '', part = ''] = name.split('/');
      const [height = 1, width = 1, inner = 1, outer = 1] = shape;
      const torch = {
        kernel: [outer, inner, height, width],
        depthwise_kernel: [inner, outer, height, width],
      }[part];
      return {
        name: `features.${String(layers.indexOf(layer))}.${torchNames[part] ?? part}`,
        shape: torch ?? shape,
        read: () => new Float32Array(sizeOfShape(shape)),
      };
    });
    const { report } = fitWeights({ format: 'a test', layers: layersFromNames(tensors) }, own);
    expect(report.layers.filter(({ by }) => by !== 'order')).toEqual([]);
    expect(report.taken).toEqual(report.of);
  });

  test('normalisations by groups of channels are another class, whoever wrote them', () => {
    const grouped = unet(32, 3, narrow, { normalise: 'groups' });
    expect(new Set(Object.values(verdicts(fileOf(grouped), grouped)))).toEqual(
      new Set(['taken name']),
    );
    const torch = fileOf(grouped).layers.map((layer) => ({
      ...layersFromNames(
        layer.tensors.map(({ name, shape, read }) => ({
          name: name.replace(/gamma$/, 'weight').replace(/beta$/, 'bias'),
          shape,
          read,
        })),
      )[0]!,
    }));
    const norms = torch.filter(({ name }) => name.endsWith('_norm'));
    expect(norms.length).toBeGreaterThan(3);
    for (const { classes } of norms) expect(classes).toEqual(['group-normalisation']);
    // One that gathers figures is not taken from one that has none.
    const onto = Object.entries(verdicts(fileOf(grouped)));
    for (const [layer, verdict] of onto) {
      expect(verdict, layer).toBe(layer.endsWith('_norm') ? 'missing' : 'taken name');
    }
  });

  test('of another network nothing is taken for what happens to have a shape of its own', () => {
    const found = fileOf(
      unet(32, 3, [2, 3, 4, 5]),
      (layer, nth) => `${layer[0] ?? ''}${String(nth)}`,
    );
    const widths = { depths: [2, 2, 3, 4, 5], top: 8 };
    const { report, values } = fitWeights(found, fcn(64, 3, { stride: 8, widths }));
    expect(values.size).toBe(0);
    expect(report.layers.every(({ verdict }) => verdict === 'missing')).toBe(true);
  });

  test('what could be one or another is left alone', () => {
    // Two of the three convolutions that are alike, under names that say nothing: which two cannot be known.
    const found = fileOf(unet(32, 3, [4, 4, 4, 4]), (layer, nth) =>
      /^down[34]_conv[12]$/.test(layer) && layer !== 'down3_conv1' ? `x${String(nth)}` : null,
    );
    const { report, values } = fitWeights(found, unet(32, 3, [8, 4, 4, 4]));
    expect(values.size).toBe(0);
    expect(report.left).toHaveLength(3);
  });
});

describe('a report names', () => {
  test('both shapes of a head with other classes, which begins anew while the rest is taken', () => {
    const { report, values } = fitWeights(fileOf(unet(32, 21, narrow)), network);
    const head = report.layers.find(({ layer }) => layer === 'classes');
    expect(head).toEqual({
      layer: 'classes',
      verdict: 'mismatch',
      from: 'classes',
      by: 'name',
      weights: [
        { name: 'kernel', wanted: [1, 1, 2, 3], found: [1, 1, 2, 21] },
        { name: 'bias', wanted: [3], found: [21] },
      ],
    });
    expect(report.taken.layers).toBe(report.of.layers - 1);
    expect(values.has('classes/kernel')).toBe(false);
    expect(values.has('down1_conv/kernel')).toBe(true);
    expect(report.left).toEqual([]);
  });

  test('what the file has besides, and what of a layer it does not have', () => {
    const found = fileOf(network, (layer) => (layer === 'down1_conv' ? 'stem/other' : layer));
    const tensors = found.layers.map((layer) =>
      layer.name === 'classes'
        ? { ...layer, tensors: layer.tensors.filter(({ role }) => role !== 'bias') }
        : layer,
    );
    const { report, values } = fitWeights({ ...found, layers: tensors }, network);
    const head = report.layers.find(({ layer }) => layer === 'classes');
    expect(head?.verdict).toBe('taken');
    expect(head?.weights[1]).toEqual({ name: 'bias', wanted: [3], found: null });
    expect(values.has('classes/bias')).toBe(false);
    // Alone of its shape on both sides: it is found by its place.
    expect(report.layers.find(({ layer }) => layer === 'down1_conv')).toMatchObject({
      verdict: 'taken',
      from: 'stem/other',
      by: 'order',
    });
  });

  test('a number that is not finite as a reason to take nothing', () => {
    const found = fileOf(network);
    const [first] = found.layers;
    const broken = first!.tensors.map((tensor) => ({
      ...tensor,
      read: () => new Float32Array(sizeOfShape(tensor.shape)).fill(NaN),
    }));
    const layers = [{ ...first!, tensors: broken }, ...found.layers.slice(1)];
    expect(() => fitWeights({ ...found, layers }, network)).toThrow(
      /holds a number that no weight/,
    );
  });
});
