import { readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import type { Turn } from '../../../app/domain/geometry.ts';
import { decodePicture, pngOfPicture } from '../../../app/pictures/decode.ts';
import { readHeader } from '../../../app/pictures/header.ts';
import { PictureError } from '../../../app/pictures/picture-error.ts';
import { thumbnail } from '../../../app/pictures/thumbnail.ts';
import { scratchFile, scratchFolder } from '../formats/scratch.ts';
import { bitmap } from './samples.ts';

const devset = process.env['MASKWRIGHT_DEVSET'] ?? '';

/** Four pixels: red, green, blue, white. */
const four = Buffer.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255);

function fourPixels(): Sharp {
  return sharp(four, { raw: { width: 2, height: 2, channels: 3 } });
}

async function pixelsOf(bytes: Uint8Array, turn: Turn = 1): Promise<number[]> {
  const { data } = await decodePicture({ path: scratchFile(bytes, 'x'), turn });
  return [...data];
}

test('lossless formats keep every pixel', async () => {
  for (const image of [
    fourPixels().png(),
    fourPixels().webp({ lossless: true }),
    fourPixels().tiff({ compression: 'deflate' }),
  ]) {
    expect(await pixelsOf(await image.toBuffer())).toEqual([...four]);
  }
});

test('each of the eight turns stands the picture upright, as EXIF says', async () => {
  const file = join(scratchFolder(), 'turned.jpg');
  const larger = fourPixels().resize(48, 32, { kernel: 'nearest', fit: 'fill' });
  for (const turn of [1, 2, 3, 4, 5, 6, 7, 8] as const) {
    await larger.clone().jpeg({ quality: 100 }).withMetadata({ orientation: turn }).toFile(file);
    const upright = await sharp(file).autoOrient().raw().toBuffer({ resolveWithObject: true });
    const { width, height, data } = await decodePicture({ path: file, turn });
    expect([width, height]).toEqual([upright.info.width, upright.info.height]);
    expect(upright.data.equals(data)).toBe(true);
  }
});

test('turn 1 gives stored pixels, whatever the EXIF says', async () => {
  const bytes = await fourPixels().png().withMetadata({ orientation: 6 }).toBuffer();
  expect(await pixelsOf(bytes)).toEqual([...four]);
});

test('whatever the channels, three bytes come out', async () => {
  const images: Sharp[] = [
    fourPixels().grayscale().png(),
    fourPixels().toColourspace('rgb16').png(),
    fourPixels().toColourspace('cmyk').jpeg(),
    fourPixels().ensureAlpha().png(),
    fourPixels().png({ palette: true }),
    fourPixels().gif(),
  ];
  for (const image of images) {
    expect(await pixelsOf(await image.toBuffer())).toHaveLength(12);
  }
});

test('what is transparent is white', async () => {
  const clear = Buffer.of(255, 0, 0, 0, 10, 20, 30, 255);
  const image = sharp(clear, { raw: { width: 2, height: 1, channels: 4 } }).png();
  expect(await pixelsOf(await image.toBuffer())).toEqual([255, 255, 255, 10, 20, 30]);
});

test('of an animation the first frame', async () => {
  const frames = Buffer.concat([Buffer.alloc(12, 9), Buffer.alloc(12, 200)]);
  const options = { raw: { width: 2, height: 4, channels: 3, pageHeight: 2 } } as const;
  const gif = await sharp(frames, options)
    .gif({ delay: [50, 50] })
    .toBuffer();
  expect(await pixelsOf(gif)).toEqual(Array(12).fill(9));
});

test('Windows bitmaps of every depth, either way up', async () => {
  const red = [0, 0, 255] as const;
  const blue = [255, 0, 0] as const;
  const palette = [red, blue];
  const twoByTwo = [255, 0, 0, 0, 0, 255, 0, 0, 255, 255, 0, 0];
  const size = { width: 2, height: 2 };
  for (const [bits, rows] of [
    [1, [[0b10000000], [0b01000000]]],
    [4, [[0x10], [0x01]]],
    [
      8,
      [
        [1, 0],
        [0, 1],
      ],
    ],
    [
      24,
      [
        [...blue, ...red],
        [...red, ...blue],
      ],
    ],
    [
      32,
      [
        [...blue, 0, ...red, 0],
        [...red, 0, ...blue, 0],
      ],
    ],
  ] as const) {
    expect(await pixelsOf(bitmap({ ...size, bits, palette, rows }))).toEqual(twoByTwo);
    const upsideDown = rows.toReversed();
    expect(
      await pixelsOf(bitmap({ ...size, bits, palette, rows: upsideDown, topDown: true })),
    ).toEqual(twoByTwo);
  }
});

