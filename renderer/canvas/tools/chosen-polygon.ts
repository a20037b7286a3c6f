import type { Polygons } from '../../../app/domain/annotation.ts';
import type { Point } from '../../../app/domain/geometry.ts';
import { isPaintable, type DrawnObject } from '../drawing/drawn-object.ts';
import { settled } from './corners.ts';
import { snapped, snapPx } from './snap.ts';
import type { Hands, Pen } from './tool.ts';

export type PolygonObject = DrawnObject & { readonly polygons: Polygons };

/** The chosen object when it is a polygon whose corners may be moved. */
export function chosenPolygon({ selected, drawing, readOnly }: Hands): PolygonObject | null {
  const object = selected === null || readOnly ? undefined : drawing.object(selected);
  if (object === undefined || object.polygons === null || !isPaintable(object)) {
    return null;
  }
  return { ...object, polygons: object.polygons };
}

/** One gesture, when anything is another than before. */
export function changeCorners(
  hands: Hands,
  annotation: number,
  { before, after }: { readonly before: Polygons; readonly after: Polygons },
): void {
  if (JSON.stringify(before) !== JSON.stringify(after)) {
    hands.perform('corners', annotation, [{ kind: 'vertices', annotation, before, after }]);
  }
}

/** Where a corner of `own`, or of an object to come, is put for this pen: inside the picture, and on what is near. */
export function cornerFor({ drawing, snaps }: Hands, pen: Pen, own: number | null): Point {
  const { objects, size } = drawing;
  const point = settled(pen.point, size);
  return snaps && !pen.ctrl
    ? settled(snapped(point, { objects, size, own, reach: snapPx / pen.scale }), size)
    : point;
}
