import type { Point, Rect } from '../../../app/domain/geometry.ts';
import { clipRect } from '../../../app/mask/bitmap.ts';
import { emptyCutout, type Cutout } from '../../../app/mask/cutout.ts';
import { nowhere } from '../drawing/drawing.ts';
import type { Stroke } from '../drawing/stroke.ts';
import type { Hint } from '../opencv/hints.ts';
import type { Cut } from '../opencv/picture-cuts.ts';
import { isAborted } from '../worker/worker-client.ts';
import { aimedObject } from './aim.ts';
import { begunAt, begunByNow } from './begun.ts';
import { cornersOf } from './box-corners.ts';
import { coverRegion } from './region-cover.ts';
import {
  blankSketch,
  type Begun,
  type Hands,
  type Pen,
  type Progress,
  type Sketch,
  type Tool,
} from './tool.ts';

/** A smaller box, in pixels of the picture, is a slip of the hand. */
const leastBoxPx = 4;

interface Boxing {
  readonly begun: Begun;
  readonly from: Point;
  to: Point;
}

interface Cutting {
  readonly box: Rect;
  begun: Begun;
  stroke: Stroke;
  readonly cut: Cut;
  hints: readonly Hint[];
  /** Strokes that were taken back, the last one first to come again. */
  taken: readonly Hint[];
  /** What is found so far. */
  region: Cutout;
  /** The hint under the pen. */
  live: (Hint & { readonly points: Point[] }) | null;
  abort: AbortController;
  /** Where the cover shows something. */
  rect: Rect;
  /** What is shown is the last word on these hints. */
  isFound: boolean;
  /** Applied as soon as that is so. */
  isClosed: boolean;
}

/**
 * A box is drawn around an object, and what stands out from its background is found and shown, first roughly. Strokes
 * then say what is of it, with Alt what is not, and each time it is worked out again, elsewhere. Enter applies it.
 */