test('scaled to a size, by turn; twice the same', async () => {
  const bytes = await fourPixels().resize(64, 32, { fit: 'fill' }).jpeg().toBuffer();
  const path = scratchFile(bytes, 'x');
  const size = { width: 10, height: 20 };
  const first = await decodePicture({ path, turn: 6, size });
  expect(first).toMatchObject(size);
  expect(first.data).toHaveLength(600);
  expect(await decodePicture({ path, turn: 6, size })).toEqual(first);
});

test('a picture that ends in the middle is a sentence', async () => {
  const noise = Uint8Array.from({ length: 200 * 200 * 3 }, (_, k) => (k * k * 7919) % 256);
  const image = sharp(noise, { raw: { width: 200, height: 200, channels: 3 } });
  const path = scratchFile(await image.jpeg().toBuffer(), 'x');
  truncateSync(path, 4000);
  expect(await readHeader(path)).toMatchObject({ width: 200 });
  await expect(decodePicture({ path, turn: 1 })).rejects.toBeInstanceOf(PictureError);
  const cut = scratchFile(bitmap({ width: 50, height: 50, bits: 24 }).subarray(0, 900), 'y');
  await expect(decodePicture({ path: cut, turn: 1 })).rejects.toThrow('cut off');
});

test('for formats that browsers do not show there is a PNG of the stored pixels', async () => {
  const path = scratchFile(
    await fourPixels().tiff({ compression: 'deflate' }).withMetadata({ orientation: 6 }).toBuffer(),
    'x.tif',
  );
  expect([
    ...(await sharp(await pngOfPicture(path))
      .raw()
      .toBuffer()),
  ]).toEqual([...four]);
});

test('thumbnails are small, upright and kept', async () => {
  const image = fourPixels().resize(400, 200, { fit: 'fill' });
  const path = scratchFile(await image.jpeg().toBuffer(), 'x.jpg');
  const cacheFolder = scratchFolder();
  const made = await thumbnail({ path, turn: 6, sizePx: 100, cacheFolder });
  expect(await sharp(made).metadata()).toMatchObject({ format: 'jpeg', width: 50, height: 100 });
  const kept = readdirSync(cacheFolder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(kept).toHaveLength(1);
  expect(await thumbnail({ path, turn: 6, sizePx: 100, cacheFolder })).toEqual(made);

  writeFileSync(path, await image.clone().negate().jpeg().toBuffer());
  expect(await thumbnail({ path, turn: 6, sizePx: 100, cacheFolder })).not.toEqual(made);
  const small = scratchFile(await fourPixels().png().toBuffer(), 'small.png');
  expect(
    await sharp(await thumbnail({ path: small, turn: 1, sizePx: 100, cacheFolder })).metadata(),
  ).toMatchObject({ width: 2, height: 2 });
});

test('a thumbnail that cannot be kept is shown all the same', async () => {
  const path = scratchFile(await fourPixels().png().toBuffer(), 'x.png');
  const cacheFolder = scratchFile('a file in the way');
  expect((await thumbnail({ path, turn: 1, sizePx: 10, cacheFolder })).length).toBeGreaterThan(0);
});

test.skipIf(devset === '')(
  'devset: every picture decodes, odd ones too',
  async () => {
    const folder = join(devset, 'images');
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!statSync(path).isFile()) continue;
      const { turn } = await readHeader(path);
      expect(turn, entry.name).toBe(1);
      const { data } = await decodePicture({ path, turn, size: { width: 20, height: 20 } });
      expect(data).toHaveLength(1200);
    }
  },
  120_000,
);
