import type { Annotation } from '../../../app/domain/annotation.ts';
import type { Point, Rect, Size, Turn } from '../../../app/domain/geometry.ts';
import type { Change } from '../../../app/domain/gesture.ts';
import { clipRect, type Bitmap } from '../../../app/mask/bitmap.ts';
import { clearLabels, layBitmap, type TopLabels } from '../../../app/mask/cutout.ts';
import { layTiles } from '../../../app/mask/tile-pixels.ts';
import { boxesOfTiles, tilesHave } from '../../../app/mask/tiles.ts';
import {
  objectFromAnnotation,
  objectFromSeed,
  pixelsOf,
  pixelsOfPolygons,
  isDrawnAlike,
  isYielding,
  plainlyShown,
  type DrawnObject,
  type Shown,
} from './drawn-object.ts';
import { flippedBy, keepWhole, keptWhole } from './kept-pixels.ts';
import { Region } from '../region.ts';

export interface DrawingListener {
  /** Pixels inside this box may look different; in stored pixels. */
  pixels(rect: Rect): void;
  /** The list of objects, or one of them, is another. */
  objects(): void;
}

/** What of a stroke the drawing needs to know to show it. */
export interface LiveStroke {
  readonly cover: Bitmap;
  /** The label of an object that the stroke brings into being. */
  readonly newSlot: number | null;
  takesFrom(object: DrawnObject): boolean;
  addsTo(object: DrawnObject): boolean;
}

/** What a drawing is made of. */
export interface Drawn {
  readonly size: Size;
  readonly turn: Turn;
  readonly annotations: readonly Annotation[];
}

/** So much is laid out without a pause: a few milliseconds of work in a large picture. */
const rowsPerStep = 256;

export const nowhere: Rect = { x: 0, y: 0, width: 0, height: 0 };

/**
 * One picture's objects and what of them is on top at each pixel. Everything is in stored pixels.
 * It changes through `apply` alone; a stroke under way is laid over it and leaves no trace when it is cancelled.
 */
export class Drawing {
  readonly size: Size;
  readonly turn: Turn;
  readonly labels: TopLabels;
  /** Bottom first. */
  objects: readonly DrawnObject[] = [];
  /** The stroke under the pen. */
  stroke: LiveStroke | null = null;

  /** Kept for objects that are gone too: taken back, they are drawn in the colours they had. */
  readonly #slots = new Map<number, number>();
  /** As those that are gone were shown, for when they come back. */
  readonly #gone = new Map<number, Shown>();
  /** Objects that are as their file says, as they were then. */
  readonly #untouched = new Map<number, DrawnObject>();
  #isRevealing = false;
  readonly #listeners = new Set<DrawingListener>();
  /** What a stroke that has just ended changes: it is on the screen already. */
  #shown: readonly Change[] | null = null;

  constructor({ size, turn, annotations }: Drawn) {
    this.size = { width: size.width, height: size.height };
    this.turn = turn;
    this.labels = { ...this.size, values: new Uint16Array(size.width * size.height) };
    const steps = this.#load(annotations);
    while (steps.next().done !== true);
  }

  /** The same, made bit by bit: whoever has time goes on with it, and a hand between two steps waits for neither. */
  static *inSteps(drawn: Drawn): Generator<void, Drawing, void> {
    const drawing = new Drawing({ ...drawn, annotations: [] });
    yield* drawing.#load(drawn.annotations);
    return drawing;
  }

