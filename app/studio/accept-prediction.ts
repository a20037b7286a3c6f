import type { Change } from '../domain/gesture.ts';
import { rleFromCocoCounts } from '../mask/coco-counts.ts';
import { patchOfChanged } from '../mask/patch.ts';
import { cropRle } from '../mask/placed.ts';
import { areaOfRle, bboxOfRle, emptyRle, type Rle } from '../mask/rle.ts';
import { areaOfIntersection, mergeRles } from '../mask/rle-merge.ts';
import type { DrawnObject, Picture } from './picture.ts';
import { rleOfShape, shapeOfRle } from './shapes.ts';

/** Where a class of the project was predicted, whole and in parts that touch. */
export interface ClassRegion {
  readonly category: number;
  readonly whole: Rle;
  readonly parts: readonly Rle[];
}

/**
 * The changes that put predicted regions in the place of their classes' objects, as one gesture. One object of a class
 * keeps its id and gets the whole region; of several, each gets the parts it overlaps most; what overlaps none becomes
 * new, and what gets nothing is deleted. Painted pixels are taken from other visible objects. What is locked stays.
 */
export function acceptChanges(
  picture: Picture,
  regions: readonly ClassRegion[],
  takeId: () => number,
): Change[] {
  const size = picture.image;
  const masks = new Map(picture.objects.map((object) => [object, maskOf(object, picture)]));
  const maskIn = (object: DrawnObject) => masks.get(object) ?? emptyRle(size.width, size.height);
  const locked = picture.objects.filter((object) => !object.crowd && object.row?.locked === 1);
  const free = regions.map((region) => withoutMasks(region, locked.map(maskIn)));
  const accepted = new Set(regions.map(({ category }) => category));
  const after = new Map<DrawnObject, Rle>();
  const made: { category: number; mask: Rle }[] = [];
  for (const { category, whole, parts } of free) {
    const own = picture.objects.filter(
      (object) => object.category === category && !object.crowd && object.row?.locked !== 1,
    );
    const shared = own.length <= 1 ? alone(own[0], whole) : sharedOut(own, parts, maskIn);
    for (const object of own) after.set(object, emptyRle(size.width, size.height));
    for (const [object, mask] of shared.given) after.set(object, mask);
    if (areaOfRle(shared.left) > 0) made.push({ category, mask: shared.left });
  }
  for (const object of picture.objects) {
    const gives =
      !accepted.has(object.category) &&
      !object.crowd &&
      object.row?.locked !== 1 &&
      object.row?.visible !== 0;
    if (!gives) continue;
    const rest = mergeRles([maskIn(object), ...free.map(({ whole }) => whole)], 'difference');
    after.set(object, rest);
  }
  return [
    ...picture.objects.flatMap((object) => {
      const mask = after.get(object);
      return mask === undefined
        ? []
        : changesOf(picture, object, { before: maskIn(object), after: mask });
    }),
    ...creations(picture, made, { after, takeId }),
  ];
}

interface Shared {
  readonly given: ReadonlyMap<DrawnObject, Rle>;
  /** What becomes a new object; may be empty. */
  readonly left: Rle;
}

function alone(object: DrawnObject | undefined, whole: Rle): Shared {
  const nothing = emptyRle(whole.width, whole.height);
  return object === undefined
    ? { given: new Map(), left: whole }
    : { given: new Map([[object, whole]]), left: nothing };
}

/** Each part goes to the object it overlaps most. */
function sharedOut(
  own: readonly DrawnObject[],
  parts: readonly Rle[],
  maskIn: (object: DrawnObject) => Rle,
): Shared {
  const given = new Map<DrawnObject, Rle>();
  const left: Rle[] = [];
  for (const part of parts) {
    let best: DrawnObject | null = null;
    let most = 0;
    for (const object of own) {
      const overlap = areaOfIntersection(maskIn(object), part);
      if (overlap > most) [best, most] = [object, overlap];
    }
    if (best === null) {
      left.push(part);
      continue;
    }
    const has = given.get(best);
    given.set(best, has === undefined ? part : mergeRles([has, part], 'union'));
  }
  const [first] = own;
  const size = first === undefined ? undefined : maskIn(first);
  return {
    given,
    left: mergeRles([emptyRle(size?.width ?? 1, size?.height ?? 1), ...left], 'union'),
  };
}

function changesOf(
  picture: Picture,
  object: DrawnObject,
  { before, after }: { before: Rle; after: Rle },
): Change[] {
  const flipped = mergeRles([before, after], 'xor');
  if (areaOfRle(flipped) === 0) return [];
  const shape = object.shape();
  const { id, category, crowd } = object;
  if (areaOfRle(after) === 0) {
    const position = picture.objects.indexOf(object);
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

/** New objects come on top, after what was deleted has gone. */
function creations(
  picture: Picture,
  made: readonly { category: number; mask: Rle }[],
  { after, takeId }: { after: ReadonlyMap<DrawnObject, Rle>; takeId: () => number },
): Change[] {
  const stay = picture.objects.filter((object) => {
    const mask = after.get(object);
    return mask === undefined || areaOfRle(mask) > 0;
  }).length;
  return made.map(({ category, mask }, index) => ({
    kind: 'create',
    seed: { id: takeId(), category, shape: shapeOfRle(mask), crowd: false, position: stay + index },
  }));
}

function withoutMasks({ category, whole, parts }: ClassRegion, masks: readonly Rle[]): ClassRegion {
  const without = (rle: Rle) => mergeRles([rle, ...masks], 'difference');
  return {
    category,
    whole: without(whole),
    parts: parts.map(without).filter((part) => areaOfRle(part) > 0),
  };
}

function maskOf(object: DrawnObject, { image }: Picture): Rle {
  return rleOfShape(object.shape(), image);
}

export function regionOf(
  category: number,
  { rle, parts }: { rle: string; parts: readonly string[] },
  { width, height }: { width: number; height: number },
): ClassRegion {
  const mask = (counts: string) => rleFromCocoCounts(counts, [height, width]);
  return { category, whole: mask(rle), parts: parts.map(mask) };
}
