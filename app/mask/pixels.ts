import type { Size } from '../domain/geometry.ts';

/** A decoded picture: four bytes a pixel (red, green, blue, alpha), row by row, `data.length === 4 * width * height`. */
export interface Pixels extends Size {
  readonly data: Uint8ClampedArray;
}
