import type { Polygons } from '../../../app/domain/annotation.ts';
import type { DrawnObject } from '../drawing/drawn-object.ts';
import { isPaintable } from '../drawing/drawn-object.ts';
import {
  cornerAt,
  settled,
  sideAt,
  withCornerAdded,
  withCornerMoved,
  withoutCorner,
} from './corners.ts';
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
  readonly #hands: Hands;
  #dragging: Dragging | null = null;
  #hot: Corner | null = null;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  get isDragging(): boolean {
    return this.#dragging !== null;
  }

  /** True when the press took hold of a corner or a side. */
  press(pen: Pen): boolean {
    const object = this.#object();
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
    const added = withCornerAdded(polygons, side, settled(pen.point, this.#hands.drawing.size));
    this.#hands.drawing.previewPolygons(id, added);
    return true;
  }

  move(pen: Pen): void {
    if (this.#dragging === null) {
      const object = this.#object();
      this.#hot =
        object === null ? null : cornerAt(object.polygons, pen.point, reachPx / pen.scale);
      return;
    }
    const { object, corner } = this.#dragging;
    const polygons = this.#hands.drawing.object(object)?.polygons ?? null;
    if (polygons !== null) {
      const moved = withCornerMoved(polygons, corner, settled(pen.point, this.#hands.drawing.size));
      this.#hands.drawing.previewPolygons(object, moved);
    }
  }

  release(): void {
    const dragging = this.#dragging;
    this.#dragging = null;
    if (dragging === null) {
      return;
    }
    const after = this.#hands.drawing.object(dragging.object)?.polygons ?? dragging.before;
    this.#hands.drawing.previewPolygons(dragging.object, dragging.before);
    this.#change(dragging.object, dragging.before, after);
  }

  cancel(): boolean {
    const dragging = this.#dragging;
    this.#dragging = null;
    if (dragging !== null) {
      this.#hands.drawing.previewPolygons(dragging.object, dragging.before);
    }
    return dragging !== null;
  }

  /** Deletes the corner under the pointer; false when there is none. */
  deleteHot(): boolean {
    const object = this.#object();
    if (object === null || this.#hot === null || this.#dragging !== null) {
      return false;
    }
    const after = withoutCorner(object.polygons, this.#hot);
    this.#hot = null;
    if (after !== null) {
      this.#change(object.id, object.polygons, after);
    }
    return true;
  }

  corners(): Corners | null {
    const object = this.#object();
    return object === null ? null : { polygons: object.polygons, hot: this.#hot };
  }

  #object(): (DrawnObject & { readonly polygons: Polygons }) | null {
    const { selected, drawing } = this.#hands;
    const object = selected === null ? undefined : drawing.object(selected);
    if (object === undefined || object.polygons === null || !isPaintable(object)) {
      return null;
    }
    return { ...object, polygons: object.polygons };
  }

  #change(annotation: number, before: Polygons, after: Polygons): void {
    if (JSON.stringify(before) !== JSON.stringify(after)) {
      this.#hands.perform('corners', annotation, [{ kind: 'vertices', annotation, before, after }]);
    }
  }
}
