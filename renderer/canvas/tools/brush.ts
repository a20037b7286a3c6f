import type { Point } from '../../../app/domain/geometry.ts';
import { BrushTrail } from '../../../app/mask/brush-trail.ts';
import { brushCentre } from '../../../app/mask/brush.ts';
import { nowhere, type Drawing } from '../drawing/drawing.ts';
import type { Stroke } from '../drawing/stroke.ts';
import type { BrushSnapping, SnappedBrush } from './brush-snap.ts';
import { blankSketch, type Hands, type Pen, type Sketch, type Tool } from './tool.ts';

interface Painting {
  readonly kind: 'painting';
  readonly stroke: Stroke;
  readonly trail: BrushTrail;
  readonly erases: boolean;
  /** Null for a brush that covers all it is put on. */
  readonly snapped: SnappedBrush | null;
  last: Point;
  sizePx: number;
  /** The colours that the brush snaps to are still read. */
  isLate: boolean;
  isReleased: boolean;
}

type State =
  | { readonly kind: 'idle' }
  | Painting
  | {
      readonly kind: 'sizing';
      readonly screen: Point;
      readonly point: Point;
      readonly sizePx: number;
    };

const idle: State = { kind: 'idle' };

/** Between two places of the pen the brush grows or shrinks in so many steps, at most. */
const mostSteps = 16;

/** Brush and eraser are one tool: each is the other while Alt is held. */
export class BrushTool implements Tool {
  readonly name: 'brush' | 'eraser';
  readonly #hands: Hands;
  #state: State = idle;
  /** Where the last stroke ended, and in which picture: Shift and click draw a straight line from there. */
  #lastEnd: { readonly at: Point; readonly drawing: Drawing } | null = null;
  readonly #snapping: BrushSnapping;

  constructor(name: 'brush' | 'eraser', hands: Hands, snapping: BrushSnapping) {
    this.name = name;
    this.#hands = hands;
    this.#snapping = snapping;
  }

  get isSettling(): boolean {
    return this.#state.kind === 'painting' && this.#state.isReleased;
  }

  get takesAway(): boolean | null {
    return this.#state.kind === 'painting' ? this.#state.erases : null;
  }

  press(pen: Pen): void {
    if (this.#state.kind !== 'idle') {
      return;
    }
    if (pen.button === 2) {
      const { screen, point } = pen;
      this.#state = { kind: 'sizing', screen, point, sizePx: this.#hands.brushSizePx };
      return;
    }
    const erases = this.#erases(pen);
    const snapped = this.#snapping.begin(pen.scale);
    if (typeof snapped === 'string') {
      this.#hands.refuse(snapped);
      return;
    }
    const aim = this.#hands.aimAt(pen.point, { erasing: erases });
    if (aim === null) {
      return;
    }
    const stroke = this.#hands.begin(aim);
    const lastEnd = this.#lastEnd?.drawing === this.#hands.drawing ? this.#lastEnd.at : null;
    const from = pen.shift && lastEnd !== null ? lastEnd : pen.point;
    this.#state = {
      kind: 'painting',
      stroke,
      trail: new BrushTrail(stroke.cover),
      erases,
      snapped,
      last: from,
      sizePx: this.#hands.sizeUnder(pen),
      isLate: snapped !== null && snapped.late !== null,
      isReleased: false,
    };
    this.#stampTo(pen);
    snapped?.late?.then(
      () => this.#catchUp(stroke),
      () => this.#unread(stroke),
    );
  }

  move(pen: Pen): void {
    if (this.#state.kind === 'painting') {
      if (!this.#state.isReleased) this.#stampTo(pen);
    } else if (this.#state.kind === 'idle') {
      this.#snapping.prepare();
    } else {
      const { screen, sizePx } = this.#state;
      this.#hands.setBrushSize(sizePx + (pen.screen.x - screen.x) / pen.scale);
    }
  }

  release(pen: Pen): void {
    const state = this.#state;
    if (state.kind !== 'painting') {
      this.#state = idle;
      return;
    }
    this.#lastEnd = { at: pen.point, drawing: this.#hands.drawing };
    state.isReleased = true;
    if (!state.isLate) this.#end(state);
  }

  #end({ stroke, trail, snapped, erases }: Painting): void {
    this.#state = idle;
    const { aim } = stroke;
    const changes = stroke.finish(snapped === null ? trail.tiles : undefined);
    const object = aim.kind === 'remove' ? (aim.objects[0] ?? null) : aim.object;
    this.#hands.perform(erases ? 'eraser' : 'brush', object, changes);
  }

  /** The picture's colours came while the stroke was under way, or after it. */
  #catchUp(stroke: Stroke): void {
    const state = this.#state;
    if (state.kind !== 'painting' || state.stroke !== stroke) {
      return;
    }
    state.isLate = false;
    stroke.grown(state.snapped?.catchUp() ?? nowhere);
    if (state.isReleased) this.#end(state);
    this.#hands.refresh();
  }

  #unread(stroke: Stroke): void {
    if (this.#state.kind === 'painting' && this.#state.stroke === stroke) {
      this.cancel();
      this.#hands.refuse('unreadable');
      this.#hands.refresh();
    }
  }

  finish(): boolean {
    return false;
  }

  cancel(): boolean {
    const state = this.#state;
    this.#state = idle;
    if (state.kind === 'painting') {
      state.stroke.cancel();
    } else if (state.kind === 'sizing') {
      this.#hands.setBrushSize(state.sizePx);
    }
    return state.kind !== 'idle';
  }

  stepBack(): boolean {
    return false;
  }

  sketch(pen: Pen | null): Sketch {
    if (pen === null) {
      return blankSketch;
    }
    const { brushShape: shape } = this.#hands;
    const sizePx = this.#hands.sizeUnder(pen);
    const erases = this.#state.kind === 'painting' ? this.#state.erases : this.#erases(pen);
    // While the brush is sized its ring stays where that began.
    const at = this.#state.kind === 'sizing' ? this.#state.point : pen.point;
    const isCrossed = this.#hands.brushSnap === 'picture';
    const ring = { at: brushCentre(at, sizePx), sizePx, shape, erases, isCrossed };
    return { ...blankSketch, ring };
  }

  #erases(pen: Pen): boolean {
    return (this.name === 'eraser') !== pen.alt;
  }

  /** Where the pressure changes on the way, so does the width, by little and little. */
  #stampTo(pen: Pen): void {
    if (this.#state.kind !== 'painting') {
      return;
    }
    const { stroke, trail, snapped, last, sizePx: lastSizePx } = this.#state;
    const { brushShape: shape } = this.#hands;
    const { point } = pen;
    const sizePx = this.#hands.sizeUnder(pen);
    this.#state.last = point;
    this.#state.sizePx = sizePx;
    const steps = Math.min(mostSteps, Math.max(1, Math.abs(sizePx - lastSizePx)));
    let from = last;
    for (let step = 1; step <= steps; step++) {
      const share = step / steps;
      const to = step === steps ? point : between(last, point, share);
      const diameterPx = lastSizePx + (sizePx - lastSizePx) * share;
      const path = { from, to, diameterPx, shape };
      if (snapped === null) stroke.grown(...trail.stamp(path));
      else stroke.grown(snapped.stamp({ ...path, bitmap: stroke.cover, value: 1 }));
      from = to;
    }
  }
}

function between(from: Point, to: Point, share: number): Point {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
