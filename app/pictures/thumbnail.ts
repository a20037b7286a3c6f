import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Turn } from '../domain/geometry.ts';
import { uprightSize } from '../domain/geometry.ts';
import { decodePicture } from './decode.ts';
import { readHeader } from './header.ts';
import { PictureError } from './picture-error.ts';
import { sharp } from './sharp.ts';

export interface ThumbnailOptions {
  readonly path: string;
  readonly turn: Turn;
  /** Of the longer side; pictures that are smaller stay as they are. */
  readonly sizePx: number;
  /** Where thumbnails are kept; they can be thrown away at any time. */
  readonly cacheFolder: string;
}

/** The picture small and upright, as JPEG. Throws PictureError when it cannot be used. */
export async function thumbnail(options: ThumbnailOptions): Promise<Buffer> {
  const file = await cacheFile(options);
  const kept = await readFile(file).catch(() => null);
  if (kept !== null && kept.length > 0) return kept;
  const made = await makeThumbnail(options);
  // A full or read-only disk must not keep a picture from being shown; it is made again next time.
  await keep(file, made).catch(() => undefined);
  return made;
}

async function makeThumbnail({ path, turn, sizePx }: ThumbnailOptions): Promise<Buffer> {
  const upright = uprightSize(await readHeader(path), turn);
  const scale = Math.min(1, sizePx / Math.max(upright.width, upright.height));
  const size = {
    width: Math.max(1, Math.round(upright.width * scale)),
    height: Math.max(1, Math.round(upright.height * scale)),
  };
  const { data, width, height } = await decodePicture({ path, turn, size });
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 82 })
    .toBuffer();
}

/** The name holds all that the thumbnail depends on: a picture that was replaced gets a new one. */
async function cacheFile({ path, turn, sizePx, cacheFolder }: ThumbnailOptions): Promise<string> {
  const facts = await stat(path).catch((error: unknown) => {
    throw new PictureError('is not there.', { cause: error });
  });
  const key = createHash('sha256')
    .update(JSON.stringify([path, facts.size, facts.mtimeMs, turn, sizePx]))
    .digest('hex');
  return join(cacheFolder, 'thumbnails', key.slice(0, 2), `${key.slice(2, 34)}.jpg`);
}

let parts = 0;

async function keep(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.${process.pid}-${parts++}.part`;
  await writeFile(part, bytes);
  await rename(part, file);
}
