import { readFile } from 'node:fs/promises';
import type { Size, Turn } from '../domain/geometry.ts';
import { uprightSize } from '../domain/geometry.ts';
import { decodeBmp } from './bmp.ts';
import { inTurn } from './gate.ts';
import { readHeader } from './header.ts';
import { PictureError } from './picture-error.ts';
import { sharp } from './sharp.ts';
import { turnRgbUpright } from './turn-rgb.ts';

/** Red, green, blue; three bytes a pixel, row by row. */
export interface DecodedPicture extends Size {
  readonly data: Uint8Array;
}

export interface DecodeOptions {
  readonly path: string;
  /** How the picture is to be turned; 1 leaves stored pixels. What its EXIF says does not matter here. */
  readonly turn: Turn;
  /** The upright size to scale to, whatever the proportions; left out: its own. */
  readonly size?: Size | undefined;
}

/**
 * The one decoder: what a person sees small, what a network learns from and what it predicts on are the same pixels,
 * and the same file always gives the same ones. Grey, CMYK and 16 bits a channel become 8-bit sRGB; of animations the
 * first frame is taken; what is transparent becomes white, as on paper, since the colours hidden under it are arbitrary.
 * Throws PictureError when the picture cannot be used.
 */
export async function decodePicture({ path, turn, size }: DecodeOptions): Promise<DecodedPicture> {
  const header = await readHeader(path);
  return inTurn(async () => {
    try {
      let image = await openImage(path, header.format);
      if (size !== undefined) {
        // Quarter turns swap the sides, one way and the other alike.
        const { width, height } = uprightSize(size, turn);
        image = image.resize(width, height, { fit: 'fill' });
      }
      const { data, info } = await image
        .flatten({ background: '#ffffff' })
        .toColourspace('srgb')
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true });
      if (info.channels !== 3) throw new PictureError('has channels that are not colours.');
      return turnRgbUpright({ width: info.width, height: info.height, data }, turn);
    } catch (error) {
      throw pictureError(error);
    }
  });
}

/** The stored pixels as PNG, for formats that browsers do not show. Throws PictureError. */
export async function pngOfPicture(path: string): Promise<Buffer> {
  const { data, width, height } = await decodePicture({ path, turn: 1 });
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/** A drawing of ours as PNG, with so many pixels for each of its units. */
export function pngOfSvg(svg: string, pixelsPerUnit: number): Promise<Buffer> {
  // An SVG counts 72 units to the inch.
  return sharp(Buffer.from(svg), { density: 72 * pixelsPerUnit })
    .png()
    .toBuffer();
}

async function openImage(path: string, format: string) {
  if (format === 'bmp') {
    const { data, width, height } = decodeBmp(await readFile(path));
    return sharp(data, { raw: { width, height, channels: 3 } });
  }
  // Small faults are forgiven, as browsers do; a picture that ends in the middle is not.
  return sharp(path, { limitInputPixels: 100_000_000, failOn: 'error', pages: 1 });
}

function pictureError(error: unknown): unknown {
  if (error instanceof PictureError || !(error instanceof Error)) return error;
  return new PictureError('is damaged: its pixels cannot be read.', { cause: error });
}
