import { uprightSize, type Size } from '../domain/geometry.ts';
import type { PromptTarget } from '../contract/prompting.ts';
import { decodePicture } from '../pictures/decode.ts';
import type { PictureForm } from './families.ts';

/** A picture as an encoder takes it. */
export interface PictureInput {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

export const networkSidePx = 1024;

/** Of SAM, in bytes; SAM 2 has the same ones of ImageNet as shares of 255, rounded otherwise. */
const samMean = [123.675, 116.28, 103.53] as const;
const samDeviation = [58.395, 57.12, 57.375] as const;
const sam2Mean = [0.485, 0.456, 0.406] as const;
const sam2Deviation = [0.229, 0.224, 0.225] as const;

/** Where the upright picture lies in the network's square, from its upper left corner. */
export function contentSize(target: PromptTarget, form: PictureForm): Size {
  if (form === 'stretched') return { width: networkSidePx, height: networkSidePx };
  const { width, height } = uprightSize(target, target.turn);
  const scale = networkSidePx / Math.max(width, height);
  // As ResizeLongestSide rounds; a picture of a thousand to one keeps a row.
  const scaled = (length: number): number => Math.max(1, Math.floor(length * scale + 0.5));
  return { width: scaled(width), height: scaled(height) };
}

/** Networks see pictures upright, as people do. Rejects with PictureError when it cannot be read. */
export async function pictureInput(target: PromptTarget, form: PictureForm): Promise<PictureInput> {
  const size = contentSize(target, form);
  const { data } = await decodePicture({ path: target.path, turn: target.turn, size });
  if (form === 'bytes') {
    return { values: Float32Array.from(data), shape: [size.height, size.width, 3] };
  }
  const shape = [1, 3, networkSidePx, networkSidePx];
  return { values: planes(data, size, form), shape };
}

/** Red, green and blue one after the other, nought where there is no picture. */
function planes(rgb: Uint8Array, { width, height }: Size, form: PictureForm): Float32Array {
  const area = networkSidePx * networkSidePx;
  const values = new Float32Array(3 * area);
  for (let channel = 0; channel < 3; channel++) {
    const table = normalised(channel as 0 | 1 | 2, form);
    for (let row = 0; row < height; row++) {
      let from = row * width * 3 + channel;
      let to = channel * area + row * networkSidePx;
      for (const end = to + width; to < end; to++, from += 3) {
        values[to] = table[rgb[from] ?? 0] ?? 0;
      }
    }
  }
  return values;
}

/** What each byte becomes. */
function normalised(channel: 0 | 1 | 2, form: PictureForm): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) =>
    form === 'stretched'
      ? (byte / 255 - sam2Mean[channel]) / sam2Deviation[channel]
      : (byte - samMean[channel]) / samDeviation[channel],
  );
}
