import type { Change } from '../../../app/domain/gesture.ts';
import { cocoStringFromRle } from '../../../app/mask/coco-counts.ts';
import { rleFromCutout } from '../../../app/mask/cutout.ts';
import type { Split } from '../../../app/mask/split.ts';
import { gainedFrom } from '../../../app/mask/union.ts';
import type { Drawing } from './drawing.ts';
import { seedOf, type DrawnObject } from './drawn-object.ts';
import { patchFromCutout } from './patches.ts';
import { reshaped } from './reshape.ts';
import type { Aim, Stroke } from './stroke.ts';

interface Painter {
  readonly drawing: Drawing;
  begin(aim: Aim): Stroke;
  takeId(): number;
}

/** More objects than anybody wants from one act, and fewer than ids are held ready. */
export const mostPieces = 48;

/** The changes that make objects of their own, of the same class, of what is split off; they lie right over the rest. */
export function divided(
  painter: Painter,
  object: DrawnObject,
  { kept, apart }: Split,
): readonly Change[] {
  const { drawing } = painter;
  const { category, crowd } = object;
  const position = drawing.objects.indexOf(object) + 1;
  const created = apart.map((piece, index): Change => {
    const rle = cocoStringFromRle(rleFromCutout(piece, drawing.size));
    const shape = { kind: 'mask', rle } as const;
    const id = painter.takeId();
    return {
      kind: 'create',
      seed: { id, category, crowd, shape, position: position + index },
    };
  });
  return apart.length === 0 ? [] : [...reshaped(painter, object, kept), ...created];
}

/** The changes by which one object takes in others, which are gone then. Polygons alone stay polygons. */
export function united(
  drawing: Drawing,
  object: DrawnObject,
  others: readonly DrawnObject[],
): readonly Change[] {
  const order = drawing.objects.map(({ id }) => id);
  const deleted = others.map((other): Change => {
    const position = order.indexOf(other.id);
    order.splice(position, 1);
    return { kind: 'delete', seed: seedOf(other, position, drawing.size) };
  });
  return others.length === 0 ? [] : [...gained(object, others), ...deleted];
}

/** Nothing is taken from what lies between them: only the object itself grows. */
function gained(object: DrawnObject, others: readonly DrawnObject[]): readonly Change[] {
  const { id: annotation, polygons: before } = object;
  const rings = others.map(({ polygons }) => polygons);
  if (before !== null && rings.every((polygons) => polygons !== null)) {
    return [{ kind: 'vertices', annotation, before, after: [...before, ...rings.flat()] }];
  }
  const pixels = gainedFrom(
    object.cutout,
    others.map(({ cutout }) => cutout),
  );
  if (pixels.width === 0) {
    return [];
  }
  const xor: Change = { kind: 'xor', annotation, patch: patchFromCutout(pixels) };
  return before === null ? [xor] : [{ kind: 'rasterise', annotation, polygons: before }, xor];
}
