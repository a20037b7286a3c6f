import sharp from 'sharp';
import type { Size } from '../../domain/geometry.ts';
import type { Source } from './letterboxed.ts';
import { turnUpright } from '../../mask/turn.ts';

export async function readScaled({ path, turn }: Source, size: Size): Promise<Uint8Array> {
  const stored = turn >= 5 ? { width: size.height, height: size.width } : size;
  const { data } = await sharp(path, { autoOrient: false })
    .resize(stored.width, stored.height, { fit: 'fill' })
    .flatten({ background: '#000' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (turn === 1) return data;
  const out = new Uint8Array(data.length);
  for (let c = 0; c < 3; c++) {
    const plane = turnUpright(
      Uint8Array.from({ length: data.length / 3 }, (_, i) => data[i * 3 + c] ?? 0),
      stored,
      turn,
    );
    plane.forEach((value, i) => (out[i * 3 + c] = value));
  }
  return out;
}
