import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unet } from '../../../../app/learning/models/unet.ts';
import { fitFile } from '../../../../app/learning/weights/fit-file.ts';

/** Files that lie, lead elsewhere or hold programs: each refused by one sentence with its name, a reason and what to do. */

const network = unet(32, 3, [2, 4, 6]);
const folder = mkdtempSync(join(tmpdir(), 'maskwright-hostile-'));
const secret = join(folder, 'secret');

beforeAll(() => {
  writeFileSync(secret, Buffer.alloc(64, 7));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function refusalOf(name: string, content: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return refusalAt(path);
}

function refusalAt(path: string): string {
  try {
    fitFile(path, network);
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
}

function fixture(name: string): Buffer {
  return gunzipSync(readFileSync(new URL(`../../../fixtures/weights/${name}.gz`, import.meta.url)));
}

describe('safetensors', () => {
  const tensor = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };

  test.each([
    ['a header longer than the file', safetensors('{}', 9, 1000), /1000 bytes are announced/],
    ['a header of gigabytes', safetensors('{"a":1}', 9, 2 ** 31), /header would be larger/],
    ['a header that is no JSON', safetensors('{"a":', 9), /header is no list of tensors/],
    ['tensors behind the end', of({ a: { ...tensor, data_offsets: [0, 8000] } }, 8), /8000 bytes/],
    ['a tensor of another length', of({ a: { ...tensor, shape: [3] } }, 8), /should take 12 bytes/],
    ['numbers that nobody lists', of({ a: tensor }, 80), /lists 8 bytes of numbers, and 80 follow/],
    ['sides that are no numbers', of({ a: { ...tensor, shape: [-1] } }, 8), /no shape that can be/],
    [
      'more numbers than can be counted',
      of({ a: { ...tensor, shape: [2 ** 40, 2 ** 40] } }, 8),
      /no shape that can be/,
    ],
  ])('with %s', (_, content, reason) => {
    const sentence = refusalOf('lying.safetensors', content);
    expect(sentence).toMatch(/^“lying\.safetensors” cannot be used for weights: .+; .+\.$/);
    expect(sentence).toMatch(reason);
  });

  function of(header: object, data: number): Buffer {
    return safetensors(JSON.stringify(header), data);
  }
  function safetensors(header: string, data: number, length = Buffer.byteLength(header)): Buffer {
    const beginning = Buffer.alloc(8);
    beginning.writeBigUInt64LE(BigInt(length));
    return Buffer.concat([beginning, Buffer.from(header), Buffer.alloc(data)]);
  }
});

describe('PyTorch', () => {
  test.each([
    ['os.system', 'cposix\nsystem\n(X\x04\x00\x00\x00idl.tR.'],
    ['builtins.eval', 'cbuiltins\neval\n(X\x01\x00\x00\x001tR.'],
    ['a class of its own', 'cmodel\nNet\n)R.'],
    ['a function by its stack', '\x80\x04\x8c\x05posix\x8c\x06system\x93.'],
    ['a new object', 'ccollections\nOrderedDict\n)\x81.'],
    ['a storage to be called', 'ctorch\nFloatStorage\n)R.'],
    ['a state for an object', 'ccollections\nOrderedDict\nNb.'],
  ])('with a program that wants %s', (_, program) => {
    const sentence = refusalOf(
      'model.pt',
      zip({ 'model/data.pkl': Buffer.from(program, 'latin1') }),
    );
    expect(sentence).toMatch(
      /^“model\.pt” cannot be used for weights: it holds a program that wants/,
    );
    expect(sentence).toContain('torch.save(model.state_dict(), path)');
  });

  test.each([
    ['an end before its end', ']]]]'],
    ['nothing to take', '0.'],
    ['a mark that is not there', 't.'],
    ['a memory that is not there', 'h\x07.'],
    ['a text longer than itself', 'X\xff\xff\xff\x7fa.'],
    ['no list of tensors', ']'.concat('.')],
  ])('with %s', (_, program) => {
    const sentence = refusalOf(
      'model.pt',
      zip({ 'model/data.pkl': Buffer.from(program, 'latin1') }),
    );
    expect(sentence).toMatch(/^“model\.pt” cannot be used for weights: .+; .+\.$/);
  });
});

describe('an archive', () => {
  test('that becomes a thousand times as large is not unpacked', () => {
    const bomb = deflateRawSync(Buffer.alloc(2 ** 24));
    const sentence = refusalOf('bomb.keras', zip({ 'model.weights.h5': bomb }, 2 ** 24));
    expect(sentence).toMatch(/would become 16777216 bytes of \d+/);
  });

  test('that says less than it unpacks to is cut off there', () => {
    const packed = deflateRawSync(Buffer.alloc(2 ** 14, 'abc'));
    expect(refusalOf('lying.keras', zip({ 'model.weights.h5': packed }, 50))).toMatch(
      /^“lying\.keras” cannot be used for weights: it is damaged/,
    );
  });

  test('without weights is none of the formats', () => {
    expect(refusalOf('other.zip', zip({ 'a.txt': Buffer.from('hello') }))).toMatch(
      /none of the formats that are known; choose a \.keras/,
    );
  });
});

describe('HDF5', () => {
  // Made by h5py: see make-weights-fixtures.py.
  test.each(['external-link', 'soft-link', 'external-data'])('with %s', (name) => {
    const sentence = refusalOf(`${name}.h5`, fixture(`${name}.h5`));
    expect(sentence).toMatch(/only what the file itself holds is read; save the weights into one/);
  });

  test('whose groups are in themselves ends soon', () => {
    const begun = performance.now();
    const sentence = refusalOf('circle.h5', fixture('circle.h5'));
    expect(sentence).toMatch(/^“circle\.h5” .* its layers have no end; get the file once more/);
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  test('that is cut off says how long it should be', () => {
    const whole = fixture('unet.weights.h5');
    expect(refusalOf('cut.h5', whole.subarray(0, whole.length - 100))).toMatch(
      new RegExp(`it says to have ${String(whole.length)} bytes`),
    );
  });
});

describe('TensorFlow.js', () => {
  const weights = [{ name: 'a/kernel', shape: [2], dtype: 'float32' }];

  test.each(['../secret', '/etc/passwd', 'a/b.bin', '..', 'C:\\secret', 'a\0b', '%2e%2e/secret'])(
    'that names %s as its weights opens nothing',
    (path) => {
      expect(refusalOf('model.json', manifest([path], weights))).toMatch(/only files beside it/);
    },
  );

  test('whose file of weights is a link to elsewhere', () => {
    const inner = join(folder, 'linked');
    mkdirSync(inner);
    symlinkSync(secret, join(inner, 'w.bin'));
    writeFileSync(join(inner, 'model.json'), manifest(['w.bin'], weights));
    expect(refusalAt(inner)).toMatch(/^“linked\/model\.json” .*is a link to somewhere else/);
  });

  test('whose numbers are more or fewer than it lists', () => {
    writeFileSync(join(folder, 'short.bin'), Buffer.alloc(4));
    expect(refusalOf('model.json', manifest(['short.bin'], weights))).toMatch(
      /lists 8 bytes of weights, and the files beside it hold 4/,
    );
  });

  test('that is a graph model', () => {
    const graph = JSON.stringify({ format: 'graph-model', weightsManifest: [] });
    expect(refusalOf('model.json', graph)).toMatch(/a graph model holds no layers/);
  });

  function manifest(paths: readonly string[], list: readonly object[]): string {
    return JSON.stringify({ format: 'layers-model', weightsManifest: [{ paths, weights: list }] });
  }
});

test('what is missing, empty, a folder or a picture is told of as that', () => {
  expect(refusalAt(join(folder, 'nowhere.h5'))).toMatch(/^There is no file .*nowhere\.h5; choose/);
  expect(refusalOf('empty.h5', '')).toMatch(/none of the formats/);
  expect(refusalOf('picture.png', Buffer.from('89504e470d0a1a0a', 'hex'))).toMatch(/none of the/);
  mkdirSync(join(folder, 'plain'));
  expect(refusalAt(join(folder, 'plain'))).toMatch(/cannot be used for weights/);
});

/** A zip archive of files that are stored, or, with the size they are said to have, deflated. */
function zip(files: Readonly<Record<string, Buffer>>, size?: number): Buffer {
  const method = size === undefined ? 0 : 8;
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(content.length, 4);
    sizes.writeUInt32LE(size ?? content.length, 8);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt16LE(method, 8);
    sizes.copy(local, 14);
    local.writeUInt16LE(name.length, 26);
    locals.push(local, Buffer.from(name), content);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(method, 10);
    sizes.copy(entry, 16);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + content.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, list, end]);
}
