import type { Point } from '../../../app/domain/geometry.ts';
import type { Drawing } from '../drawing/drawing.ts';
import { isPaintable, isYielding, type DrawnObject } from '../drawing/drawn-object.ts';
import type { Aim } from '../drawing/stroke.ts';
import type { Refusal } from './tool.ts';

/** Which object a stroke is for, before anything is painted. `new` makes one of the class at hand. */
export type Target =
  | { readonly kind: 'object'; readonly object: DrawnObject }
  | { readonly kind: 'new' }
  | { readonly kind: 'everything' }
  | { readonly kind: 'locked'; readonly object: DrawnObject }
  | { readonly kind: 'nothing' };

export interface Situation {
  readonly drawing: Drawing;
  readonly selected: number | null;
  /** The class at hand. */
  readonly category: number | null;
  /** The person asked for a new object. */
  readonly fresh: boolean;
}

/**
 * Painting goes to the chosen object. With none chosen it goes to the object of the class under the pointer, else
 * to the only object of the class, else to a new one.
 */
export function targetOfPaint(situation: Situation, point: Point | null): Target {
  const { drawing, selected, category, fresh } = situation;
  const chosen = selected === null ? undefined : drawing.object(selected);
  if (chosen !== undefined) {
    return isPaintable(chosen)
      ? { kind: 'object', object: chosen }
      : { kind: 'locked', object: chosen };
  }
  if (category === null) {
    return { kind: 'nothing' };
  }
  if (fresh) {
    return { kind: 'new' };
  }
  const ofClass = drawing.objects.filter(
    (object) => object.category === category && isYielding(object),
  );
  const under = point === null ? null : drawing.objectAt(point);
  const object =
    ofClass.find(({ id }) => id === under?.id) ?? (ofClass.length === 1 ? ofClass[0] : undefined);
  return object === undefined ? { kind: 'new' } : { kind: 'object', object };
}

/** As it is for what is an object of its own in any case. */
export function startingNew(situation: Situation): Situation {
  return { ...situation, selected: null, fresh: true };
}

/** The eraser takes from the chosen object; with none chosen, from every object that can be painted on. */
export function targetOfErasing({ drawing, selected }: Situation): Target {
  const chosen = selected === null ? undefined : drawing.object(selected);
  if (chosen === undefined) {
    return drawing.yielding().length > 0 ? { kind: 'everything' } : { kind: 'nothing' };
  }
  return isPaintable(chosen)
    ? { kind: 'object', object: chosen }
    : { kind: 'locked', object: chosen };
}

/** What is taken away goes from these. */
export function targetOfRemoval(drawing: Drawing, objects: readonly number[]): Target {
  const only = objects.length === 1 ? drawing.object(objects[0] ?? -1) : undefined;
  return only === undefined ? { kind: 'everything' } : { kind: 'object', object: only };
}

/** What a stroke for the target does, or why there can be none. */
export function aimOf(
  target: Target,
  {
    erasing,
    drawing,
    category,
    takeId,
  }: Omit<Situation, 'selected' | 'fresh'> & {
    readonly erasing: boolean;
    readonly takeId: () => number;
  },
): Aim | Refusal {
  switch (target.kind) {
    case 'object':
      return erasing
        ? { kind: 'remove', objects: [target.object.id] }
        : { kind: 'add', object: target.object.id };
    case 'everything':
      return { kind: 'remove', objects: drawing.yielding().map(({ id }) => id) };
    case 'new':
      return category === null ? 'no-class' : { kind: 'create', object: takeId(), category };
    case 'locked':
      return 'locked';
    case 'nothing':
      return erasing ? 'nothing-here' : 'no-class';
  }
}

/**
 * Painting and erasing for one class, whatever class is at hand. A chosen object of another class does not count;
 * erasing, with none chosen, is for every object of the class that can be painted on.
 */
export function aimOfClass(
  situation: Situation & { readonly category: number },
  {
    point,
    erasing,
    takeId,
  }: { readonly point: Point; readonly erasing: boolean; readonly takeId: () => number },
): Aim | Refusal {
  const { drawing, selected, category } = situation;
  const chosen = selected === null ? undefined : drawing.object(selected);
  if (chosen?.category === category || !erasing) {
    const own = chosen?.category === category ? situation : { ...situation, selected: null };
    const target = erasing ? targetOfErasing(own) : targetOfPaint(own, point);
    return aimOf(target, { erasing, drawing, category, takeId });
  }
  const objects = drawing.yielding().filter((object) => object.category === category);
  return objects.length === 0
    ? 'nothing-here'
    : { kind: 'remove', objects: objects.map(({ id }) => id) };
}

/** The object that a gesture is named after. */
export function aimedObject(aim: Aim): number | null {
  return aim.kind === 'remove' ? (aim.objects[0] ?? null) : aim.object;
}
