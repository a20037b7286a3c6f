/** Files that no library at hand writes. */

interface BitmapOptions {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly compression?: number;
  readonly topDown?: boolean;
  /** Rows of pixels as the file orders them, padded to four bytes; left out: all zero. */
  readonly rows?: readonly (readonly number[])[];
  readonly palette?: readonly (readonly [blue: number, green: number, red: number])[];
}

/** A Windows bitmap with the header of 40 bytes. */
export function bitmap({
  width,
  height,
  bits,
  compression = 0,
  topDown = false,
  rows = [],
  palette = [],
}: BitmapOptions): Buffer {
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  const pixels = 54 + palette.length * 4;
  const file = Buffer.alloc(pixels + rowBytes * height);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(pixels, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(topDown ? -height : height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(bits, 28);
  file.writeUInt32LE(compression, 30);
  for (const [k, color] of palette.entries()) file.set(color, 54 + 4 * k);
  for (const [k, row] of rows.entries()) file.set(row, pixels + k * rowBytes);
  return file;
}

/** The JPEG with an EXIF segment that holds an orientation and nothing else. */
export function withExif(
  jpeg: Buffer,
  { orientation, littleEndian }: { orientation: number; littleEndian: boolean },
): Buffer {
  const tiff = Buffer.alloc(26);
  const write16 = (value: number, at: number) =>
    littleEndian ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  const write32 = (value: number, at: number) =>
    littleEndian ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at);
  tiff.write(littleEndian ? 'II' : 'MM', 0, 'latin1');
  write16(42, 2);
  write32(8, 4);
  write16(1, 8);
  write16(0x0112, 10);
  write16(3, 12);
  write32(1, 14);
  write16(orientation, 18);
  const content = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
  const head = Buffer.of(0xff, 0xe1, 0, content.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, content, jpeg.subarray(2)]);
}
