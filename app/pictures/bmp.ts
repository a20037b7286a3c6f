import type { Size, Turn } from '../domain/geometry.ts';
import type { FileBytes } from './file-bytes.ts';
import { PictureError } from './picture-error.ts';

/** Windows bitmaps, which the decoding library has no reader for. Source: Microsoft, Bitmap Storage. */

export async function bmpHeader(bytes: FileBytes): Promise<Size & { turn: Turn }> {
  const { width, height } = layoutOf(await bytes.at(0, 54));
  return { width, height, turn: 1 };
}

interface Layout extends Size {
  readonly pixels: number;
  readonly palette: number;
  readonly paletteEntryBytes: 3 | 4;
  readonly bits: number;
  readonly topDown: boolean;
}

function layoutOf(head: Buffer): Layout {
  if (head.length < 26) throw new PictureError('is a bitmap that is cut off.');
  const pixels = head.readUInt32LE(10);
  const headerBytes = head.readUInt32LE(14);
  if (headerBytes === 12) {
    return {
      width: head.readUInt16LE(18),
      height: head.readUInt16LE(20),
      bits: requireBits(head.readUInt16LE(24)),
      pixels,
      palette: 26,
      paletteEntryBytes: 3,
      topDown: false,
    };
  }
  if (headerBytes < 40 || head.length < 54) throw new PictureError('is a bitmap that is damaged.');
  const height = head.readInt32LE(22);
  const bits = requireBits(head.readUInt16LE(28));
  const compression = head.readUInt32LE(30);
  // 3 says that the place of each colour is given by masks: for 32 bits all programs write the usual ones.
  if (compression !== 0 && !(compression === 3 && bits === 32)) {
    throw new PictureError('is a compressed bitmap, which is not supported: save it as PNG.');
  }
  return {
    width: Math.max(0, head.readInt32LE(18)),
    height: Math.abs(height),
    bits,
    pixels,
    palette: 14 + headerBytes,
    paletteEntryBytes: 4,
    topDown: height < 0,
  };
}

function requireBits(bits: number): number {
  if ([1, 4, 8, 24, 32].includes(bits)) return bits;
  throw new PictureError(
    `is a bitmap of ${bits} bits a pixel, which is not supported: save it as PNG.`,
  );
}

/** The place of each pixel in the palette, row by row from the top; null for a bitmap without one. The header was accepted before. */
export function paletteOfBmp(file: Buffer): (Size & { readonly data: Uint8Array }) | null {
  const { width, height, bits, pixels, topDown } = layoutOf(file);
  if (bits > 8) return null;
  const rowBytes = rowBytesIn(file, { width, height, bits, pixels });
  const data = new Uint8Array(width * height);
  let to = 0;
  for (let row = 0; row < height; row++) {
    const from = pixels + (topDown ? row : height - 1 - row) * rowBytes;
    for (let column = 0; column < width; column++) {
      data[to++] = placeAt(file, { from, column, bits });
    }
  }
  return { width, height, data };
}

/** RGB, three bytes a pixel, row by row from the top. The header was accepted before. */
export function decodeBmp(file: Buffer): Size & { readonly data: Uint8Array } {
  const { width, height, bits, pixels, palette, paletteEntryBytes, topDown } = layoutOf(file);
  const rowBytes = rowBytesIn(file, { width, height, bits, pixels });
  const data = new Uint8Array(width * height * 3);
  let to = 0;
  for (let row = 0; row < height; row++) {
    const from = pixels + (topDown ? row : height - 1 - row) * rowBytes;
    for (let column = 0; column < width; column++) {
      let blue = from + (column * bits) / 8;
      if (bits <= 8) {
        const index = placeAt(file, { from, column, bits });
        blue = Math.min(palette + index * paletteEntryBytes, file.length - 3);
      }
      data[to++] = file[blue + 2]!;
      data[to++] = file[blue + 1]!;
      data[to++] = file[blue]!;
    }
  }
  return { width, height, data };
}

/** Throws PictureError when the file is too short for its rows. */
function rowBytesIn(
  file: Buffer,
  { width, height, bits, pixels }: Pick<Layout, 'width' | 'height' | 'bits' | 'pixels'>,
): number {
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  if (pixels + rowBytes * height > file.length)
    throw new PictureError('is a bitmap that is cut off.');
  return rowBytes;
}

/** A pixel's place in the palette: its row begins at `from`. */
function placeAt(
  file: Buffer,
  { from, column, bits }: { readonly from: number; readonly column: number; readonly bits: number },
): number {
  const shift = 8 - bits - ((column * bits) % 8);
  return (file[from + Math.floor((column * bits) / 8)]! >> shift) & ((1 << bits) - 1);
}
