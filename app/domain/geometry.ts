/** Sizes and places in pictures. Unless a name says otherwise, units are stored pixels, origin top left, y down. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Whole pixels: covers columns x .. x+width-1 and rows y .. y+height-1. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * How stored pixels are turned to stand upright: the eight EXIF orientations.
 * 1 is as stored; 3 half a turn; 6 a quarter turn clockwise; 8 counter-clockwise; 2, 4, 5, 7 their mirror images.
 */
export type Turn = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** The size of a picture after its turn. */
export function uprightSize({ width, height }: Size, turn: Turn): Size {
  return turn >= 5 ? { width: height, height: width } : { width, height };
}
