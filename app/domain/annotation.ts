import type { Rect } from './geometry.ts';

/** Flat lists x0, y0, x1, y1, ... in stored pixels, each a closed ring; the object is their union. */
export type Polygons = readonly (readonly number[])[];

/** A polygon stays a polygon until its first pixel edit; a mask is COCO's compressed RLE of the whole picture. */
export type Shape =
  | { readonly kind: 'polygons'; readonly polygons: Polygons }
  | { readonly kind: 'mask'; readonly rle: string };

/** One object in a picture, or a crowd, which training and scores ignore. */
export interface Annotation {
  readonly id: number;
  readonly category: number;
  readonly shape: Shape;
  readonly crowd: boolean;
  /** In pixels squared; the file's own figure until the object is edited. */
  readonly areaPx2: number;
  /** The file's own box until the object is edited; its numbers can be fractions. */
  readonly bounds: Rect;
  readonly edited: boolean;
  readonly visible: boolean;
  readonly locked: boolean;
  /** `#rrggbb` that a person gave it, null for the class's. On screen only: no export has it. */
  readonly color: string | null;
}
