import type { Polygons } from '../../../app/domain/annotation.ts';
import type { Point } from '../../../app/domain/geometry.ts';
import { changeCorners, chosenPolygon, type PolygonObject } from './chosen-polygon.ts';
import { everyCorner, pointOf, settled, withCornerAdded, withCornerMoved } from './corners.ts';
import type { Corner, CornerKeys, Hands, PickedCorner } from './tool.ts';

interface Picked {
  readonly object: number;
  readonly corner: Corner;
}

/** Walks along the corners of the chosen polygon and moves them, without a pointer. */
export class KeyedCorners implements CornerKeys {
  readonly #hands: Hands;
  #picked: Picked | null = null;
  /** The polygons before the arrow that is held down now. */
  #before: Polygons | null = null;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  /** Of the object that is chosen now. */
  get corner(): Corner | null {
    return this.#now()?.corner ?? null;
  }

  get picked(): PickedCorner | null {
    const now = this.#now();
    if (now === null) {
      return null;
    }
    const { object, corner } = now;
    const all = everyCorner(object.polygons);
    const at = pointOf(object.polygons[corner.ring] ?? [], corner.index);
    return { number: all.findIndex((each) => same(each, corner)) + 1, of: all.length, at };
  }

  walk(steps: number): boolean {
    this.settle();
    const object = chosenPolygon(this.#hands);
    const all = object === null ? [] : everyCorner(object.polygons);
    if (object === null || all.length === 0) {
      return false;
    }
    const { corner } = this;
    const place = corner === null ? -1 : all.findIndex((each) => same(each, corner));
    const from = place === -1 && steps < 0 ? 0 : place;
    const next = all[(((from + steps) % all.length) + all.length) % all.length];
    this.#picked = next === undefined ? null : { object: object.id, corner: next };
    this.#hands.refresh();
    return true;
  }

  nudge(by: Point): boolean {
    const now = this.#now();
    if (now === null) {
      return false;
    }
    const { object, corner } = now;
    const { drawing } = this.#hands;
    this.#before ??= object.polygons;
    const at = pointOf(object.polygons[corner.ring] ?? [], corner.index);
    const to = settled({ x: at.x + by.x, y: at.y + by.y }, drawing.size);
    drawing.previewPolygons(object.id, withCornerMoved(object.polygons, corner, to));
    this.#hands.refresh();
    return true;
  }

  settle(): void {
    const before = this.#before;
    const id = this.#picked?.object;
    this.#before = null;
    const after = id === undefined ? null : this.#hands.drawing.object(id)?.polygons;
    if (before !== null && id !== undefined && after) {
      this.#hands.drawing.previewPolygons(id, before);
      changeCorners(this.#hands, id, { before, after });
    }
  }

  add(): boolean {
    this.settle();
    const now = this.#now();
    if (now === null) {
      return false;
    }
    const { object, corner } = now;
    const flat = object.polygons[corner.ring] ?? [];
    const from = pointOf(flat, corner.index);
    const to = pointOf(flat, (corner.index + 1) % (flat.length / 2));
    const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    const added = { ring: corner.ring, index: corner.index + 1 };
    const point = settled(middle, this.#hands.drawing.size);
    this.#picked = { object: object.id, corner: added };
    const after = withCornerAdded(object.polygons, added, point);
    changeCorners(this.#hands, object.id, { before: object.polygons, after });
    return true;
  }

  /** Puts the corner back that an arrow is moving, else lets go of it; false when none is picked. */
  cancel(): boolean {
    const now = this.#now();
    const before = this.#before;
    this.#before = null;
    if (before !== null && now !== null) {
      this.#hands.drawing.previewPolygons(now.object.id, before);
      return true;
    }
    this.#picked = null;
    return now !== null;
  }

  /** The pointer has the corners now. */
  letGo(): void {
    this.settle();
    this.#picked = null;
  }

  /** The picked corner was deleted: the one that came in its place is picked. */
  deleted(): void {
    const object = chosenPolygon(this.#hands);
    const { corner } = this.#picked ?? {};
    const all = object === null ? [] : everyCorner(object.polygons);
    const next =
      corner === undefined
        ? undefined
        : (all.find((each) => same(each, corner)) ??
          all.find(({ ring }) => ring === corner.ring) ??
          all[0]);
    this.#picked =
      object === null || next === undefined ? null : { object: object.id, corner: next };
  }

  #now(): { readonly object: PolygonObject; readonly corner: Corner } | null {
    const picked = this.#picked;
    const object = picked === null ? null : chosenPolygon(this.#hands);
    if (picked === null || object?.id !== picked.object) {
      return null;
    }
    const flat = object.polygons[picked.corner.ring];
    const isThere = flat !== undefined && 2 * picked.corner.index < flat.length;
    return isThere ? { object, corner: picked.corner } : null;
  }
}

function same(a: Corner, b: Corner): boolean {
  return a.ring === b.ring && a.index === b.index;
}
