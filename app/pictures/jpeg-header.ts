import type { Size, Turn } from '../domain/geometry.ts';
import type { FileBytes } from './file-bytes.ts';
import { turnIn } from './orientation.ts';
import { PictureError } from './picture-error.ts';

const startOfScan = 0xda;
const endOfImage = 0xd9;
const application1 = 0xe1;
/** Cameras write a few dozen; a colour profile may take a hundred more. */
const mostSegments = 1000;

/** Walks the segments up to the frame header. Source: ITU-T T.81, annex B; EXIF 2.32, 4.5.4. */
export async function jpegHeader(bytes: FileBytes): Promise<Size & { turn: Turn }> {
  let turn: Turn | null = null;
  let offset = 2;
  for (let segment = 0; segment < mostSegments; segment++) {
    const head = await bytes.at(offset, 9);
    if (head.length < 4 || head[0] !== 0xff) break;
    const marker = head[1]!;
    if (marker === 0xff) {
      offset++;
      continue;
    }
    if (marker === startOfScan || marker === endOfImage) break;
    if (isAlone(marker)) {
      offset += 2;
      continue;
    }
    const length = head.readUInt16BE(2);
    if (length < 2) break;
    if (isFrame(marker)) {
      if (head.length < 9) break;
      return { width: head.readUInt16BE(7), height: head.readUInt16BE(5), turn: turn ?? 1 };
    }
    if (marker === application1 && turn === null) {
      const content = await bytes.at(offset + 4, length - 2);
      if (isExif(content)) turn = turnIn(content.subarray(6));
    }
    offset += 2 + length;
  }
  throw new PictureError('is a JPEG without a readable size: it is damaged or cut off.');
}

export function isExif(content: Uint8Array): boolean {
  return Buffer.from(content.subarray(0, 6)).equals(Buffer.from('Exif\0\0'));
}

/** SOF0 to SOF15, but for the tables DHT, JPG and DAC. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Markers without a length: TEM and RST0 to RST7. */
function isAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}
