import type { Shape } from '../domain/annotation.ts';
import type { AnnotationSeed, Change } from '../domain/gesture.ts';
import { applyPatchToRle } from '../mask/patch.ts';
import type { AnnotationRow } from '../store/annotations.ts';
import { badInput } from './context.ts';
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
  /** True for a step of the history: a class that went and came back may have moved objects since. */
  readonly orderMayDiffer: boolean;
}

/** A picture after a change, and the change as it was made: places are those that there were. */
export interface Applied {
  readonly picture: Picture;
  readonly change: Change;
}

/** Applies all, or throws `bad-input` at the first that does not fit what is there. */
export function applyChanges(
  picture: Picture,
  changes: readonly Change[],
  rules: Rules,
): { readonly picture: Picture; readonly changes: readonly Change[] } {
  const made: Change[] = [];
  let now = picture;
  for (const change of changes) {
    const applied = applyChange(now, change, rules);
    now = applied.picture;
    made.push(applied.change);
  }
  return { picture: now, changes: made };
}

function applyChange(picture: Picture, change: Change, rules: Rules): Applied {
  switch (change.kind) {
    case 'xor':
      return { picture: flip(picture, change), change };
    case 'create':
      return create(picture, change.seed, rules);
    case 'delete':
      return remove(picture, change.seed);
    case 'vertices':
      return { picture: moveVertices(picture, change), change };
    case 'rasterise':
      return { picture: rasterise(picture, change), change };
    case 'vectorise':
      return { picture: vectorise(picture, change), change };
    case 'class':
      return { picture: classify(picture, change, rules), change };
    case 'order':
      return { picture: reorder(picture, change, rules), change };
  }
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
  const position = Math.min(seed.position, picture.objects.length);
  const object: DrawnObject = { id, category, crowd, shape: () => shape, row };
  return {
    picture: { ...picture, objects: picture.objects.toSpliced(position, 0, object) },
    change: { kind: 'create', seed: { ...seed, position } },
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
  return {
    picture: { ...picture, objects: picture.objects.toSpliced(position, 1) },
    change: { kind: 'delete', seed: { ...seed, position } },
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
function reorder(
  picture: Picture,
  { before, after }: Kind<'order'>,
  { orderMayDiffer }: Rules,
): Picture {
  const named = new Map(picture.objects.map((object) => [object.id, object]));
  const now = picture.objects.map(({ id }) => id).filter((id) => before.includes(id));
  const isSameSet =
    after.length === before.length &&
    new Set(after).size === after.length &&
    after.every((id) => before.includes(id));
  if (!isSameSet || (!orderMayDiffer && now.join() !== before.join())) {
    throw badInput('The order to change is not the order of the objects in this picture.');
  }
  const ordered = after.flatMap((id) => named.get(id) ?? []);
  let next = 0;
  const objects = picture.objects.map((object) =>
    before.includes(object.id) ? (ordered[next++] ?? object) : object,
  );
  return { ...picture, objects };
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