  *#load(annotations: readonly Annotation[]): Generator<void, void, void> {
    const objects: DrawnObject[] = [];
    for (const annotation of annotations) {
      const object = objectFromAnnotation(annotation, this.slotOf(annotation.id), this.size);
      if (!annotation.edited) this.#untouched.set(object.id, object);
      objects.push(object);
      yield;
    }
    this.objects = objects;
    const { width, height } = this.size;
    for (let y = 0; y < height && objects.length > 0; y += rowsPerStep) {
      // Nothing is to be cleared, and nobody listens yet.
      this.#lay({ x: 0, y, width, height: Math.min(rowsPerStep, height - y) });
      yield;
    }
  }

  listen(listener: DrawingListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The label of an object, here or still to come. */
  slotOf(id: number): number {
    const slot = this.#slots.get(id) ?? this.#slots.size + 1;
    this.#slots.set(id, slot);
    return slot;
  }

  object(id: number): DrawnObject | undefined {
    return this.objects.find((object) => object.id === id);
  }

  /** Whether an object is another than its file says; taken back, it is not. */
  isEdited(object: DrawnObject): boolean {
    const untouched = this.#untouched.get(object.id);
    return untouched === undefined || !isDrawnAlike(object, untouched);
  }

  /** These are as their file says, here and now: of those edited before they were loaded, nobody could know. */
  areUntouched(ids: readonly number[]): void {
    const found = ids.filter((id) => !this.#untouched.has(id) && this.object(id) !== undefined);
    for (const id of found) {
      const object = { ...this.#expect(id) };
      this.#untouched.set(id, object);
      this.#put(object);
    }
    if (found.length > 0) this.#tellObjects();
  }

  contains({ x, y }: Point): boolean {
    return x >= 0 && y >= 0 && x < this.size.width && y < this.size.height;
  }

  /** The uppermost visible object under a point, or null. */
  objectAt({ x, y }: Point): DrawnObject | null {
    const pixel = { x: Math.floor(x), y: Math.floor(y) };
    const found = drawnOrder(this.objects).findLast(
      ({ visible, cutout }) => visible && tilesHave(cutout, pixel),
    );
    return found ?? null;
  }

  /** In order; a change of an object that is not here is an error of the caller. */
  apply(changes: readonly Change[]): void {
    const isShown = changes === this.#shown;
    const touched = new Region(this.size);
    for (const change of changes) {
      for (const box of this.#applyOne(change)) touched.add(box);
    }
    if (!isShown) {
      this.#redrawAll(touched.boxes());
    }
    this.#shown = null;
    this.#tellObjects();
  }

  /** A stroke has ended, and the picture looks as it will when these changes are applied; as before it where there are none. */
  shows(changes: readonly Change[]): void {
    this.#shown = changes;
  }

  show(ids: number | readonly number[], change: Partial<Shown>): void {
    const touched = new Region(this.size);
    for (const id of [ids].flat()) {
      const object = this.#expect(id);
      this.#put({ ...object, ...change });
      for (const box of boxesOfTiles(object.cutout)) touched.add(box);
    }
    this.#redrawAll(touched.boxes());
    this.#tellObjects();
  }

  /** Draws hidden objects too: a network is trained on them. */
  reveal(isRevealing: boolean): void {
    if (this.#isRevealing !== isRevealing) {
      this.#isRevealing = isRevealing;
      this.redraw({ x: 0, y: 0, ...this.size });
    }
  }

  /** Works out anew what lies on top inside `rect`, the stroke under way laid over it. */
  redraw(rect: Rect): void {
    if (rect.width === 0 || rect.height === 0) {
      return;
    }
    this.#shown = null;
    clearLabels(this.labels, rect);
    this.#lay(rect);
    for (const listener of this.#listeners) {
      listener.pixels(rect);
    }
  }

  /** Where no label is yet. */
  #lay(rect: Rect): void {
    const stroke = this.stroke;
    for (const object of drawnOrder(this.objects)) {
      const { slot: label, cutout, visible } = object;
      if ((visible || this.#isRevealing) && doMeet(cutout, rect)) {
        const except = stroke?.takesFrom(object) === true ? { except: stroke.cover } : {};
        layTiles(this.labels, { cutout, label, rect, ...except });
      }
      if (stroke?.addsTo(object) === true) {
        layBitmap(this.labels, { bitmap: stroke.cover, label, rect });
      }
    }
    if (stroke !== null && stroke.newSlot !== null) {
      layBitmap(this.labels, { bitmap: stroke.cover, label: stroke.newSlot, rect });
    }
  }

  /** Polygon corners under the pointer, before they are a change. */
  previewPolygons(id: number, polygons: readonly (readonly number[])[]): void {
    const before = this.#expect(id);
    const after = { ...before, ...pixelsOfPolygons(polygons, this.size) };
    this.#put(after);
    this.#redrawAll([...boxesOfTiles(before.cutout), ...boxesOfTiles(after.cutout)]);
    this.#tellObjects();
  }

  yielding(): readonly DrawnObject[] {
    return this.objects.filter(isYielding);
  }

  #redrawAll(boxes: readonly Rect[]): void {
    for (const box of boxes) {
      this.redraw(clipRect(box, this.size));
    }
  }

  /** Works out what these changes will need, before they are asked for: applied as they are, they find it kept. */
  prepare(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.kind === 'xor') {
        const object = this.objects.find(({ id }) => id === change.annotation);
        if (object !== undefined) flippedBy(object.cutout, change.patch);
      } else if (change.kind === 'create') {
        const { shape } = change.seed;
        if (keptWhole(shape, this.size) === undefined) {
          keepWhole(shape, pixelsOf(shape, this.size), this.size);
        }
      }
    }
  }

  /** Answers boxes around all that changed. */
  #applyOne(change: Change): readonly Rect[] {
    switch (change.kind) {
      case 'xor': {
        const object = this.#expect(change.annotation);
        const { cutout, grownPx2, boxes } = flippedBy(object.cutout, change.patch);
        const areaPx2 = object.areaPx2 + grownPx2;
        this.#put({ ...object, polygons: null, cutout, areaPx2 });
        return boxes;
      }
      case 'create': {
        const { id } = change.seed;
        const shown = this.#gone.get(id) ?? plainlyShown;
        const kept = keptWhole(change.seed.shape, this.size);
        const object = objectFromSeed(change.seed, {
          slot: this.slotOf(id),
          size: this.size,
          shown,
          ...(kept === undefined ? {} : { kept }),
        });
        this.objects = this.objects.toSpliced(change.seed.position, 0, object);
        return boxesOfTiles(object.cutout);
      }
      case 'delete': {
        const object = this.#expect(change.seed.id);
        const { visible, locked, color } = object;
        this.#gone.set(object.id, { visible, locked, color });
        this.objects = this.objects.filter(({ id }) => id !== object.id);
        keepWhole(change.seed.shape, object, this.size);
        return boxesOfTiles(object.cutout);
      }
      case 'vertices': {
        const before = this.#expect(change.annotation);
        const after = { ...before, ...pixelsOfPolygons(change.after, this.size) };
        this.#put(after);
        return [...boxesOfTiles(before.cutout), ...boxesOfTiles(after.cutout)];
      }
      case 'rasterise': {
        const object = this.#expect(change.annotation);
        if (object.polygons === change.polygons) keepWhole(change.polygons, object, this.size);
        this.#put({ ...object, polygons: null });
        return [];
      }
      case 'vectorise': {
        const before = this.#expect(change.annotation);
        const { polygons } = change;
        const pixels = keptWhole(polygons, this.size) ?? pixelsOfPolygons(polygons, this.size);
        const after = { ...before, ...pixels, polygons };
        this.#put(after);
        if (after.cutout === before.cutout) return [];
        return [...boxesOfTiles(before.cutout), ...boxesOfTiles(after.cutout)];
      }
      case 'class': {
        const object = this.#expect(change.annotation);
        this.#put({ ...object, category: change.after });
        return boxesOfTiles(object.cutout);
      }
      case 'order': {
        this.objects = change.after.map((id) => this.#expect(id));
        return [{ x: 0, y: 0, ...this.size }];
      }
    }
  }

  #put(object: DrawnObject): void {
    this.objects = this.objects.map((other) => (other.id === object.id ? object : other));
  }

  #expect(id: number): DrawnObject {
    const object = this.object(id);
    if (object === undefined) {
      throw new Error(`The picture has no object ${String(id)}.`);
    }
    return object;
  }

  #tellObjects(): void {
    for (const listener of this.#listeners) {
      listener.objects();
    }
  }
}

function doMeet(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Crowds lie below all others, as they do when a network is trained. */
function drawnOrder(objects: readonly DrawnObject[]): readonly DrawnObject[] {
  return objects.some(({ crowd }) => crowd)
    ? [...objects.filter(({ crowd }) => crowd), ...objects.filter(({ crowd }) => !crowd)]
    : objects;
}

/** What lies on top at each pixel of objects as they were, hidden ones left out unless they are revealed. */
export function topOf(
  objects: readonly DrawnObject[],
  size: Size,
  isRevealing: boolean,
): Uint16Array {
  const values = new Uint16Array(size.width * size.height);
  const rect = { x: 0, y: 0, ...size };
  for (const { slot: label, cutout, visible } of drawnOrder(objects)) {
    if (visible || isRevealing) layTiles({ ...size, values }, { cutout, label, rect });
  }
  return values;
}
