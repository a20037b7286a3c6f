import type { Size, Turn } from '../domain/geometry.ts';
import type { FileBytes } from './file-bytes.ts';
import { PictureError } from './picture-error.ts';

const tags = { width: 256, height: 257, bits: 258, orientation: 274, sampleFormat: 339 } as const;
const sampleKinds = ['', 'unsigned', 'signed', 'floating-point', 'untyped'];
const mostEntries = 512;

/** The first picture of the file; only 8-bit unsigned samples are taken. Source: TIFF 6.0, sections 2 and 8. */
export async function tiffHeader(bytes: FileBytes): Promise<Size & { turn: Turn }> {
  const head = await bytes.at(0, 8);
  if (head.length < 8) throw new PictureError('is a TIFF that is cut off.');
  const little = head[0] === 0x49;
  const directory = little ? head.readUInt32LE(4) : head.readUInt32BE(4);
  const countBytes = await bytes.at(directory, 2);
  if (countBytes.length < 2) throw new PictureError('is a TIFF that is cut off.');
  const count = Math.min(
    little ? countBytes.readUInt16LE(0) : countBytes.readUInt16BE(0),
    mostEntries,
  );
  const entries = await bytes.at(directory + 2, count * 12);
  const found = new Map<number, number>();
  for (let offset = 0; offset + 12 <= entries.length; offset += 12) {
    const tag = little ? entries.readUInt16LE(offset) : entries.readUInt16BE(offset);
    found.set(tag, await firstValue(bytes, entries.subarray(offset, offset + 12), little));
  }
  const bits = found.get(tags.bits) ?? 1;
  const kind = found.get(tags.sampleFormat) ?? 1;
  if (bits > 8 || kind !== 1) {
    throw new PictureError(
      `is a TIFF of ${bits}-bit ${sampleKinds[kind] ?? 'unknown'} samples; only 8-bit unsigned ones are taken. Convert it to 8 bits.`,
    );
  }
  const turn = found.get(tags.orientation) ?? 1;
  return {
    width: found.get(tags.width) ?? 0,
    height: found.get(tags.height) ?? 0,
    turn: turn >= 1 && turn <= 8 ? (turn as Turn) : 1,
  };
}

/** The first of an entry's values: in the entry itself, or where it points when they need more than four bytes. */
async function firstValue(bytes: FileBytes, entry: Buffer, little: boolean): Promise<number> {
  const isShort = (little ? entry.readUInt16LE(2) : entry.readUInt16BE(2)) === 3;
  const count = little ? entry.readUInt32LE(4) : entry.readUInt32BE(4);
  let value = entry.subarray(8);
  if (count * (isShort ? 2 : 4) > 4) {
    value = await bytes.at(little ? entry.readUInt32LE(8) : entry.readUInt32BE(8), 4);
    if (value.length < 4) return 0;
  }
  if (isShort) return little ? value.readUInt16LE(0) : value.readUInt16BE(0);
  return little ? value.readUInt32LE(0) : value.readUInt32BE(0);
}