export class GrabCutTool implements Tool {
  readonly name = 'grabcut';
  readonly #hands: Hands;
  #boxing: Boxing | null = null;
  #cutting: Cutting | null = null;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  get isSettling(): boolean {
    return this.#cutting?.isClosed ?? false;
  }

  get progress(): Progress | null {
    const cutting = this.#cutting;
    if (cutting === null) {
      return null;
    }
    return !cutting.isFound ? 'working' : cutting.rect.width > 0 ? 'found' : 'nothing';
  }

  get takesAway(): boolean | null {
    return this.begun === null ? null : this.begun.aim.kind === 'remove';
  }

  get begun(): Begun | null {
    return (this.#boxing ?? this.#cutting)?.begun ?? null;
  }

  get canStepForth(): boolean {
    const cutting = this.#cutting;
    return cutting !== null && !cutting.isClosed && cutting.taken.length > 0;
  }

  press(pen: Pen): void {
    const cutting = this.#cutting;
    if (pen.button !== 0 || this.#boxing !== null) {
      return;
    }
    if (cutting === null) {
      this.#beginBox(pen);
    } else if (!cutting.isClosed && cutting.live === null) {
      // What is worked out would be out of date.
      cutting.abort.abort();
      cutting.isFound = false;
      const sizePx = this.#hands.sizeUnder(pen);
      cutting.live = { keeps: !pen.alt, points: [pen.point], sizePx };
    }
  }

  move(pen: Pen): void {
    if (this.#boxing !== null) this.#boxing.to = pen.point;
    this.#cutting?.live?.points.push(pen.point);
  }

  release(pen: Pen): void {
    this.move(pen);
    const boxing = this.#boxing;
    const cutting = this.#cutting;
    this.#boxing = null;
    if (boxing !== null) {
      this.#beginCut(boxing);
    } else if (cutting !== null && cutting.live !== null) {
      cutting.hints = [...cutting.hints, cutting.live];
      cutting.taken = [];
      cutting.live = null;
      this.#ask(cutting);
    }
  }

  finish(): boolean {
    const cutting = this.#cutting;
    if (cutting !== null && cutting.live === null) {
      cutting.isClosed = true;
      this.#settle(cutting);
    }
    return cutting !== null;
  }

  cancel(): boolean {
    const cutting = this.#cutting;
    const begun = this.#boxing !== null || cutting !== null;
    this.#boxing = null;
    this.#cutting = null;
    if (cutting !== null) {
      cutting.abort.abort();
      cutting.cut.end();
      cutting.stroke.cancel();
    }
    return begun;
  }

  /** The stroke under the pen or the last one; without any, the box. */
  stepBack(): boolean {
    const cutting = this.#cutting;
    if (cutting === null || cutting.isClosed) {
      return false;
    }
    if (cutting.live === null && cutting.hints.length === 0) {
      return this.cancel();
    }
    if (cutting.live === null) {
      cutting.taken = [...cutting.taken, ...cutting.hints.slice(-1)];
      cutting.hints = cutting.hints.slice(0, -1);
    }
    cutting.live = null;
    this.#ask(cutting);
    return true;
  }

  stepForth(): void {
    const cutting = this.#cutting;
    if (cutting !== null && this.canStepForth) {
      cutting.hints = [...cutting.hints, ...cutting.taken.slice(-1)];
      cutting.taken = cutting.taken.slice(0, -1);
      this.#ask(cutting);
    }
  }

  sketch(pen: Pen | null): Sketch {
    const cutting = this.#cutting;
    const box = cutting?.box ?? (this.#boxing === null ? null : this.#boxOf(this.#boxing));
    if (box === null) {
      return blankSketch;
    }
    const points = cornersOf(box);
    const takesAway = this.takesAway === true;
    const path = { points, to: points[0] ?? null, closes: false, isPlain: true, takesAway };
    if (cutting === null) {
      return { ...blankSketch, path };
    }
    const { hints, live, isClosed } = cutting;
    const ring =
      pen === null || isClosed
        ? null
        : {
            at: pen.point,
            sizePx: this.#hands.sizeUnder(pen),
            shape: 'round' as const,
            erases: live === null ? pen.alt : !live.keeps,
          };
    return { ...blankSketch, path, ring, hints: live === null ? hints : [...hints, live] };
  }

  #beginBox(pen: Pen): void {
    const { cuts } = this.#hands;
    if (cuts === null) {
      this.#hands.refuse('unreadable');
      return;
    }
    const begun = begunAt(this.#hands, pen.point, { erasing: pen.alt });
    if (begun !== null) {
      cuts.warm();
      this.#boxing = { begun, from: pen.point, to: pen.point };
    }
  }

  #beginCut(boxing: Boxing): void {
    const { cuts } = this.#hands;
    const box = this.#boxOf(boxing);
    if (cuts === null || box.width < leastBoxPx || box.height < leastBoxPx) {
      return;
    }
    const begun = begunByNow(this.#hands, boxing.begun);
    this.#cutting = {
      box,
      begun,
      stroke: this.#hands.begin(begun.aim),
      cut: cuts.begin(box),
      hints: [],
      taken: [],
      region: emptyCutout,
      live: null,
      abort: new AbortController(),
      rect: nowhere,
      isFound: false,
      isClosed: false,
    };
    this.#ask(this.#cutting);
  }

  /** Of whole pixels inside the picture. */
  #boxOf({ from, to }: Boxing): Rect {
    const left = Math.floor(Math.min(from.x, to.x));
    const top = Math.floor(Math.min(from.y, to.y));
    const width = Math.ceil(Math.max(from.x, to.x)) - left;
    const height = Math.ceil(Math.max(from.y, to.y)) - top;
    return clipRect({ x: left, y: top, width, height }, this.#hands.drawing.size);
  }

  #ask(cutting: Cutting): void {
    cutting.abort.abort();
    cutting.abort = new AbortController();
    cutting.isFound = false;
    this.#work(cutting, cutting.abort.signal).catch((error: unknown) => this.#fail(cutting, error));
  }

  async #work(cutting: Cutting, signal: AbortSignal): Promise<void> {
    this.#show(cutting, signal, await cutting.cut.preview(cutting.hints, signal));
    this.#show(cutting, signal, await cutting.cut.refined(signal));
    if (this.#cutting === cutting && !signal.aborted) {
      cutting.isFound = true;
      this.#settle(cutting);
      this.#hands.refresh();
    }
  }

  #show(cutting: Cutting, signal: AbortSignal, region: Cutout): void {
    if (this.#cutting === cutting && !signal.aborted) {
      this.#aimAnew(cutting);
      cutting.region = region;
      cutting.rect = coverRegion(cutting.stroke, region, cutting.rect);
      this.#hands.refresh();
    }
  }

  #settle(cutting: Cutting): void {
    if (!cutting.isClosed || !cutting.isFound) {
      return;
    }
    this.#aimAnew(cutting);
    this.#cutting = null;
    cutting.cut.end();
    const { aim } = cutting.stroke;
    const changes = cutting.stroke.finish();
    if (changes.length === 0) {
      this.#hands.refuse('nothing-here');
      return;
    }
    this.#hands.perform(aim.kind === 'remove' ? 'clear' : 'grabcut', aimedObject(aim), changes);
  }

  /** The class or the object at hand may be another than when the stroke was begun: it is for that one now. */
  #aimAnew(cutting: Cutting): void {
    const begun = begunByNow(this.#hands, cutting.begun);
    cutting.begun = begun;
    if (begun.aim !== cutting.stroke.aim) {
      cutting.stroke.cancel();
      cutting.stroke = this.#hands.begin(begun.aim);
      cutting.rect = coverRegion(cutting.stroke, cutting.region, nowhere);
    }
  }

  #fail(cutting: Cutting, error: unknown): void {
    if (this.#cutting === cutting && !isAborted(error)) {
      this.cancel();
      this.#hands.refuse('unreadable');
      this.#hands.refresh();
    }
  }
}
