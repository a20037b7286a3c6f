import type { Size, Turn } from '../domain/geometry.ts';
import type { FileBytes } from './file-bytes.ts';
import { turnIn } from './orientation.ts';
import { PictureError } from './picture-error.ts';

const mostChunks = 200;
const largestExif = 1 << 20;

/** The size from IHDR, the turn from an eXIf chunk ahead of the pixels. Source: PNG, third edition, 11.2.1 and 11.3.4.5. */
export async function pngHeader(bytes: FileBytes): Promise<Size & { turn: Turn }> {
  const head = await bytes.at(0, 33);
  if (head.length < 33 || head.toString('latin1', 12, 16) !== 'IHDR') {
    throw new PictureError('is a PNG without a header: it is damaged or cut off.');
  }
  return {
    width: head.readUInt32BE(16),
    height: head.readUInt32BE(20),
    turn: await turnOf(bytes),
  };
}

async function turnOf(bytes: FileBytes): Promise<Turn> {
  let offset = 33;
  for (let chunk = 0; chunk < mostChunks; chunk++) {
    const head = await bytes.at(offset, 8);
    if (head.length < 8) return 1;
    const length = head.readUInt32BE(0);
    const type = head.toString('latin1', 4, 8);
    if (type === 'IDAT' || type === 'IEND') return 1;
    if (type === 'eXIf') return turnIn(await bytes.at(offset + 8, Math.min(length, largestExif)));
    offset += 12 + length;
  }
  return 1;
}
