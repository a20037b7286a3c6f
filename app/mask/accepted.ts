import type { Shape } from '../domain/annotation.ts';
import type { Size } from '../domain/geometry.ts';
import type { Change } from '../domain/gesture.ts';
import { cocoStringFromRle } from './coco-counts.ts';
import { patchOfChanged } from './patch.ts';
import { cropRle } from './placed.ts';
import { areaOfIntersection, mergeRles } from './rle-merge.ts';
import { areaOfRle, bboxOfRle, emptyRle, type Rle } from './rle.ts';

/** An object of the picture that a prediction is accepted into. */
export interface AcceptingObject {
  readonly id: number;
  readonly category: number;
  readonly crowd: boolean;
  readonly locked: boolean;
  readonly visible: boolean;
  readonly shape: Shape;
  readonly mask: Rle;
}

/** Where a class of the project was predicted, whole and in parts that touch. */
export interface ClassRegion {
  readonly category: number;
  readonly whole: Rle;
  readonly parts: readonly Rle[];
}

export interface Acceptance extends Size {
  /** Bottom first. */
  readonly objects: readonly AcceptingObject[];
  readonly regions: readonly ClassRegion[];
  /** Only these pixels change; left out, all of them may. Which object a part goes to is asked of the whole part. */
  readonly within?: Rle;
  readonly takeId: () => number;
}

/**
 * The changes that put predicted regions in the place of their classes' objects, as one gesture. One object of a class
 * keeps its id and gets the whole region; of several, each gets the parts it overlaps most; what overlaps none becomes
 * new, and what gets nothing is deleted. Painted pixels are taken from other visible objects. What is locked stays.
 */
export function acceptChanges(acceptance: Acceptance): readonly Change[] {
  const { objects, within, takeId } = acceptance;
  const nothing = emptyRle(acceptance.width, acceptance.height);
  const inside = (mask: Rle): Rle =>
    within === undefined ? mask : mergeRles([mask, within], 'intersection');
  const outside = (mask: Rle): Rle =>
    within === undefined ? nothing : mergeRles([mask, within], 'difference');
  const locked = objects.filter((object) => !object.crowd && object.locked);
  const free = acceptance.regions.map((region) => withoutMasks(region, locked));
  const accepted = new Set(free.map(({ category }) => category));
  const after = new Map<AcceptingObject, Rle>();
  const made: { category: number; mask: Rle }[] = [];
  for (const { category, whole, parts } of free) {
    const own = objects.filter((object) => object.category === category && isChangeable(object));
    const [only] = own;
    const shared =
      own.length > 1 ? sharedOut(own, parts) : { given: new Map([[only, whole]]), left: [] };
    for (const object of own) {
      const given = inside(shared.given.get(object) ?? nothing);
      after.set(object, mergeRles([outside(object.mask), given], 'union'));
    }
    const left = only === undefined ? [whole] : shared.left;
    const mask = inside(mergeRles([nothing, ...left], 'union'));
    if (areaOfRle(mask) > 0) made.push({ category, mask });
  }
  const painted = free.map(({ whole }) => inside(whole));
  for (const object of objects) {
    if (accepted.has(object.category) || !isChangeable(object) || !object.visible) continue;
    after.set(object, mergeRles([object.mask, ...painted], 'difference'));
  }
  const order = objects.map(({ id }) => id);
  return [
    ...objects.flatMap((object) => changesOf(object, after.get(object), order)),
    ...made.map(({ category, mask }, index): Change => {
      const position = order.length + index;
      const shape = { kind: 'mask', rle: cocoStringFromRle(mask) } as const;
      return { kind: 'create', seed: { id: takeId(), category, shape, crowd: false, position } };
    }),
  ];
}

/** The changes that take predicted regions away from their classes' objects, as far as these are seen and not locked. */
export function withdrawChanges({
  objects,
  regions,
  within,
}: Omit<Acceptance, 'takeId'>): readonly Change[] {
  const order = objects.map(({ id }) => id);
  const masks = regions.map(({ category, whole }) => ({
    category,
    mask: within === undefined ? whole : mergeRles([whole, within], 'intersection'),
  }));
  return objects.flatMap((object) => {
    if (!isChangeable(object) || !object.visible) return [];
    const taken = masks.filter(({ category }) => category === object.category);
    const rest = mergeRles([object.mask, ...taken.map(({ mask }) => mask)], 'difference');
    return changesOf(object, rest, order);
  });
}

function isChangeable({ crowd, locked }: AcceptingObject): boolean {
  return !crowd && !locked;
}

/** Each part goes to the object it overlaps most. */
function sharedOut(
  own: readonly AcceptingObject[],
  parts: readonly Rle[],
): {
  readonly given: ReadonlyMap<AcceptingObject | undefined, Rle>;
  readonly left: readonly Rle[];
} {
  const given = new Map<AcceptingObject, Rle>();
  const left: Rle[] = [];
  for (const part of parts) {
    let best: AcceptingObject | null = null;
    let most = 0;
    for (const object of own) {
      const overlap = areaOfIntersection(object.mask, part);
      if (overlap > most) [best, most] = [object, overlap];
    }
    if (best === null) {
      left.push(part);
      continue;
    }
    const has = given.get(best);
    given.set(best, has === undefined ? part : mergeRles([has, part], 'union'));
  }
  return { given, left };
}

/** `order` loses the object when nothing is left of it: places are those that there are then. */
function changesOf(
  { id, category, crowd, shape, mask }: AcceptingObject,
  after: Rle | undefined,
  order: number[],
): readonly Change[] {
  const flipped = after === undefined ? undefined : mergeRles([mask, after], 'xor');
  if (after === undefined || flipped === undefined || areaOfRle(flipped) === 0) return [];
  if (areaOfRle(after) === 0) {
    const position = order.indexOf(id);
    order.splice(position, 1);
    return [{ kind: 'delete', seed: { id, category, shape, crowd, position } }];
  }
  const box = bboxOfRle(flipped);
  const changed = cropRle(flipped, box);
  const patch = changed === undefined ? undefined : patchOfChanged(changed, box);
  if (patch === undefined) return [];
  const flip: Change = { kind: 'xor', annotation: id, patch };
  return shape.kind === 'mask'
    ? [flip]
    : [{ kind: 'rasterise', annotation: id, polygons: shape.polygons }, flip];
}

function withoutMasks(
  { category, whole, parts }: ClassRegion,
  locked: readonly AcceptingObject[],
): ClassRegion {
  const without = (rle: Rle): Rle =>
    mergeRles([rle, ...locked.map(({ mask }) => mask)], 'difference');
  return {
    category,
    whole: without(whole),
    parts: parts.map(without).filter((part) => areaOfRle(part) > 0),
  };
}
