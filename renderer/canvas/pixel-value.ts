import type { Point } from '../../app/domain/geometry.ts';
import type { PictureSource } from './picture-source.ts';

export type PixelValue = readonly [red: number, green: number, blue: number];

/** Reads single pixels of a decoded picture, through a canvas of one pixel that is kept. */
export class PixelReader {
  readonly #context: CanvasRenderingContext2D | null;

  constructor(document: Document) {
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    // In main memory: what is read back every frame should not lie with the graphics card.
    this.#context = canvas.getContext('2d', { willReadFrequently: true });
  }

  /** In stored pixels, 0..255; null outside. */
  read({ width, height, levels }: PictureSource, { x, y }: Point): PixelValue | null {
    const context = this.#context;
    const [whole] = levels;
    if (context === null || whole === undefined || x < 0 || y < 0 || x >= width || y >= height) {
      return null;
    }
    context.clearRect(0, 0, 1, 1);
    context.drawImage(whole, x, y, 1, 1, 0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return [red, green, blue];
  }
}
