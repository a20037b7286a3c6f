import type { Pixels } from '../../../app/mask/pixels.ts';
import { pixelHandlers, type PixelMethods } from './pixel-methods.ts';
import type { Port } from './protocol.ts';
import { serve } from './serve.ts';

/** The worker of the tools that look at the picture's colours. It holds the pixels of one picture at a time. */
let pixels: Pixels | null = null;

function held(): Pixels {
  if (pixels === null) {
    throw new Error('The worker was asked about a picture before it was given one.');
  }
  return pixels;
}

serve<PixelMethods>(globalThis as unknown as Port, {
  ...pixelHandlers(held),
  async picture(bitmap) {
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext('2d', {
      // Read once and never shown: the pixels are wanted here, not on a graphics card.
      willReadFrequently: true,
    });
    if (context === null) {
      throw new Error('The browser gave the worker no canvas to read the picture with.');
    }
    pixels = null;
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    pixels = context.getImageData(0, 0, width, height);
    return { result: null };
  },
});
