import type { Polygons } from '../../../app/domain/annotation.ts';
import { changeCorners, chosenPolygon, cornerFor } from './chosen-polygon.ts';
import { KeyedCorners } from './corner-keys.ts';
import { cornerAt, sideAt, withCornerAdded, withCornerMoved, withoutCorner } from './corners.ts';
import type { Corner, Corners, Hands, Pen } from './tool.ts';

/** How near, in CSS pixels, the pointer takes hold of a corner or a side. */
const reachPx = 8;

interface Dragging {
  readonly object: number;
  readonly before: Polygons;
  readonly corner: Corner;
}

/** Dragging, adding and deleting corners of the chosen polygon; part of both the selection and the polygon tool. */
export class CornerEditing {
  /** The same without a pointer. */
  readonly keys: KeyedCorners;
  readonly #hands: Hands;
  #dragging: Dragging | null = null;
  /** Under the pointer. */
  #hot: Corner | null = null;

  constructor(hands: Hands) {
    this.#hands = hands;
    this.keys = new KeyedCorners(hands);
  }

  /** True when the press took hold of a corner or a side. */
  press(pen: Pen): boolean {
    this.keys.letGo();
    const object = chosenPolygon(this.#hands);
    if (object === null || pen.button !== 0) {
      return false;
    }
    const { id, polygons } = object;
    const reach = reachPx / pen.scale;
    const corner = cornerAt(polygons, pen.point, reach);
    if (corner !== null) {
      this.#hot = corner;
      if (pen.alt) {
        this.deleteHot();
      } else {
        this.#dragging = { object: id, before: polygons, corner };
      }
      return true;
    }
    const side = sideAt(polygons, pen.point, reach);
    if (side === null || pen.alt) {
      return false;
    }
    this.#dragging = { object: id, before: polygons, corner: side };
    this.#hot = side;
    const added = withCornerAdded(polygons, side, cornerFor(this.#hands, pen, id));
    this.#hands.drawing.previewPolygons(id, added);
    return true;
  }

  move(pen: Pen): void {
    if (this.#dragging === null) {
      const object = chosenPolygon(this.#hands);
      this.#hot =
        object === null ? null : cornerAt(object.polygons, pen.point, reachPx / pen.scale);
      if (this.#hot !== null) this.keys.letGo();
      return;
    }
    const { object, corner } = this.#dragging;
    const polygons = this.#hands.drawing.object(object)?.polygons ?? null;
    if (polygons !== null) {
      const moved = withCornerMoved(polygons, corner, cornerFor(this.#hands, pen, object));
      this.#hands.drawing.previewPolygons(object, moved);
    }
  }

  release(): void {
    const dragging = this.#dragging;
    this.#dragging = null;
    if (dragging === null) {
      return;
    }
    const { object, before } = dragging;
    const after = this.#hands.drawing.object(object)?.polygons ?? before;
    this.#hands.drawing.previewPolygons(object, before);
    changeCorners(this.#hands, object, { before, after });
  }

  cancel(): boolean {
    const dragging = this.#dragging;
    this.#dragging = null;
    if (dragging !== null) {
      this.#hands.drawing.previewPolygons(dragging.object, dragging.before);
    }
    return dragging !== null || this.keys.cancel();
  }

  /** Deletes the corner that keys have picked, else the one under the pointer; false when there is none. */
  deleteHot(): boolean {
    this.keys.settle();
    const object = chosenPolygon(this.#hands);
    const picked = this.keys.corner;
    const corner = picked ?? this.#hot;
    if (object === null || corner === null || this.#dragging !== null) {
      return false;
    }
    const after = withoutCorner(object.polygons, corner);
    this.#hot = null;
    if (after !== null) {
      changeCorners(this.#hands, object.id, { before: object.polygons, after });
      if (picked !== null) this.keys.deleted();
    }
    return true;
  }

  corners(): Corners | null {
    const object = chosenPolygon(this.#hands);
    return object === null
      ? null
      : { polygons: object.polygons, hot: this.keys.corner ?? this.#hot };
  }
}
