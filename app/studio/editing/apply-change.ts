import type { Shape } from '../../domain/annotation.ts';
import type { AnnotationSeed, Change } from '../../domain/gesture.ts';
import { applyPatchToRle } from '../../mask/patch.ts';
import type { AnnotationRow } from '../../store/annotations.ts';
import { badInput } from '../context.ts';
import { placeAmongAll, placeAmongThere, rearranged } from './drawing-order.ts';
import type { DrawnObject, Picture } from './picture.ts';
import {
  checkShape,
  isSameMask,
  isSamePolygons,
  isSameShape,
  maskWork,
  rleOfShape,
  shapeOfRle,
} from './shapes.ts';

/** What a change may lean on besides the picture itself. */
export interface Rules {
  hasCategory(id: number): boolean;
  /** The row an object of this id would come back to, null when the id is free, undefined when it cannot be used. */
  rowOf(id: number): AnnotationRow | null | undefined;
  /** A step of the history counts places among all objects, also those in the trash, and finds the order as it may be. */
  readonly isStep: boolean;
}

/** A picture after a change, and the change as it was made. */
export interface Applied {
  readonly picture: Picture;
  /** As a window knows it: places are among the objects that are there. */
  readonly seen: Change;
  /** As the history keeps it: places are among all objects, also those in the trash with their class. */
  readonly kept: Change;
}

/** Applies all, or throws `bad-input` at the first that does not fit what is there. */
export function applyChanges(
  picture: Picture,
  changes: readonly Change[],
  rules: Rules,
): {
  readonly picture: Picture;
  readonly seen: readonly Change[];
  readonly kept: readonly Change[];
} {
  const made: Applied[] = [];
  let now = picture;
  for (const change of changes) {
    const applied = applyChange(now, change, rules);
    now = applied.picture;
    made.push(applied);
  }
  return { picture: now, seen: made.map(({ seen }) => seen), kept: made.map(({ kept }) => kept) };
}

function applyChange(picture: Picture, change: Change, rules: Rules): Applied {
  switch (change.kind) {
    case 'xor':
      return plainly(flip(picture, change), change);
    case 'create':
      return create(picture, change.seed, rules);
    case 'delete':
      return remove(picture, change.seed);
    case 'vertices':
      return plainly(moveVertices(picture, change), change);
    case 'rasterise':
      return plainly(rasterise(picture, change), change);
    case 'vectorise':
      return plainly(vectorise(picture, change), change);
    case 'class':
      return plainly(classify(picture, change, rules), change);
    case 'order':
      return reorder(picture, change, rules);
  }
}

/** A change that names no places. */
function plainly(picture: Picture, change: Change): Applied {
  return { picture, seen: change, kept: change };
}

type Kind<K extends Change['kind']> = Extract<Change, { readonly kind: K }>;

function flip(picture: Picture, { annotation, patch }: Kind<'xor'>): Picture {
  const object = objectOf(picture, annotation);
  const shape = object.shape();
  if (shape.kind !== 'mask') {
    throw badInput(`Object ${annotation} is a polygon; it becomes a mask before it is painted on.`);
  }
  const flipped = maskWork(() => applyPatchToRle(rleOfShape(shape, picture.image), patch));
  return withShape(picture, object, shapeOfRle(flipped));
}

function create(picture: Picture, seed: AnnotationSeed, rules: Rules): Applied {
  const { id, category, crowd, shape } = seed;
  const row = rules.rowOf(id);
  const isTaken = picture.objects.some((object) => object.id === id);
  if (row === undefined || isTaken) {
    throw badInput(`Object ${id} cannot be made: its id was not reserved for it, or is taken.`);
  }
  requireCategory(category, rules);
  checkShape(shape, picture.image);
  const { order } = picture;
  const there = idsOf(picture);
  const among = rules.isStep
    ? Math.min(seed.position, order.length)
    : placeAmongAll(order, there, seed.position);
  const position = placeAmongThere(order, there, among);
  const object: DrawnObject = { id, category, crowd, shape: () => shape, row };
  return {
    picture: {
      ...picture,
      objects: picture.objects.toSpliced(position, 0, object),
      order: order.toSpliced(among, 0, id),
    },
    seen: { kind: 'create', seed: { ...seed, position } },
    kept: { kind: 'create', seed: { ...seed, position: among } },
  };
}

