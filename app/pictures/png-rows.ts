import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createInflate } from 'node:zlib';
import type { Size } from '../domain/geometry.ts';
import { PictureError } from './picture-error.ts';
import { unfilter } from './png-filter.ts';

/** How the samples of a PNG are stored. Source: PNG, third edition, 11.2.1. */
export interface PngLayout extends Size {
  readonly bits: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGBA. */
  readonly color: number;
  readonly channels: number;
}

/** One row of samples as the file stores them, and the pixels it is of: every `step`th from `x`. Valid until the next. */
export interface PngRow {
  readonly samples: Uint8Array;
  readonly x: number;
  readonly y: number;
  readonly step: number;
  readonly count: number;
}

const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Of an interlaced file: first column and row, and the steps between them (PNG, 8.2). */
const interlaced = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
const whole = [[0, 0, 1, 1]] as const;

/**
 * Reads the rows of a PNG exactly as they are stored: no palette, profile or gamma is applied, and nothing is scaled, since
 * in a mask a sample is a class and no brightness. The header was accepted before, by `readHeader`. Holds two rows at a
 * time; answers how it is stored. Throws PictureError for a file that is damaged or cut off.
 */
export async function readPngRows(
  path: string,
  begin: (layout: PngLayout) => (row: PngRow) => void,
): Promise<PngLayout> {
  await using file = await open(path);
  const head = Buffer.alloc(33);
  await file.read(head, 0, 33, 0);
  const color = head[25]!;
  const channels = channelsOf[color];
  const bits = head[24]!;
  if (channels === undefined || ![1, 2, 4, 8, 16].includes(bits)) {
    throw new PictureError('is a PNG of a kind that does not exist: it is damaged.');
  }
  const size = { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
  const layout = { ...size, bits, color, channels };
  const rows = rowReader(layout, head[28] === 1, begin(layout));
  const inflate = Readable.from(dataOf(file)).pipe(createInflate());
  try {
    for await (const chunk of inflate) rows.take(chunk as Buffer);
  } catch (error) {
    if (error instanceof PictureError) throw error;
    throw new PictureError('is damaged: its pixels cannot be read.', { cause: error });
  }
  if (!rows.isWhole()) throw new PictureError('is cut off: its last rows are missing.');
  return layout;
}

/** What the IDAT chunks hold. */
async function* dataOf(file: FileHandle): AsyncGenerator<Buffer> {
  const { size } = await file.stat();
  const head = Buffer.alloc(8);
  for (let offset = 8; offset + 12 <= size;) {
    await file.read(head, 0, 8, offset);
    const length = head.readUInt32BE(0);
    const type = head.toString('latin1', 4, 8);
    if (type === 'IEND') return;
    if (type === 'IDAT') {
      const end = Math.min(size, offset + 8 + length);
      for (let at = offset + 8; at < end; at += pieceBytes) {
        const piece = Buffer.alloc(Math.min(pieceBytes, end - at));
        await file.read(piece, 0, piece.length, at);
        yield piece;
      }
    }
    offset += 12 + length;
  }
}

/** A chunk may say that it is 2 GB long. */
const pieceBytes = 1 << 20;

function rowReader(layout: PngLayout, isInterlaced: boolean, visit: (row: PngRow) => void) {
  const { width, height, bits, channels } = layout;
  const passes = (isInterlaced ? interlaced : whole).filter(([x, y]) => x < width && y < height);
  const pixelBytes = Math.max(1, (bits * channels) >> 3);
  let pass = 0;
  let row = 0;
  let count = 0;
  let above = new Uint8Array(0);
  let line = new Uint8Array(0);
  let filled = 0;

  /** Each pass is a picture of its own. */
  function beginPass(): void {
    const place = passes[pass];
    if (place === undefined) return;
    count = Math.ceil((width - place[0]) / place[2]);
    // The byte ahead of each row says how it is filtered.
    line = new Uint8Array(1 + Math.ceil((count * bits * channels) / 8));
    above = new Uint8Array(line.length);
    row = 0;
    filled = 0;
  }

  function endRow(): void {
    const [x, y, step, down] = passes[pass]!;
    unfilter(line, above, pixelBytes);
    visit({ samples: line.subarray(1), x, y: y + row * down, step, count });
    [line, above] = [above, line];
    filled = 0;
    row++;
    if (y + row * down >= height) {
      pass++;
      beginPass();
    }
  }

  beginPass();
  return {
    take(chunk: Buffer): void {
      for (let at = 0; at < chunk.length && pass < passes.length;) {
        const taken = Math.min(line.length - filled, chunk.length - at);
        line.set(chunk.subarray(at, at + taken), filled);
        filled += taken;
        at += taken;
        if (filled === line.length) endRow();
      }
    },
    isWhole: () => pass === passes.length,
  };
}
