import { sharp } from './sharp.ts';

/** What makes a drawing look photographed. */
export interface PhotographLight {
  /** Towards red when positive, towards blue when negative, in levels of 255. */
  readonly warmth: number;
  /** 1 leaves it as it is. */
  readonly brightness: number;
  /** Noise in levels of 255, at most. */
  readonly grain: number;
}

/**
 * Draws an SVG of our own making and answers it as a JPEG, in its light, with darker corners and grain. The same input
 * gives the same bytes. Never for SVG from outside.
 */
export async function photograph(
  svg: string,
  { warmth, brightness, grain }: PhotographLight,
): Promise<Buffer> {
  const { data, info } = await sharp(Buffer.from(svg))
    .flatten({ background: '#ffffff' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const centreX = width / 2;
  const centreY = height / 2;
  const reach = centreX * centreX + centreY * centreY;
  let noise = 0x2545f491;
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      noise ^= noise << 13;
      noise ^= noise >>> 17;
      noise ^= noise << 5;
      const away = ((x - centreX) ** 2 + (y - centreY) ** 2) / reach;
      const light = brightness * (1 - 0.22 * away * away);
      const speck = (((noise >>> 8) & 0xff) / 127.5 - 1) * grain;
      data[at] = clamp(data[at]! * light + speck + warmth);
      data[at + 1] = clamp(data[at + 1]! * light + speck);
      data[at + 2] = clamp(data[at + 2]! * light + speck - warmth);
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .blur(0.5)
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : Math.round(value);
}
