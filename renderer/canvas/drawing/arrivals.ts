import type { Shape } from '../../../app/domain/annotation.ts';
import type { Size } from '../../../app/domain/geometry.ts';
import type { Change } from '../../../app/domain/gesture.ts';
import { joinRects, type Bitmap } from '../../../app/mask/bitmap.ts';
import { addCutout } from '../../../app/mask/cutout.ts';
import { shapeInPicture } from '../../../app/mask/shape-crop.ts';
import { commonTiles } from '../../../app/mask/tile-merge.ts';
import { tilesFromBitmap } from '../../../app/mask/tile-pixels.ts';
import { areaOfTiles, type TiledCutout } from '../../../app/mask/tiles.ts';
import { nowhere, type Drawing } from './drawing.ts';
import { pixelsOf } from './drawn-object.ts';
import { shapeFromTiles } from './patches.ts';
import type { Aim, Stroke } from './stroke.ts';

/** An object that comes from elsewhere, in the pixels of its own picture. */
export interface Arrival {
  readonly category: number;
  readonly crowd: boolean;
  readonly shape: Shape;
  readonly size: Size;
}

interface Painter {
  readonly drawing: Drawing;
  begin(aim: Aim): Stroke;
  takeId(): number;
}

interface Placed {
  readonly id: number;
  readonly arrival: Arrival;
  readonly shape: Shape;
  readonly cutout: TiledCutout;
}

/**
 * The changes that put objects in at the same place, on top and in their order, what lies outside the picture cut off.
 * Towards others they are like paint: they take from them, overlap with them or leave them out, as the person chose.
 * Towards one another they stay as they were. `beside` are objects that are left alone whatever the rule.
 */
export function arrived(
  painter: Painter,
  arrivals: readonly Arrival[],
  beside: readonly number[],
): readonly Change[] {
  const { drawing } = painter;
  const placed = arrivals.flatMap((arrival): readonly Placed[] => {
    const shape = shapeInPicture(arrival.shape, arrival.size, drawing.size);
    if (shape === null) return [];
    const { cutout } = pixelsOf(shape, drawing.size);
    return cutout.width === 0 ? [] : [{ id: painter.takeId(), arrival, shape, cutout }];
  });
  // Crowds lie below all others: they take from nobody.
  const painted = placed.filter(({ arrival }) => !arrival.crowd);
  const [first] = painted;
  if (first === undefined) {
    return created(drawing, placed, 0);
  }
  const { id: object, arrival } = first;
  const stroke = painter.begin({ kind: 'create', object, category: arrival.category, beside });
  let box = nowhere;
  for (const { cutout } of painted) {
    addCutout(stroke.cover, cutout);
    box = joinRects(box, cutout);
  }
  stroke.grown(box);
  const left = placed.flatMap((each) => leftOf(each, stroke.cover, drawing.size));
  const changes = stroke
    .finish()
    .filter((change) => change.kind !== 'create' || change.seed.id !== object);
  const gone = changes.filter(({ kind }) => kind === 'delete').length;
  return left.length === 0 ? [] : [...changes, ...created(drawing, left, gone)];
}

/** What the rule leaves of an object; a polygon that loses nothing stays one. */
function leftOf(placed: Placed, cover: Bitmap, size: Size): readonly Placed[] {
  const { arrival, cutout } = placed;
  if (arrival.crowd) {
    return [placed];
  }
  const left = commonTiles(cutout, tilesFromBitmap(cover, cutout));
  if (left.width === 0) {
    return [];
  }
  return areaOfTiles(left) === areaOfTiles(cutout)
    ? [placed]
    : [{ ...placed, shape: shapeFromTiles(left, size) }];
}

function created(drawing: Drawing, placed: readonly Placed[], gone: number): readonly Change[] {
  return placed.map(({ id, arrival, shape }, index) => ({
    kind: 'create',
    seed: {
      id,
      category: arrival.category,
      crowd: arrival.crowd,
      shape,
      position: drawing.objects.length - gone + index,
    },
  }));
}
