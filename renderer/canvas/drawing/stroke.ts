import type { Rect } from '../../../app/domain/geometry.ts';
import type { Change } from '../../../app/domain/gesture.ts';
import { clipRect, joinRects, type Bitmap } from '../../../app/mask/bitmap.ts';
import { commonTiles, tilesWithout } from '../../../app/mask/tile-merge.ts';
import { tilesFromBitmap, uncoverTiles, type KnownTiles } from '../../../app/mask/tile-pixels.ts';
import {
  areaOfTiles,
  boxesOfTiles,
  gridAround,
  tileSide,
  type TiledCutout,
} from '../../../app/mask/tiles.ts';
import type { Cover } from './cover.ts';
import { nowhere, type Drawing, type LiveStroke } from './drawing.ts';
import { isYielding, seedOf, type DrawnObject } from './drawn-object.ts';
import type { OverlapPolicy } from './overlap-policy.ts';
import { patchFromTiles, shapeFromTiles } from './patches.ts';

/** What a stroke does with the pixels it covers. */
export type Aim =
  | { readonly kind: 'add'; readonly object: number }
  | {
      readonly kind: 'create';
      readonly object: number;
      readonly category: number;
      /** Others that it may lie over, whatever the rule: a copy never takes from what it is a copy of. */
      readonly beside?: readonly number[];
    }
  | { readonly kind: 'remove'; readonly objects: readonly number[] };

/**
 * A stroke under way: the pixels it covers, and nothing else. No object changes before the stroke ends, so that
 * cancelling it is forgetting it. `cover` is painted on by whoever holds the pen.
 */
export class Stroke implements LiveStroke {
  readonly aim: Aim;
  readonly cover: Bitmap;
  readonly #wiped: Cover;
  readonly newSlot: number | null;
  /** Some pixel was not painted: another object lies there. */
  isHeldBack = false;
  #bounds: Rect = nowhere;
  readonly #drawing: Drawing;
  readonly #overlap: OverlapPolicy;

  constructor(drawing: Drawing, aim: Aim, cover: Cover, overlap: OverlapPolicy = 'overwrite') {
    this.#drawing = drawing;
    this.#overlap = overlap;
    this.aim = aim;
    this.#wiped = cover;
    this.cover = cover.clean();
    this.newSlot = aim.kind === 'create' ? drawing.slotOf(aim.object) : null;
    drawing.stroke = this;
  }

  get bounds(): Rect {
    return this.#bounds;
  }

  takesFrom(object: DrawnObject): boolean {
    if (this.aim.kind === 'remove') {
      return this.aim.objects.includes(object.id);
    }
    return this.#overlap === 'overwrite' && this.#meets(object) && isYielding(object);
  }

  addsTo(object: DrawnObject): boolean {
    return this.aim.kind === 'add' && this.aim.object === object.id;
  }

  /** The cover has grown inside these boxes. */
  grown(...rects: readonly Rect[]): void {
    for (const rect of rects) {
      const inside = clipRect(rect, this.#drawing.size);
      this.#bounds = joinRects(this.#bounds, inside);
      this.#holdBack(inside);
      this.#drawing.redraw(inside);
    }
  }

  /** Where only the empty is painted, the cover loses what lies on any other object that is seen. */
  #holdBack(rect: Rect): void {
    if (this.#overlap !== 'only-empty' || this.aim.kind === 'remove') {
      return;
    }
    for (const object of this.#drawing.objects) {
      const bars = object.visible && this.#meets(object);
      if (bars && uncoverTiles(this.cover, rect, object.cutout)) this.isHeldBack = true;
    }
  }

  /** Whether the rule for overlaps is for this object. */
  #meets({ id }: DrawnObject): boolean {
    const { aim } = this;
    switch (aim.kind) {
      case 'remove':
        return false;
      case 'add':
        return id !== aim.object;
      case 'create':
        return id !== aim.object && aim.beside?.includes(id) !== true;
    }
  }

  /** What the stroke changes, bottom object first; nothing when it covers nothing new. */
  #changes(cover: TiledCutout): readonly Change[] {
    const { objects } = this.#drawing;
    const order = objects.map(({ id }) => id);
    const changes: Change[] = [];
    for (const object of objects) {
      if (this.takesFrom(object)) {
        const part = commonTiles(object.cutout, cover);
        changes.push(...this.#taken(object, part, order));
      } else if (this.addsTo(object)) {
        const part = tilesWithout(cover, object.cutout);
        changes.push(...toggled(object, part));
      }
    }
    if (this.aim.kind === 'create') {
      changes.push(...this.#created(this.aim, cover, order.length));
    }
    return changes;
  }

  /**
   * Ends it and answers what it changed; applied, the changes show what the stroke showed. `painted` is what whoever
   * painted knows of the cover.
   */
  finish(painted?: KnownTiles): readonly Change[] {
    const known = this.isHeldBack ? withoutFull(painted) : painted;
    // Nothing is set beyond the bounds, and whole tiles are read several pixels at a time.
    const cover = tilesFromBitmap(this.cover, wholeTilesAround(this.#bounds), known);
    const changes = this.#changes(cover);
    this.#takeOff(boxesOfTiles(cover));
    this.#drawing.shows(changes);
    return changes;
  }

  /** Ends it without a trace. */
  cancel(): void {
    this.#takeOff([this.#bounds]);
    this.#drawing.redraw(this.#bounds);
  }

  /** `used` is where the cover is set. */
  #takeOff(used: readonly Rect[]): void {
    this.#wiped.leave(used);
    this.#drawing.stroke = null;
  }

  /** An object without a pixel left is gone. `order` loses it. */
  #taken(object: DrawnObject, part: TiledCutout, order: number[]): readonly Change[] {
    if (areaOfTiles(part) < object.areaPx2) {
      return toggled(object, part);
    }
    if (object.areaPx2 === 0) {
      return [];
    }
    const position = order.indexOf(object.id);
    order.splice(position, 1);
    return [{ kind: 'delete', seed: seedOf(object, position, this.#drawing.size) }];
  }

  #created(
    { object: id, category }: { readonly object: number; readonly category: number },
    cover: TiledCutout,
    position: number,
  ): readonly Change[] {
    if (cover.width === 0) {
      return [];
    }
    const shape = shapeFromTiles(cover, this.#drawing.size);
    return [{ kind: 'create', seed: { id, category, shape, crowd: false, position } }];
  }
}

/** Pixels were taken off the cover again. */
function withoutFull(painted: KnownTiles | undefined): KnownTiles | undefined {
  return painted && { isEmpty: (column, row) => painted.isEmpty(column, row), isFull: () => false };
}

function wholeTilesAround(rect: Rect): Rect {
  const { left, top, columns, rows } = gridAround(rect);
  const side = tileSide;
  return { x: left * side, y: top * side, width: columns * side, height: rows * side };
}

/** A polygon becomes a mask with its first changed pixel. */
function toggled({ id, polygons }: DrawnObject, part: TiledCutout): readonly Change[] {
  if (part.width === 0) {
    return [];
  }
  const xor: Change = { kind: 'xor', annotation: id, patch: patchFromTiles(part) };
  return polygons === null ? [xor] : [{ kind: 'rasterise', annotation: id, polygons }, xor];
}
