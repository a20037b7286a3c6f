import { open } from 'node:fs/promises';
import type { Size, Turn } from '../domain/geometry.ts';
import { bmpHeader } from './bmp.ts';
import { type FileBytes, fileBytes } from './file-bytes.ts';
import { formatOf, type PictureFormat } from './format.ts';
import { jpegHeader } from './jpeg-header.ts';
import { PictureError } from './picture-error.ts';
import { pngHeader } from './png-header.ts';
import { tiffHeader } from './tiff-header.ts';
import { webpHeader } from './webp-header.ts';

/** What a picture says of itself before any pixel is decoded. The size is in stored pixels. */
export interface PictureHeader extends Size {
  readonly format: PictureFormat;
  readonly turn: Turn;
}

/** A decoded pixel costs three bytes and more: a header that lies must not cost gigabytes. */
const mostPixels = 100_000_000;
const longestSide = 65_535;

/**
 * Reads the header of a picture file. Throws PictureError with a sentence (without the file's name) when it is no
 * picture, one of a kind that is not supported, or too large.
 */
export async function readHeader(path: string): Promise<PictureHeader> {
  let handle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    throw new PictureError(openFault(error), { cause: error });
  }
  try {
    if (!(await handle.stat()).isFile()) throw new PictureError('is not a file.');
    return await headerIn(await fileBytes(handle));
  } catch (error) {
    if (error instanceof PictureError) throw error;
    throw new PictureError('cannot be read from the disk.', { cause: error });
  } finally {
    await handle.close();
  }
}

/** The same for bytes from anywhere. */
export async function headerIn(bytes: FileBytes): Promise<PictureHeader> {
  const format = formatOf(await bytes.at(0, 512));
  const header = { format, ...(await headerOf(format, bytes)) };
  const { width, height } = header;
  if (width === 0 || height === 0) throw new PictureError('has no pixels, or is cut off.');
  if (width > longestSide || height > longestSide || width * height > mostPixels) {
    throw new PictureError(
      `has ${width} x ${height} pixels; at most 100 million are taken, and 65,535 along a side.`,
    );
  }
  return header;
}

function headerOf(format: PictureFormat, bytes: FileBytes): Promise<Size & { turn: Turn }> {
  switch (format) {
    case 'jpeg':
      return jpegHeader(bytes);
    case 'png':
      return pngHeader(bytes);
    case 'webp':
      return webpHeader(bytes);
    case 'gif':
      return gifHeader(bytes);
    case 'tiff':
      return tiffHeader(bytes);
    case 'bmp':
      return bmpHeader(bytes);
  }
}

async function gifHeader(bytes: FileBytes): Promise<Size & { turn: Turn }> {
  const head = await bytes.at(0, 10);
  if (head.length < 10) throw new PictureError('is cut off at its beginning.');
  return { width: head.readUInt16LE(6), height: head.readUInt16LE(8), turn: 1 };
}

function openFault(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'is not there.';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read: check its permissions.';
  return 'cannot be opened.';
}
