/**
 * Draws the app's icon in the sizes that Linux wants, and the large one from which electron-builder makes those of Windows and
 * macOS. Run after a change of resources/icons/icon.svg; the pictures are kept with the sources.
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
async function draw(sizePx: number, name: string): Promise<void> {
  const density = (72 * sizePx) / drawnPx;
  const png = await sharp(svg, { density })
    .resize(sizePx, sizePx)
    .png({ compressionLevel: 9 })
    .toBuffer();
  await writeFile(new URL(name, folder), png);
}

await mkdir(new URL('linux/', folder), { recursive: true });
for (const sizePx of linuxPx) {
  await draw(sizePx, `linux/${String(sizePx)}x${String(sizePx)}.png`);
}
await draw(1_024, 'icon.png');
