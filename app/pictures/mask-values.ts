import { readFile } from 'node:fs/promises';
import type { Size } from '../domain/geometry.ts';
import { decodeBmp, paletteOfBmp } from './bmp.ts';
import type { PictureFormat } from './format.ts';
import { PictureError } from './picture-error.ts';
import { readPngRows, type PngLayout, type PngRow } from './png-rows.ts';

/** The class of each pixel as a mask file says it. */
export interface MaskValues extends Size {
  /** One byte a pixel, row by row. */
  readonly values: Uint8Array;
  /** Some pixel has a colour whose blue, the class of a picture in colour, is 0: what it shows would be lost. */
  readonly hidden: boolean;
}

/**
 * Reads a mask of known format and accepted header: the grey value, the place in the palette, or the blue channel of a
 * picture in colour, as keras-segmentation reads it (data_utils/data_loader.py, `seg[:, :, 0]` of OpenCV's BGR). Values
 * are taken as stored, never scaled or colour-managed. Throws PictureError for a format that changes values (JPEG), and
 * for values beyond 255.
 */
export async function readMaskValues(path: string, format: PictureFormat): Promise<MaskValues> {
  if (format === 'png') return valuesOfPng(path);
  if (format === 'bmp') return valuesOfBmp(await readFile(path));
  throw new PictureError(
    `is a ${format.toUpperCase()} file, and a mask is a PNG or BMP: other formats may change values. Save it as PNG.`,
  );
}

function valuesOfBmp(file: Buffer): MaskValues {
  const places = paletteOfBmp(file);
  if (places !== null) {
    return { width: places.width, height: places.height, values: places.data, hidden: false };
  }
  const { width, height, data } = decodeBmp(file);
  const values = new Uint8Array(width * height);
  let hidden = false;
  for (let i = 0, at = 0; i < values.length; i++, at += 3) {
    const blue = data[at + 2]!;
    values[i] = blue;
    hidden ||= blue === 0 && (data[at] !== 0 || data[at + 1] !== 0);
  }
  return { width, height, values, hidden };
}

async function valuesOfPng(path: string): Promise<MaskValues> {
  let values = new Uint8Array(0);
  let hidden = false;
  const { width, height } = await readPngRows(path, (layout) => {
    values = new Uint8Array(layout.width * layout.height);
    return (row) => {
      hidden = takeRow(row, layout, values) || hidden;
    };
  });
  return { width, height, values, hidden };
}

/** Writes a row's classes into `values`; answers whether some pixel has a colour without blue. */
function takeRow(row: PngRow, layout: PngLayout, values: Uint8Array): boolean {
  const { samples, x, y, step, count } = row;
  const { width, bits, channels } = layout;
  const blue = channels >= 3 ? 2 : 0;
  let hidden = false;
  let to = y * width + x;
  for (let i = 0; i < count; i++, to += step) {
    const first = i * channels;
    const value = sampleAt(samples, first + blue, bits);
    if (value > 255) {
      throw new PictureError(
        `holds the value ${value} (16 bits a pixel), and a class is 0 to 255. Save it with 8 bits.`,
      );
    }
    values[to] = value;
    hidden ||=
      blue > 0 &&
      value === 0 &&
      (sampleAt(samples, first, bits) !== 0 || sampleAt(samples, first + 1, bits) !== 0);
  }
  return hidden;
}

function sampleAt(samples: Uint8Array, index: number, bits: number): number {
  if (bits === 8) return samples[index]!;
  if (bits === 16) return samples[2 * index]! * 256 + samples[2 * index + 1]!;
  const bit = index * bits;
  return (samples[bit >> 3]! >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
}
