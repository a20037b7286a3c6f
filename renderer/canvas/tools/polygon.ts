import type { Point } from '../../../app/domain/geometry.ts';
import { fillPolygon } from '../../../app/mask/polygon-fill.ts';
import { polygonCreated } from '../drawing/polygon-overlap.ts';
import type { Aim } from '../drawing/stroke.ts';
import { aimedObject } from './aim.ts';
import { begunAt, begunByNow } from './begun.ts';
import { cornerFor } from './chosen-polygon.ts';
import { CornerEditing } from './corner-editing.ts';
import { CornerPath } from './corner-path.ts';
import { settled } from './corners.ts';
import {
  blankSketch,
  type Begun,
  type CornerKeys,
  type Hands,
  type Pen,
  type Sketch,
  type Tool,
} from './tool.ts';

/**
 * Clicks set corners, a drag sets many; the first corner or Enter closes. With no object chosen, and after a polygon
 * that was just drawn, it makes an object of its own that stays a polygon. What is drawn for an object that a person
 * chose is added to it, and with Alt at the first click taken away. The chosen polygon's corners can be dragged meanwhile.
 */
export class PolygonTool implements Tool {
  readonly name = 'polygon';
  readonly #hands: Hands;
  readonly #corners: CornerEditing;
  readonly #path = new CornerPath();
  #begun: Begun | null = null;
  /** The outline whose first corner was taken back took away. */
  #tookAway = false;
  /** The choice of the polygon that was just drawn: nobody made it, so the next one is not meant for that object. */
  #ownChoice: number | null = null;

  constructor(hands: Hands) {
    this.#hands = hands;
    this.#corners = new CornerEditing(hands);
  }

  get cornerKeys(): CornerKeys | null {
    return this.#begun === null ? this.#corners.keys : null;
  }

  get startsNew(): boolean {
    const { selected, choices } = this.#hands;
    return selected === null || choices === this.#ownChoice;
  }

  get takesAway(): boolean | null {
    return this.#begun === null ? null : this.#begun.aim.kind === 'remove';
  }

  get begun(): Begun | null {
    return this.#begun;
  }

  get canStepForth(): boolean {
    return this.#path.next !== null;
  }

  press(pen: Pen): void {
    if (pen.button !== 0 || (this.#begun === null && this.#corners.press(pen))) {
      return;
    }
    if (this.#path.closesAt(pen)) {
      this.finish();
      return;
    }
    this.#begun ??= begunAt(this.#hands, pen.point, { erasing: pen.alt });
    if (this.#begun !== null) {
      this.#path.press(cornerFor(this.#hands, pen, null), pen);
    }
  }

  move(pen: Pen): void {
    if (this.#begun === null) {
      this.#corners.move(pen);
    } else {
      // A way that is drawn by hand is drawn as it is: only where it ends does it snap.
      this.#path.move(settled(pen.point, this.#hands.drawing.size), pen);
    }
  }

  release(pen: Pen): void {
    this.#corners.release();
    this.#path.move(cornerFor(this.#hands, pen, null), pen);
    const closes = this.#path.isStreaming && this.#path.closesAt(pen);
    this.#path.release(pen);
    if (closes) this.finish();
  }

  finish(): boolean {
    const begun = this.#begun;
    if (begun === null || this.#path.points.length < 3) {
      return begun !== null;
    }
    const { aim } = begunByNow(this.#hands, begun);
    this.#begun = null;
    const flat = this.#path.take().flatMap(({ x, y }) => [x, y]);
    if (aim.kind === 'create') {
      this.#create(aim, flat);
    } else {
      const stroke = this.#hands.begin(aim);
      stroke.grown(fillPolygon(stroke.cover, flat, 1));
      const act = aim.kind === 'remove' ? 'eraser' : 'polygon';
      this.#hands.perform(act, aimedObject(aim), stroke.finish());
    }
    return true;
  }

  cancel(): boolean {
    const begun = this.#begun !== null;
    this.#begun = null;
    this.#path.take();
    return this.#corners.cancel() || begun;
  }

  stepBack(): boolean {
    if (this.#begun === null) {
      return this.#corners.deleteHot();
    }
    this.#path.stepBack();
    this.#tookAway = this.#begun.aim.kind === 'remove';
    if (this.#path.isEmpty) this.#begun = null;
    return true;
  }

  /** The first corner too. */
  stepForth(): void {
    const { next } = this.#path;
    if (next !== null) {
      this.#begun ??= begunAt(this.#hands, next, { erasing: this.#tookAway });
      if (this.#begun !== null) this.#path.stepForth();
    }
  }

  sketch(pen: Pen | null): Sketch {
    if (this.#begun === null) {
      return { ...blankSketch, corners: this.#corners.corners() };
    }
    const { points, anchors } = this.#path;
    const closes = pen !== null && this.#path.closesAt(pen);
    const to = pen === null ? null : closes ? (points[0] ?? null) : this.#aimedAt(pen);
    const takesAway = this.#begun.aim.kind === 'remove';
    return { ...blankSketch, path: { points, anchors, to, closes, takesAway } };
  }

  #aimedAt(pen: Pen): Point {
    return this.#path.isStreaming ? pen.point : cornerFor(this.#hands, pen, null);
  }

  #create(aim: Aim & { readonly kind: 'create' }, flat: readonly number[]): void {
    this.#hands.perform('polygon', aim.object, polygonCreated(this.#hands, aim, flat));
    this.#ownChoice = this.#hands.choices;
  }
}
