import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bytesOf } from '../../../../app/learning/weights/bytes.ts';
import { floatsFrom } from '../../../../app/learning/weights/numbers.ts';
import { readSafetensors, safetensorsFrom } from '../../../../app/learning/weights/safetensors.ts';
import { readTfjs } from '../../../../app/learning/weights/tfjs.ts';

/** How numbers are kept, besides as 32-bit floats in one piece. */

const folder = mkdtempSync(join(tmpdir(), 'maskwright-formats-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('half precision is widened to the number it is, of every kind', () => {
  const halves = [0x0000, 0x8000, 0x3c00, 0xc000, 0x3555, 0x7bff, 0x0001, 0x03ff, 0x0400, 0x7c00];
  const bytes = Buffer.alloc(halves.length * 2);
  halves.forEach((bits, at) => bytes.writeUInt16LE(bits, at * 2));
  // NumPy's float16 of the same bits.
  expect([...floatsFrom(bytes, 'f16')]).toEqual([
    0,
    -0,
    1,
    -2,
    0.333251953125,
    65504,
    2 ** -24,
    1023 * 2 ** -24,
    2 ** -14,
    Infinity,
  ]);
  expect(floatsFrom(Buffer.from([0xff, 0x7f]), 'f16')[0]).toBeNaN();
  expect([...floatsFrom(Buffer.from([0xc0, 0x3f, 0x00, 0xc1]), 'bf16')]).toEqual([1.5, -8]);
  const double = Buffer.alloc(8);
  double.writeDoubleBE(-2.5);
  expect([...floatsFrom(double, 'f64', false)]).toEqual([-2.5]);
  expect(() => floatsFrom(Buffer.alloc(3), 'f16')).toThrow(/ends within a number/);
});

test('safetensors come back as they were written', () => {
  const tensors = [
    { name: 'a/kernel', shape: [2, 3], values: Float32Array.of(1, -2, 3, 0.5, 1e-20, 7) },
    { name: 'ö/bias', shape: [1], values: Float32Array.of(9) },
  ];
  const { layers } = readSafetensors(bytesOf(safetensorsFrom(tensors)));
  const read = layers.flatMap((layer) =>
    layer.tensors.map(({ name, shape, read: values }) => ({ name, shape, values: values() })),
  );
  expect(read).toEqual(tensors);
});

test('a model of TensorFlow.js may lie in several files, and as whole numbers', () => {
  const weights = [
    { name: 'one/kernel', shape: [2, 2], dtype: 'float32' },
    {
      name: 'one/bias',
      shape: [3],
      dtype: 'float32',
      quantization: { dtype: 'uint8', scale: 0.5, min: -1 },
    },
    { name: 'two/bias', shape: [2], dtype: 'float32', quantization: { dtype: 'float16' } },
  ];
  const numbers = Buffer.alloc(16 + 3 + 4);
  [1, 2, 3, 4].forEach((value, at) => numbers.writeFloatLE(value, at * 4));
  numbers.set([0, 2, 255], 16);
  numbers.writeUInt16LE(0x3c00, 19);
  numbers.writeUInt16LE(0xc000, 21);
  // Cut where it happens to be: within a number, and within a weight.
  const cuts = [0, 6, 17, 23];
  const paths = cuts.slice(1).map((end, at) => {
    const name = `group1-shard${String(at + 1)}of3.bin`;
    writeFileSync(join(folder, name), numbers.subarray(cuts[at], end));
    return name;
  });
  const model = Buffer.from(JSON.stringify({ weightsManifest: [{ paths, weights }] }));
  const { layers } = readTfjs(bytesOf(model), join(folder, 'model.json'));
  const read = layers.flatMap(({ tensors }) => tensors.map((tensor) => [...tensor.read()]));
  expect(read).toEqual([
    [1, 2, 3, 4],
    [-1, 0, 126.5],
    [1, -2],
  ]);
});
