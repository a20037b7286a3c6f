import { crc32, deflateSync } from 'node:zlib';
import type { Size } from '../../domain/geometry.ts';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

const greyColors = 0;
const paletteColors = 3;

/** 256 colours, red, green and blue of each. */
export type Palette = readonly (readonly [red: number, green: number, blue: number])[];

/** An 8-bit grey PNG of `width * height` bytes, row by row. Source: PNG specification, third edition. */
export function greyPng(pixels: Uint8Array, size: Size): Uint8Array {
  return encode(pixels, size, { colors: greyColors, between: [] });
}

/** The same, each byte the place of a colour in the palette. */
export function indexedPng(pixels: Uint8Array, size: Size, palette: Palette): Uint8Array {
  const between = [chunk('PLTE', Uint8Array.from(palette.flat()))];
  return encode(pixels, size, { colors: paletteColors, between });
}

function encode(
  pixels: Uint8Array,
  { width, height }: Size,
  { colors, between }: { readonly colors: number; readonly between: readonly Uint8Array[] },
): Uint8Array {
  if (pixels.length !== width * height) {
    throw new RangeError(`${String(pixels.length)} pixels are not a picture of this size.`);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = colors;
  // Each row begins with its filter: 0, none.
  const rows = new Uint8Array((width + 1) * height);
  for (let row = 0; row < height; row++) {
    rows.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...between,
    chunk('IDAT', deflateSync(rows, { level: 6 })),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, data.length + 8)), data.length + 8);
  return bytes;
}
