import type { Point, Rect } from '../../../app/domain/geometry.ts';
import { createBitmap, joinRects, type Bitmap } from '../../../app/mask/bitmap.ts';
import { brushCentre, stampStroke } from '../../../app/mask/brush.ts';
import { nowhere } from '../drawing/drawing.ts';
import type { Stroke } from '../drawing/stroke.ts';
import type { PictureReading } from '../worker/picture-reading.ts';
import { isAborted } from '../worker/worker-client.ts';
import { aimedObject } from './aim.ts';
import { RegionIndex } from './region-index.ts';
import { blankSketch, type Hands, type Pen, type Sketch, type Tool } from './tool.ts';

/** The superpixels of one picture, or the question for them. */
interface Found {
  readonly reading: PictureReading;
  readonly sidePx: number;
  readonly abort: AbortController;
  index: RegionIndex | null;
}

interface Gesture {
  readonly stroke: Stroke;
  readonly erases: boolean;
  readonly taken: Set<number>;
  /** The pen's way: what lies before `next` is painted, the rest waits for the superpixels. */
  readonly way: Point[];
  next: number;
  isReleased: boolean;
}

/** The brush paints whole superpixels: each that it touches. Alt takes them away. */
export class SuperpixelTool implements Tool {
  readonly name = 'superpixel';
  readonly #hands: Hands;
  #found: Found | null = null;
  #gesture: Gesture | null = null;
  /** What the brush touches, as large as the picture; empty between two moves. */
  #touched: Bitmap | null = null;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  get isSettling(): boolean {
    return this.#gesture?.isReleased ?? false;
  }

  get takesAway(): boolean | null {
    return this.#gesture?.erases ?? null;
  }

  press(pen: Pen): void {
    // A stroke that still waits for the superpixels goes first.
    if (pen.button !== 0 || this.#gesture !== null) {
      return;
    }
    if (this.#hands.reading === null) {
      this.#hands.refuse('unreadable');
      return;
    }
    this.#find();
    const aim = this.#hands.aimAt(pen.point, { erasing: pen.alt });
    if (aim === null) {
      return;
    }
    this.#gesture = {
      stroke: this.#hands.begin(aim),
      erases: pen.alt,
      taken: new Set(),
      way: [pen.point],
      next: 0,
      isReleased: false,
    };
    this.#paint();
  }

  move(pen: Pen): void {
    this.#find();
    if (this.#gesture?.isReleased === false) {
      this.#gesture.way.push(pen.point);
      this.#paint();
    }
  }

  release(): void {
    if (this.#gesture !== null) {
      this.#gesture.isReleased = true;
      this.#paint();
    }
  }

  finish(): boolean {
    return false;
  }

  cancel(): boolean {
    const gesture = this.#gesture;
    this.#gesture = null;
    gesture?.stroke.cancel();
    return gesture !== null;
  }

  stepBack(): boolean {
    return false;
  }

  sketch(pen: Pen | null): Sketch {
    if (pen === null) {
      return blankSketch;
    }
    const { brushSizePx: sizePx, brushShape: shape, reading } = this.#hands;
    const at = brushCentre(pen.point, sizePx);
    const ring = { at, sizePx, shape, erases: this.#gesture?.erases ?? pen.alt };
    const index = this.#found?.reading === reading ? this.#found.index : null;
    return index === null
      ? { ...blankSketch, ring }
      : { ...blankSketch, ring, regions: { all: index.all, sidePx: index.sidePx, around: at } };
  }

  /** Asks for the superpixels of the picture and of the side at hand, once. */
  #find(): void {
    const { reading, pixelOptions } = this.#hands;
    const { regionSidePx: sidePx } = pixelOptions;
    const before = this.#found;
    // A stroke under way keeps the superpixels that it began with.
    const isKept = before?.reading === reading && (before.sidePx === sidePx || this.#gesture);
    if (reading === null || isKept) {
      return;
    }
    before?.abort.abort();
    const found: Found = { reading, sidePx, abort: new AbortController(), index: null };
    this.#found = found;
    reading
      .superpixels(sidePx, found.abort.signal)
      .then((all) => {
        if (this.#found !== found) return;
        found.index = new RegionIndex(all, sidePx);
        this.#paint();
        this.#hands.refresh();
      })
      .catch((error: unknown) => {
        if (this.#found === found && !isAborted(error)) this.#giveUp();
      });
  }

  #giveUp(): void {
    this.#found = null;
    this.cancel();
    this.#hands.refuse('unreadable');
    this.#hands.refresh();
  }

  /** Paints what of the way is not painted yet; done when the pen is lifted. */
  #paint(): void {
    const gesture = this.#gesture;
    const index = this.#found?.index ?? null;
    if (gesture === null || index === null) {
      return;
    }
    const { stroke, taken, way } = gesture;
    let grown = nowhere;
    for (; gesture.next < way.length; gesture.next++) {
      const to = way[gesture.next]!;
      for (const region of this.#touchedOn(way[gesture.next - 1] ?? to, to, index)) {
        if (!taken.has(region)) {
          taken.add(region);
          grown = joinRects(grown, index.cover(region, stroke.cover));
        }
      }
    }
    if (grown.width > 0) stroke.grown(grown);
    if (gesture.isReleased) {
      this.#gesture = null;
      const act = gesture.erases ? 'eraser' : 'superpixel';
      this.#hands.perform(act, aimedObject(stroke.aim), stroke.finish());
      this.#hands.refresh();
    }
  }

  #touchedOn(from: Point, to: Point, index: RegionIndex): ReadonlySet<number> {
    const { width, height } = this.#hands.drawing.size;
    if (this.#touched?.width !== width || this.#touched.height !== height) {
      this.#touched = createBitmap(width, height);
    }
    const bitmap = this.#touched;
    const { brushSizePx: diameterPx, brushShape: shape } = this.#hands;
    const rect: Rect = stampStroke({ bitmap, from, to, diameterPx, shape, value: 1 });
    const regions = index.under(bitmap, rect);
    for (let row = rect.y; row < rect.y + rect.height; row++) {
      const start = row * width + rect.x;
      bitmap.data.fill(0, start, start + rect.width);
    }
    return regions;
  }
}
