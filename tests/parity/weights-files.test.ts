import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { sizeOfShape, weightSpecs, type WeightSpec } from '../../app/learning/models/network.ts';
import { lraspp } from '../../app/learning/models/lraspp.ts';
import { fitFile } from '../../app/learning/weights/fit-file.ts';
import { narrowNetworks } from './narrow-networks.ts';

/** Files as Keras 3.15.1, PyTorch and safetensors wrote them: see make-weights-fixtures.py. */
const folder = mkdtempSync(join(tmpdir(), 'maskwright-weights-'));
const fixtures = new URL('../fixtures/weights/', import.meta.url);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const formats = ['keras', 'weights.h5', 'h5', 'pt', 'safetensors'] as const;

describe.each(['unet', 'fcn-8s', 'segnet', 'lraspp'] as const)('%s', (model) => {
  const network = narrowNetworks[model];
  const specs = weightSpecs(network);

  test.each(formats)('out of a .%s file has every weight as it was', (format) => {
    const name = `${model}.${format}`;
    const path = join(folder, name);
    writeFileSync(path, gunzipSync(readFileSync(new URL(`${name}.gz`, fixtures))));
    const { report, values } = fitFile(path, network);
    expect(report.layers.filter(({ verdict, by }) => verdict !== 'taken' || by !== 'name')).toEqual(
      [],
    );
    expect(report.left).toEqual([]);
    expect(report.taken).toEqual(report.of);
    expect([...values.keys()].sort()).toEqual(specs.map((spec) => spec.name).sort());
    for (const [place, spec] of specs.entries()) {
      const array = values.get(spec.name);
      // Quicker than toEqual, which takes seconds for a million numbers.
      expect(
        numbersOf(spec, place).every((value, at) => array?.[at] === value),
        spec.name,
      ).toBe(true);
    }
  });
});

test.each(['many.h5', 'chunked.h5', 'half.h5'])(
  '%s, as Keras may write it, is read too',
  (name) => {
    const path = join(folder, name);
    writeFileSync(path, gunzipSync(readFileSync(new URL(`${name}.gz`, fixtures))));
    const { report, values } = fitFile(path, narrowNetworks.unet);
    expect(report.taken).toEqual(report.of);
    for (const [place, spec] of weightSpecs(narrowNetworks.unet).entries()) {
      expect(values.get(spec.name), spec.name).toEqual(numbersOf(spec, place));
    }
  },
);

test.each(['encoder.weights.h5', 'encoder.h5', 'encoder.pt'])(
  '%s, whose names say nothing, is the way down of a network by its places',
  (name) => {
    const path = join(folder, name);
    writeFileSync(path, gunzipSync(readFileSync(new URL(`${name}.gz`, fixtures))));
    const network = narrowNetworks['fcn-8s'];
    const { report, values } = fitFile(path, network);
    for (const { layer, verdict, by } of report.layers) {
      const isDown = layer.startsWith('down');
      expect([verdict, by], layer).toEqual(isDown ? ['taken', 'order'] : ['missing', null]);
    }
    for (const [place, spec] of weightSpecs(network).entries()) {
      if (!spec.name.startsWith('down')) continue;
      expect(values.get(spec.name), spec.name).toEqual(numbersOf(spec, place));
    }
  },
);

test('MobileNetV3-Small of Keras Applications is the whole encoder of LR-ASPP, by its places', () => {
  const path = join(folder, 'mobilenet.weights.h5');
  writeFileSync(path, gunzipSync(readFileSync(new URL('mobilenet.weights.h5.gz', fixtures))));
  const network = lraspp(64, 3, 1);
  const { report, values } = fitFile(path, network);
  const begun = report.layers.filter(({ verdict }) => verdict !== 'taken');
  expect(begun.map(({ layer }) => layer)).toEqual([
    'head',
    'head_norm',
    'head_weights',
    'coarse_scores',
    'fine_scores',
  ]);
  expect(report.left).toEqual([]);
  for (const [place, spec] of weightSpecs(network).entries()) {
    if (!values.has(spec.name)) continue;
    expect(values.get(spec.name), spec.name).toEqual(numbersOf(spec, place));
  }
});

function numbersOf({ name, shape }: WeightSpec, place: number): Float32Array {
  const start = name.endsWith('moving_variance') ? 1 : -125;
  return Float32Array.from(
    { length: sizeOfShape(shape) },
    (_, at) => (((at * 7 + place * 13) % 251) + start) / 128,
  );
}
