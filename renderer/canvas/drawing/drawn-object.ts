import type { Annotation, Polygons, Shape } from '../../../app/domain/annotation.ts';
import type { Size } from '../../../app/domain/geometry.ts';
import type { AnnotationSeed } from '../../../app/domain/gesture.ts';
import { cocoStringFromRle, rleFromCocoCounts } from '../../../app/mask/coco-counts.ts';
import { rleFromSegmentation } from '../../../app/mask/segmentation.ts';
import { rleFromTiles, tilesFromRle } from '../../../app/mask/tile-rle.ts';
import { areaOfTiles, emptyTiles, isSameTiles, type TiledCutout } from '../../../app/mask/tiles.ts';
import { madeOf } from './patches.ts';

/** An object as the canvas holds it. It is replaced, never changed, so that a list of them can be compared. */
export interface DrawnObject {
  readonly id: number;
  /** Its number in the map of labels, 1 or more; kept as long as the picture is open. */
  readonly slot: number;
  readonly category: number;
  /** A polygon's corners, or null for a mask. */
  readonly polygons: Polygons | null;
  readonly crowd: boolean;
  readonly visible: boolean;
  readonly locked: boolean;
  /** Its own on screen; null for the class's. */
  readonly color: string | null;
  readonly cutout: TiledCutout;
  readonly areaPx2: number;
}

export function objectFromAnnotation(
  { id, category, shape, crowd, visible, locked, color }: Annotation,
  slot: number,
  size: Size,
): DrawnObject {
  return {
    id,
    slot,
    category,
    crowd,
    visible,
    locked,
    color,
    ...pixelsOf(shape, size),
  };
}

/** How an object is shown: no part of what it is, and kept for one that is gone. */
export type Shown = Pick<DrawnObject, 'visible' | 'locked' | 'color'>;

export const plainlyShown: Shown = { visible: true, locked: false, color: null };

export function objectFromSeed(
  { id, category, shape, crowd }: AnnotationSeed,
  {
    slot,
    size,
    shown,
    kept,
  }: {
    readonly slot: number;
    readonly size: Size;
    readonly shown: Shown;
    /** Its pixels, where they are known already. */
    readonly kept?: Pick<DrawnObject, 'cutout' | 'areaPx2'>;
  },
): DrawnObject {
  const polygons = shape.kind === 'polygons' ? shape.polygons : null;
  const pixels = kept === undefined ? pixelsOf(shape, size) : { ...kept, polygons };
  return { id, slot, category, crowd, ...shown, ...pixels };
}

type Pixels = Pick<DrawnObject, 'polygons' | 'cutout' | 'areaPx2'>;

export function pixelsOf(shape: Shape, size: Size): Pixels {
  if (shape.kind === 'polygons') {
    return pixelsOfPolygons(shape.polygons, size);
  }
  const cutout =
    madeOf(shape) ?? tilesFromRle(rleFromCocoCounts(shape.rle, [size.height, size.width]));
  return { polygons: null, cutout, areaPx2: areaOfTiles(cutout) };
}

export function pixelsOfPolygons(polygons: Polygons, size: Size): Pixels {
  const cutout =
    polygons.length === 0
      ? emptyTiles
      : tilesFromRle(rleFromSegmentation(polygons, size.height, size.width));
  return { polygons, cutout, areaPx2: areaOfTiles(cutout) };
}

/** The object's shape as annotations hold it. */
export function shapeOf({ polygons, cutout }: DrawnObject, size: Size): Shape {
  return polygons === null
    ? { kind: 'mask', rle: cocoStringFromRle(rleFromTiles(cutout, { x: 0, y: 0, ...size })) }
    : { kind: 'polygons', polygons };
}

export function seedOf(object: DrawnObject, position: number, size: Size): AnnotationSeed {
  const { id, category, crowd } = object;
  return { id, category, crowd, position, shape: shapeOf(object, size) };
}

/** Whether painting elsewhere may take pixels from it. */
export function isYielding({ visible, locked, crowd }: DrawnObject): boolean {
  return visible && !locked && !crowd;
}

/** Whether a person may paint on it. */
export function isPaintable({ visible, locked }: DrawnObject): boolean {
  return visible && !locked;
}

/** Whether two are the same but for how they are shown. */
export function isDrawnAlike(a: DrawnObject, b: DrawnObject): boolean {
  if (a.category !== b.category || a.areaPx2 !== b.areaPx2) {
    return false;
  }
  if (a.polygons !== null || b.polygons !== null) {
    return a.polygons === b.polygons || JSON.stringify(a.polygons) === JSON.stringify(b.polygons);
  }
  return isSameTiles(a.cutout, b.cutout);
}
