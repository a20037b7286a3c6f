/**
 * Draws the app's icon in the sizes that Linux wants, and as one file for Windows and one for macOS, so that electron-builder
 * needs to convert nothing. Run after a change of resources/icons/icon.svg; the pictures are kept with the sources.
 *
 *   node resources/tools/draw-icons.ts
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';

const folder = new URL('../icons/', import.meta.url);
const drawnPx = 512;
const linuxPx = [16, 24, 32, 48, 64, 128, 256, 512] as const;

const svg = await readFile(new URL('icon.svg', folder));

/** Drawn at its size rather than shrunk from a larger one, so that edges stay crisp. */
async function draw(sizePx: number): Promise<Buffer> {
  const density = (72 * sizePx) / drawnPx;
  const drawn = sharp(svg, { density }).resize(sizePx, sizePx);
  return drawn.png({ compressionLevel: 9 }).toBuffer();
}

async function drawAll(sizes: readonly number[]): Promise<readonly Buffer[]> {
  return Promise.all(sizes.map((sizePx) => draw(sizePx)));
}

/** An .ico is a small table before its pictures, which may be PNG since Windows Vista. */
async function icoOf(sizes: readonly number[]): Promise<Buffer> {
  const pictures = await drawAll(sizes);
  const head = Buffer.alloc(6 + 16 * sizes.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(sizes.length, 4);
  let offset = head.length;
  for (const [index, picture] of pictures.entries()) {
    const at = 6 + 16 * index;
    // 0 stands for 256.
    const sizePx = (sizes[index] ?? 0) % 256;
    head.writeUInt8(sizePx, at);
    head.writeUInt8(sizePx, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(picture.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += picture.length;
  }
  return Buffer.concat([head, ...pictures]);
}

/** An .icns is a row of pictures, each behind its kind and length. */
async function icnsOf(kinds: Readonly<Record<string, number>>): Promise<Buffer> {
  const pictures = await drawAll(Object.values(kinds));
  const chunks = Object.keys(kinds).map((kind, index) =>
    chunk(kind, pictures[index] ?? Buffer.alloc(0)),
  );
  return chunk('icns', Buffer.concat(chunks));
}

function chunk(kind: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(kind, 'latin1');
  head.writeUInt32BE(content.length + head.length, 4);
  return Buffer.concat([head, content]);
}

await mkdir(new URL('linux/', folder), { recursive: true });
for (const sizePx of linuxPx) {
  const name = `linux/${String(sizePx)}x${String(sizePx)}.png`;
  await writeFile(new URL(name, folder), await draw(sizePx));
}
await writeFile(new URL('icon.png', folder), await draw(1_024));
await writeFile(new URL('icon.ico', folder), await icoOf([16, 24, 32, 48, 64, 128, 256]));
const mac = { icp4: 16, icp5: 32, ic07: 128, ic08: 256, ic09: 512, ic10: 1_024 };
await writeFile(new URL('icon.icns', folder), await icnsOf(mac));
