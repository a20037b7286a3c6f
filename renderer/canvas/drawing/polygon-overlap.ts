import type { Polygons } from '../../../app/domain/annotation.ts';
import type { Change } from '../../../app/domain/gesture.ts';
import { subtractBitmap } from '../../../app/mask/bitmap.ts';
import { fillPolygon } from '../../../app/mask/polygon-fill.ts';
import type { Drawing } from './drawing.ts';
import { pixelsOfPolygons, type DrawnObject } from './drawn-object.ts';
import { bitmapOf, covering, reshaped } from './reshape.ts';
import type { Aim, Stroke } from './stroke.ts';

interface Painter {
  readonly drawing: Drawing;
  begin(aim: Aim): Stroke;
}

/**
 * The changes that bring a polygon into being, towards others as paint is. Where it may keep all that it encloses it
 * stays a polygon; where the rule leaves it less, it is a mask of that.
 */
export function polygonCreated(
  painter: Painter,
  aim: Aim & { readonly kind: 'create' },
  flat: readonly number[],
): readonly Change[] {
  const stroke = painter.begin(aim);
  stroke.grown(fillPolygon(stroke.cover, flat, 1));
  const changes = stroke.finish();
  const others = changes.filter(({ kind }) => kind !== 'create');
  // Corners that enclose no pixel are no object.
  if (stroke.isHeldBack || others.length === changes.length) {
    return changes;
  }
  const gone = others.filter(({ kind }) => kind === 'delete').length;
  const { object: id, category } = aim;
  const position = painter.drawing.objects.length - gone;
  const shape = { kind: 'polygons', polygons: [flat] } as const;
  return [...others, { kind: 'create', seed: { id, category, shape, crowd: false, position } }];
}

/** The same for one that gets other corners, by all that it encloses and did not before. */
export function polygonMoved(
  painter: Painter,
  { object, before, after }: { object: DrawnObject; before: Polygons; after: Polygons },
): readonly Change[] {
  const { id: annotation } = object;
  const vertices: Change = { kind: 'vertices', annotation, before, after };
  const { cutout } = pixelsOfPolygons(after, painter.drawing.size);
  if (cutout.width === 0) {
    return [vertices];
  }
  const gained = bitmapOf(cutout, cutout);
  subtractBitmap(gained, bitmapOf(object.cutout, cutout));
  const stroke = covering(painter, { kind: 'add', object: annotation }, gained, cutout);
  if (stroke.isHeldBack) {
    stroke.cancel();
    return reshaped(painter, object, cutout);
  }
  const others = stroke
    .finish()
    .filter((change) => !('annotation' in change && change.annotation === annotation));
  return [...others, vertices];
}
