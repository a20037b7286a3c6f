import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readHeader } from '../../../app/pictures/header.ts';
import { PictureError } from '../../../app/pictures/picture-error.ts';
import { turnIn } from '../../../app/pictures/orientation.ts';
import { scratchFile } from '../formats/scratch.ts';
import { bitmap, withExif } from './samples.ts';

const plain = sharp({ create: { width: 37, height: 21, channels: 3, background: '#486' } });

test.each(['jpeg', 'png', 'webp', 'gif', 'tiff'] as const)(
  'a %s is known by its bytes, whatever it is called',
  async (format) => {
    const bytes = await plain.clone().toFormat(format).toBuffer();
    const expected = { format, width: 37, height: 21, turn: 1 };
    expect(await readHeader(scratchFile(bytes, `a.${format}`))).toEqual(expected);
    expect(await readHeader(scratchFile(bytes, 'a.jpg'))).toEqual(expected);
  },
);

test.each([
  ['lossless WebP', plain.clone().webp({ lossless: true })],
  ['WebP with transparency', plain.clone().ensureAlpha(0.5).webp()],
  ['progressive JPEG', plain.clone().jpeg({ progressive: true })],
  ['grey JPEG', plain.clone().grayscale().jpeg()],
  ['CMYK JPEG', plain.clone().toColourspace('cmyk').jpeg()],
  ['16-bit PNG', plain.clone().toColourspace('rgb16').png()],
  ['interlaced PNG', plain.clone().png({ progressive: true })],
])('%s', async (_, image) => {
  expect(await readHeader(scratchFile(await image.toBuffer()))).toMatchObject({
    width: 37,
    height: 21,
  });
});

test('a Windows bitmap', async () => {
  const file = scratchFile(bitmap({ width: 5, height: 3, bits: 24 }));
  expect(await readHeader(file)).toEqual({ format: 'bmp', width: 5, height: 3, turn: 1 });
});

test.each(['jpeg', 'png', 'webp', 'tiff'] as const)('the turn of a %s', async (format) => {
  for (let orientation = 1; orientation <= 8; orientation++) {
    const bytes = await plain.clone().toFormat(format).withMetadata({ orientation }).toBuffer();
    expect((await readHeader(scratchFile(bytes))).turn).toBe(orientation);
  }
});

test('orientations that do not exist are none', async () => {
  const jpeg = await plain.clone().jpeg().toBuffer();
  for (const orientation of [0, 9, 255, 65_535]) {
    for (const littleEndian of [true, false]) {
      const bytes = withExif(jpeg, { orientation, littleEndian });
      expect((await readHeader(scratchFile(bytes))).turn).toBe(1);
    }
  }
  const bytes = withExif(jpeg, { orientation: 6, littleEndian: false });
  expect((await readHeader(scratchFile(bytes))).turn).toBe(6);
});

test.each<[string, string | Uint8Array, string]>([
  ['nothing', '', 'is empty'],
  ['text', 'hello world', 'not a picture'],
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'SVG'],
  ['SVG behind a prologue', '<?xml version="1.0"?>\n<!-- a -->\n<svg width="5">', 'SVG'],
  ['a web page', '<!DOCTYPE html><html>404</html>', 'web page'],
  ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\n', 'Git LFS'],
  ['MATLAB', 'MATLAB 5.0 MAT-file', 'MATLAB'],
  ['PDF', '%PDF-1.7', 'PDF'],
  ['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'), 'HEIC'],
  ['AVIF', Buffer.from('\0\0\0\x18ftypavif\0\0\0\0', 'latin1'), 'AVIF'],
  ['a JPEG cut off in its header', Buffer.of(0xff, 0xd8, 0xff, 0xe0, 0, 16), 'damaged or cut off'],
  [
    'a PNG cut off in its header',
    Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1'),
    'damaged or cut off',
  ],
  ['a GIF cut off in its header', 'GIF89a\x05', 'cut off'],
  ['a TIFF cut off in its header', Buffer.from('II*\0\xff\0\0\0', 'latin1'), 'cut off'],
  ['a TIFF without a size', Buffer.from('II*\0\x08\0\0\0\0\0\0\0\0\0', 'latin1'), 'no pixels'],
  ['a compressed bitmap', bitmap({ width: 5, height: 3, bits: 8, compression: 1 }), 'compressed'],
  ['a bitmap of 16 bits', bitmap({ width: 5, height: 3, bits: 16 }), '16 bits'],
])('%s is refused with a reason', async (_, bytes, reason) => {
  await expect(readHeader(scratchFile(bytes))).rejects.toThrow(reason);
  await expect(readHeader(scratchFile(bytes))).rejects.toBeInstanceOf(PictureError);
});

