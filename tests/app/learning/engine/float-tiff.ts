/**
 * An uncompressed TIFF of 32-bit floats, grey: the one picture format in common use that can hold what is no
 * number. TIFF 6.0, little-endian, one strip.
 */
export function floatTiff(
  { width, height }: { readonly width: number; readonly height: number },
  valueAt: (index: number) => number,
): Buffer {
  const short = 3;
  const long = 4;
  const entries: readonly (readonly [tag: number, type: number, count: number, value: number])[] = [
    [256, long, 1, width],
    [257, long, 1, height],
    [258, short, 1, 32], // bits a sample
    [259, short, 1, 1], // no compression
    [262, short, 1, 1], // black is 0
    [273, long, 1, 0], // where the pixels are, below
    [277, short, 1, 1], // samples a pixel
    [278, long, 1, height], // rows a strip
    [279, long, 1, width * height * 4],
    [339, short, 1, 3], // IEEE floats
  ];
  const header = 8;
  const pixels = header + 2 + entries.length * 12 + 4;
  const bytes = Buffer.alloc(pixels + width * height * 4);
  bytes.write('II');
  bytes.writeUInt16LE(42, 2);
  bytes.writeUInt32LE(header, 4);
  bytes.writeUInt16LE(entries.length, header);
  entries.forEach(([tag, type, count, value], index) => {
    const at = header + 2 + index * 12;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(type, at + 2);
    bytes.writeUInt32LE(count, at + 4);
    bytes.writeUInt32LE(tag === 273 ? pixels : value, at + 8);
  });
  for (let index = 0; index < width * height; index++) {
    bytes.writeFloatLE(valueAt(index), pixels + index * 4);
  }
  return bytes;
}
