import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { crc32 } from '../../../app/pictures/crc32.ts';
import { readMaskValues } from '../../../app/pictures/mask-values.ts';
import { scratchFolder } from '../formats/scratch.ts';

/** A PNG with these rows as they are, each unfiltered. */
function pngOf(
  { width, height, bits, color }: Record<'width' | 'height' | 'bits' | 'color', number>,
  rows: readonly (readonly number[])[],
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bits, color, 0, 0, 0], 8);
  const palette = Buffer.from(Array.from({ length: 768 }, (_, i) => (i * 37) % 256));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(color === 3 ? [chunk('PLTE', palette.subarray(0, 3 * 2 ** bits))] : []),
    chunk('IDAT', deflateSync(Buffer.from(rows.flatMap((row) => [0, ...row])))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

function written(bytes: Uint8Array, name = 'mask.png'): string {
  const file = join(scratchFolder(), name);
  writeFileSync(file, bytes);
  return file;
}

const random = Uint8Array.from({ length: 61 * 43 }, (_, i) => (i * i * 7919 + (i >> 3)) % 256);

test.each([
  ['rows of every filter', { compressionLevel: 9, adaptiveFiltering: true }],
  ['interlaced', { progressive: true }],
])('grey values are read as they stand: %s', async (_, options) => {
  const smooth = random.map((value, i) => (i % 61 < 30 ? value : i % 61));
  for (const values of [random, smooth]) {
    const raw = sharp(values, { raw: { width: 61, height: 43, channels: 1 } });
    const file = written(await raw.toColourspace('b-w').png(options).toBuffer());
    const mask = await readMaskValues(file, 'png');
    expect(mask).toMatchObject({ width: 61, height: 43, hidden: false });
    expect(mask.values).toEqual(values);
  }
});

test.each([
  [1, 0, [0b10110000, 0b1000_0000], [1, 0, 1, 1, 0, 0, 0, 0, 1]],
  [2, 0, [0b11_10_01_00, 0b01_00_00_00, 0b10_00_00_00], [3, 2, 1, 0, 1, 0, 0, 0, 2]],
  [4, 3, [0x1f, 0x20, 0x03, 0x45, 0x60], [1, 15, 2, 0, 0, 3, 4, 5, 6]],
  [8, 3, [8, 12, 255, 0, 1, 2, 3, 4, 5], [8, 12, 255, 0, 1, 2, 3, 4, 5]],
  [8, 4, [1, 255, 2, 0, 3, 9, 4, 9, 5, 9, 6, 9, 7, 9, 8, 9, 9, 9], [1, 2, 3, 4, 5, 6, 7, 8, 9]],
])(
  '%i bits of colour type %i: small greys and places in a palette stay what they are',
  async (bits, color, row, values) => {
    const file = written(pngOf({ width: 9, height: 2, bits, color }, [row, row]));
    expect([...(await readMaskValues(file, 'png')).values]).toEqual([...values, ...values]);
  },
);

test('of a picture in colour the blue channel is the class, with or without alpha', async () => {
  const layout = { width: 2, height: 1, bits: 8 };
  const colors = await readMaskValues(
    written(pngOf({ ...layout, color: 2 }, [[9, 9, 1, 0, 0, 2]])),
    'png',
  );
  expect(colors).toMatchObject({ values: Uint8Array.of(1, 2), hidden: false });
  const grey = await readMaskValues(
    written(pngOf({ ...layout, color: 6 }, [[3, 3, 3, 255, 4, 4, 4, 0]])),
    'png',
  );
  expect(grey).toMatchObject({ values: Uint8Array.of(3, 4), hidden: false });
});

test('a colour without blue, which would be taken for background, is noticed', async () => {
  const layout = { width: 2, height: 1, bits: 8, color: 2 };
  const hiding = async (row: readonly number[]) =>
    (await readMaskValues(written(pngOf(layout, [row])), 'png')).hidden;
  expect(await hiding([0, 0, 1, 128, 0, 0])).toBe(true);
  expect(await hiding([0, 0, 1, 0, 0, 0])).toBe(false);
});

test('16 bits a pixel hold classes too, up to 255', async () => {
  const layout = { width: 2, height: 1, bits: 16, color: 0 };
  expect((await readMaskValues(written(pngOf(layout, [[0, 7, 0, 255]])), 'png')).values).toEqual(
    Uint8Array.of(7, 255),
  );
  const large = readMaskValues(written(pngOf(layout, [[0, 7, 1, 0]])), 'png');
  await expect(large).rejects.toThrow('holds the value 256');
});

test('a bitmap’s blue channel', async () => {
  const head = Buffer.alloc(54);
  head.write('BM');
  head.writeUInt32LE(54, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(1, 18);
  head.writeInt32LE(-2, 22);
  head.writeUInt16LE(24, 28);
  const file = written(Buffer.concat([head, Buffer.of(1, 1, 1, 0, 2, 9, 9, 0)]), 'mask.bmp');
  expect(await readMaskValues(file, 'bmp')).toMatchObject({
    values: Uint8Array.of(1, 2),
    hidden: false,
  });
});

test.each([
  [8, [7, 0, 2, 0]],
  [4, [0x70, 0x20, 0, 0]],
])(
  'a bitmap of %i bits is its places in the palette, as a PNG with a palette is',
  async (bits, row) => {
    const head = Buffer.alloc(54);
    head.write('BM');
    head.writeUInt32LE(54 + 4 * 2 ** bits, 10);
    head.writeUInt32LE(40, 14);
    head.writeInt32LE(3, 18);
    head.writeInt32LE(1, 22);
    head.writeUInt16LE(bits, 28);
    const palette = Buffer.from(Array.from({ length: 4 * 2 ** bits }, (_, i) => (i * 37) % 256));
    const file = written(Buffer.concat([head, palette, Buffer.from(row)]), 'mask.bmp');
    expect(await readMaskValues(file, 'bmp')).toEqual({
      ...{ width: 3, height: 1, hidden: false },
      values: Uint8Array.of(7, 0, 2),
    });
  },
);

test('what is cut off or damaged, or no mask, is a sentence', async () => {
  const raw = sharp(random, { raw: { width: 61, height: 43, channels: 1 } });
  const whole = readFileSync(written(await raw.png().toBuffer()));
  const cut = written(whole.subarray(0, whole.length - 600));
  await expect(readMaskValues(cut, 'png')).rejects.toThrow(/is (cut off|damaged)/);
  const short = written(pngOf({ width: 2, height: 3, bits: 8, color: 0 }, [[1, 2]]));
  await expect(readMaskValues(short, 'png')).rejects.toThrow('is cut off');
  const spoilt = Buffer.from(whole);
  spoilt.fill(0x55, 60, 400);
  await expect(readMaskValues(written(spoilt), 'png')).rejects.toThrow('is damaged');
  await expect(readMaskValues('x.jpg', 'jpeg')).rejects.toThrow('Save it as PNG');
});