function remove(picture: Picture, seed: AnnotationSeed): Applied {
  const object = objectOf(picture, seed.id);
  const isAsSaid =
    object.category === seed.category &&
    object.crowd === seed.crowd &&
    maskWork(() => isSameShape(object.shape(), seed.shape, picture.image));
  if (!isAsSaid) throw notAsSaid(seed.id);
  const position = picture.objects.indexOf(object);
  const among = picture.order.indexOf(object.id);
  return {
    picture: {
      ...picture,
      objects: picture.objects.toSpliced(position, 1),
      order: picture.order.toSpliced(among, 1),
    },
    seen: { kind: 'delete', seed: { ...seed, position } },
    kept: { kind: 'delete', seed: { ...seed, position: among } },
  };
}

function moveVertices(picture: Picture, { annotation, before, after }: Kind<'vertices'>): Picture {
  const object = objectOf(picture, annotation);
  requirePolygons(object, before);
  const shape: Shape = { kind: 'polygons', polygons: after };
  checkShape(shape, picture.image);
  return withShape(picture, object, shape);
}

function rasterise(picture: Picture, { annotation, polygons }: Kind<'rasterise'>): Picture {
  const object = objectOf(picture, annotation);
  requirePolygons(object, polygons);
  const rle = maskWork(() => rleOfShape(object.shape(), picture.image));
  return withShape(picture, object, shapeOfRle(rle));
}

/** Only where the mask is the polygons' very pixels: anything else would lose some. */
function vectorise(picture: Picture, { annotation, polygons }: Kind<'vectorise'>): Picture {
  const object = objectOf(picture, annotation);
  const before = object.shape();
  const shape: Shape = { kind: 'polygons', polygons };
  checkShape(shape, picture.image);
  const isSame =
    before.kind === 'mask' &&
    isSameMask(rleOfShape(before, picture.image), rleOfShape(shape, picture.image));
  if (!isSame) throw notAsSaid(annotation);
  return withShape(picture, object, shape);
}

function classify(picture: Picture, change: Kind<'class'>, rules: Rules): Picture {
  const object = objectOf(picture, change.annotation);
  if (object.category !== change.before) throw notAsSaid(object.id);
  requireCategory(change.after, rules);
  return replace(picture, object, { ...object, category: change.after });
}

/** The objects named change places among themselves; those not named stay where they are. */
function reorder(picture: Picture, change: Kind<'order'>, { isStep }: Rules): Applied {
  const { before, after } = change;
  const there = idsOf(picture);
  const now = there.filter((id) => before.includes(id));
  const isSameSet =
    after.length === before.length &&
    new Set(after).size === after.length &&
    after.every((id) => before.includes(id));
  if (!isSameSet || (!isStep && now.join() !== before.join())) {
    throw badInput('The order to change is not the order of the objects in this picture.');
  }
  const order = rearranged(picture.order, after);
  const byId = new Map(picture.objects.map((object) => [object.id, object]));
  const next = { ...picture, order, objects: order.flatMap((id) => byId.get(id) ?? []) };
  return {
    picture: next,
    seen: { kind: 'order', before: there, after: idsOf(next) },
    kept: change,
  };
}

function idsOf({ objects }: Picture): readonly number[] {
  return objects.map(({ id }) => id);
}

function objectOf(picture: Picture, id: number): DrawnObject {
  const object = picture.objects.find((candidate) => candidate.id === id);
  if (object === undefined) throw badInput(`There is no object ${id} in this picture.`);
  return object;
}

function requirePolygons(object: DrawnObject, polygons: readonly (readonly number[])[]): void {
  const shape = object.shape();
  if (shape.kind !== 'polygons' || !isSamePolygons(shape.polygons, polygons)) {
    throw notAsSaid(object.id);
  }
}

function requireCategory(id: number, rules: Rules): void {
  if (!rules.hasCategory(id)) {
    throw badInput(`There is no class ${id}. It may have been deleted; bring it back first.`);
  }
}

function withShape(picture: Picture, object: DrawnObject, shape: Shape): Picture {
  return replace(picture, object, { ...object, shape: () => shape });
}

function replace(picture: Picture, object: DrawnObject, by: DrawnObject): Picture {
  return { ...picture, objects: picture.objects.map((each) => (each === object ? by : each)) };
}

function notAsSaid(id: number) {
  return badInput(`Object ${id} is not as this change expects it. Load the picture again.`);
}
