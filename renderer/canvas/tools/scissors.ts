import type { Point } from '../../../app/domain/geometry.ts';
import { fillPolygon } from '../../../app/mask/polygon-fill.ts';
import { aimedObject } from './aim.ts';
import { begunAt, begunByNow } from './begun.ts';
import { settled } from './corners.ts';
import { blankSketch, type Begun, type Hands, type Pen, type Sketch, type Tool } from './tool.ts';

/** How near to the first anchor, in CSS pixels, a click closes the outline. */
const closePx = 9;

/** A piece of the outline that ends at an anchor, or at the pointer. */
interface Piece {
  readonly to: Point;
  /** A straight line until the edges are known. */
  points: readonly Point[];
  isFound: boolean;
}

interface Outline {
  readonly begun: Begun;
  readonly first: Point;
  pieces: readonly Piece[];
  /** Pieces that were taken back, the last one first to come again. */
  taken: readonly Piece[];
  /** From the last anchor to the pointer. */
  live: Piece | null;
  /** Where the pointer is, when the live piece does not end there yet. */
  wanted: Point | null;
  isClosed: boolean;
}

/** Clicks set anchors, and between them the outline follows the edges of the picture, worked out elsewhere. */
export class ScissorsTool implements Tool {
  readonly name = 'scissors';
  readonly #hands: Hands;
  #outline: Outline | null = null;
  #isAsking = false;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  get isSettling(): boolean {
    return this.#outline?.isClosed ?? false;
  }

  get takesAway(): boolean | null {
    return this.#outline === null ? null : this.#outline.begun.aim.kind === 'remove';
  }

  get begun(): Begun | null {
    return this.#outline?.begun ?? null;
  }

  get canStepForth(): boolean {
    return this.#outline !== null && !this.#outline.isClosed && this.#outline.taken.length > 0;
  }

  press(pen: Pen): void {
    const outline = this.#outline;
    if (pen.button !== 0 || outline?.isClosed === true) {
      return;
    }
    const point = settled(pen.point, this.#hands.drawing.size);
    if (outline === null) {
      this.#begin(point, pen.alt);
    } else if (this.#closes(outline, pen)) {
      this.finish();
    } else if (!same(lastAnchor(outline), point)) {
      // The second press of a double click adds nothing.
      this.#add(outline, point);
    }
  }

  move(pen: Pen): void {
    if (this.#outline?.isClosed === false) {
      this.#outline.wanted = settled(pen.point, this.#hands.drawing.size);
      this.#ask();
    }
  }

  release(): void {
    // Anchors are set by pressing.
  }

  finish(): boolean {
    const outline = this.#outline;
    if (outline !== null && !outline.isClosed && outline.pieces.length > 0) {
      outline.isClosed = true;
      this.#add(outline, outline.first);
    }
    return outline !== null;
  }

  cancel(): boolean {
    const begun = this.#outline !== null;
    this.#outline = null;
    return begun;
  }

  stepBack(): boolean {
    const outline = this.#outline;
    if (outline === null || outline.isClosed) {
      return false;
    }
    if (outline.pieces.length === 0) {
      return this.cancel();
    }
    outline.wanted = outline.live?.to ?? outline.wanted;
    outline.live = null;
    outline.taken = [...outline.taken, ...outline.pieces.slice(-1)];
    outline.pieces = outline.pieces.slice(0, -1);
    this.#ask();
    return true;
  }

  stepForth(): void {
    const outline = this.#outline;
    if (outline !== null && this.canStepForth) {
      outline.wanted = outline.live?.to ?? outline.wanted;
      outline.live = null;
      outline.pieces = [...outline.pieces, ...outline.taken.slice(-1)];
      outline.taken = outline.taken.slice(0, -1);
      this.#ask();
    }
  }

  sketch(pen: Pen | null): Sketch {
    const outline = this.#outline;
    if (outline === null) {
      return blankSketch;
    }
    const { begun, first, pieces, live, isClosed } = outline;
    const takesAway = begun.aim.kind === 'remove';
    const points = [first, ...pieces.flatMap((piece) => piece.points), ...(live?.points ?? [])];
    const anchors = [first, ...pieces.map(({ to }) => to)];
    const closes = pen !== null && this.#closes(outline, pen);
    const to = isClosed || pen === null ? null : closes ? first : pen.point;
    return { ...blankSketch, path: { points, anchors, to, closes, takesAway } };
  }

  #begin(point: Point, erasing: boolean): void {
    if (this.#hands.edges === null) {
      this.#hands.refuse('unreadable');
      return;
    }
    const begun = begunAt(this.#hands, point, { erasing });
    if (begun !== null) {
      const rest = { pieces: [], taken: [], live: null, wanted: point, isClosed: false };
      this.#outline = { begun, first: point, ...rest };
      // The edges around the anchor are found before the pointer has gone far.
      this.#ask();
    }
  }

  #add(outline: Outline, to: Point): void {
    const { live } = outline;
    const isFound = live !== null && same(live.to, to);
    outline.pieces = [...outline.pieces, isFound ? live : { to, points: [to], isFound }];
    outline.taken = [];
    outline.live = null;
    outline.wanted = null;
    this.#ask();
  }

  /** One question at a time: pieces between anchors first, then wherever the pointer is by then. */
  #ask(): void {
    const outline = this.#outline;
    const { edges } = this.#hands;
    if (this.#isAsking || outline === null || edges === null) {
      return;
    }
    const index = outline.pieces.findIndex(({ isFound }) => !isFound);
    const piece = outline.pieces[index];
    if (piece === undefined && outline.isClosed) {
      this.#fill(outline);
      return;
    }
    const to = piece?.to ?? outline.wanted;
    if (to === null) {
      return;
    }
    const from = piece === undefined ? lastAnchor(outline) : anchorBefore(outline, index);
    if (piece === undefined) outline.wanted = null;
    this.#isAsking = true;
    edges
      .path(from, to)
      .then((points) => this.#take(outline, piece, { from, to, points }))
      .catch(() => this.#fail(outline))
      .finally(() => {
        this.#isAsking = false;
        this.#ask();
      });
  }

  #take(
    outline: Outline,
    piece: Piece | undefined,
    { from, to, points }: { from: Point; to: Point; points: readonly Point[] },
  ): void {
    if (piece !== undefined) {
      piece.points = points;
      piece.isFound = true;
    } else if (same(lastAnchor(outline), from) && !outline.isClosed) {
      outline.live = { to, points, isFound: true };
    }
    if (this.#outline === outline) this.#hands.refresh();
  }

  #fail(outline: Outline): void {
    if (this.#outline === outline) {
      this.cancel();
      this.#hands.refuse('unreadable');
      this.#hands.refresh();
    }
  }

  #fill({ begun, first, pieces }: Outline): void {
    this.#outline = null;
    const { aim } = begunByNow(this.#hands, begun);
    const points = [first, ...pieces.flatMap((piece) => piece.points)];
    const stroke = this.#hands.begin(aim);
    const flat = points.flatMap(({ x, y }) => [x, y]);
    stroke.grown(fillPolygon(stroke.cover, flat, 1));
    const act = aim.kind === 'remove' ? 'clear' : 'scissors';
    this.#hands.perform(act, aimedObject(aim), stroke.finish());
    this.#hands.refresh();
  }

  #closes({ first, pieces, isClosed }: Outline, { point, scale }: Pen): boolean {
    const distance = Math.hypot(first.x - point.x, first.y - point.y);
    return !isClosed && pieces.length > 0 && distance * scale <= closePx;
  }
}

function lastAnchor({ first, pieces }: Outline): Point {
  return pieces.at(-1)?.to ?? first;
}

function anchorBefore({ first, pieces }: Outline, index: number): Point {
  return pieces[index - 1]?.to ?? first;
}

function same(a: Point, b: Point): boolean {
  return a.x === b.x && a.y === b.y;
}