test('a picture that is not there, or a folder', async () => {
  await expect(readHeader('/nowhere/at/all.jpg')).rejects.toThrow('is not there.');
  await expect(readHeader(tmpdir())).rejects.toThrow('is not a file.');
});

test('sizes that only a header has are refused before a pixel is decoded', async () => {
  const png = await plain.clone().png().toBuffer();
  for (const [width, height] of [
    [100_000, 1],
    [1, 100_000],
    [20_000, 20_000],
    [0xffffffff, 0xffffffff],
    [0, 5],
  ] as const) {
    png.writeUInt32BE(width, 16);
    png.writeUInt32BE(height, 20);
    await expect(readHeader(scratchFile(png))).rejects.toThrow(/at most 100 million|no pixels/);
  }
  const wide = bitmap({ width: 100_000, height: 2, bits: 1 });
  await expect(readHeader(scratchFile(wide))).rejects.toThrow('100000 x 2');
});

test('8-bit TIFFs only, with the reason', async () => {
  const bytes = await plain.clone().tiff({ compression: 'none' }).toBuffer();
  const samples = Buffer.of(0x02, 0x01, 3, 0, 3, 0, 0, 0); // tag 258, three shorts, as little-endian TIFFs have it
  const entry = bytes.indexOf(samples);
  const bits = bytes.readUInt32LE(entry + 8);
  for (const depth of [16, 32]) {
    bytes.writeUInt16LE(depth, bits);
    await expect(readHeader(scratchFile(bytes))).rejects.toThrow(`${depth}-bit unsigned samples`);
  }
});

test('10,000 damaged headers: a size, a turn or a sentence, and never long', async () => {
  const orientations = { orientation: 6 };
  const originals = await Promise.all([
    plain.clone().jpeg().withMetadata(orientations).toBuffer(),
    plain.clone().png().withMetadata(orientations).toBuffer(),
    plain.clone().webp().withMetadata(orientations).toBuffer(),
    plain.clone().tiff().withMetadata(orientations).toBuffer(),
    plain.clone().gif().toBuffer(),
  ]);
  const file = join(mkdtempSync(join(tmpdir(), 'maskwright-test-')), 'damaged');
  const change = fc.tuple(fc.nat(400), fc.oneof(fc.nat(255), fc.constantFrom(0, 255)));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...originals),
      fc.array(change, { minLength: 1, maxLength: 8 }),
      fc.nat(1000),
      async (bytes, changes, length) => {
        const damaged = Buffer.from(bytes.subarray(0, 40 + length));
        for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value;
        writeFileSync(file, damaged);
        const startedAt = performance.now();
        try {
          const { width, height, turn } = await readHeader(file);
          expect(width * height).toBeLessThanOrEqual(100_000_000);
          expect(turn >= 1 && turn <= 8).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(PictureError);
        }
        expect(performance.now() - startedAt).toBeLessThan(2000);
      },
    ),
    { numRuns: 10_000 },
  );
}, 240_000);

test('any bytes as EXIF: one of eight turns', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom('II*\0', 'MM\0*', ''),
      (bytes, mark) => {
        const turn = turnIn(Buffer.concat([Buffer.from(mark, 'latin1'), bytes]));
        expect(turn >= 1 && turn <= 8).toBe(true);
      },
    ),
    { numRuns: 5000 },
  );
});
