import type { Size, Turn } from '../domain/geometry.ts';
import type { FileBytes } from './file-bytes.ts';
import { isExif } from './jpeg-header.ts';
import { turnIn } from './orientation.ts';
import { PictureError } from './picture-error.ts';

const mostChunks = 1000;
const largestExif = 1 << 20;
const hasExif = 0x08;

/** Source: RFC 9649, sections 2.5 to 2.7. */
export async function webpHeader(bytes: FileBytes): Promise<Size & { turn: Turn }> {
  const head = await bytes.at(12, 18);
  if (head.length < 18) throw new PictureError('is a WebP that is cut off.');
  switch (head.toString('latin1', 0, 4)) {
    case 'VP8 ':
      return {
        width: head.readUInt16LE(14) & 0x3fff,
        height: head.readUInt16LE(16) & 0x3fff,
        turn: 1,
      };
    case 'VP8L': {
      const packed = head.readUInt32LE(9);
      return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1, turn: 1 };
    }
    case 'VP8X':
      return {
        width: head.readUIntLE(12, 3) + 1,
        height: head.readUIntLE(15, 3) + 1,
        turn: (head[8]! & hasExif) === 0 ? 1 : await turnOf(bytes),
      };
    default:
      throw new PictureError('is a WebP without a readable header: it is damaged.');
  }
}

/** The EXIF chunk stands behind the pixels: the chunks are walked by their lengths. */
async function turnOf(bytes: FileBytes): Promise<Turn> {
  let offset = 12;
  for (let chunk = 0; chunk < mostChunks; chunk++) {
    const head = await bytes.at(offset, 8);
    if (head.length < 8) return 1;
    const length = head.readUInt32LE(4);
    if (head.toString('latin1', 0, 4) === 'EXIF') {
      const content = await bytes.at(offset + 8, Math.min(length, largestExif));
      return turnIn(isExif(content) ? content.subarray(6) : content);
    }
    offset += 8 + length + (length % 2);
  }
  return 1;
}
