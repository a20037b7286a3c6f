import type { Polygons, Shape } from '../../../app/domain/annotation.ts';
import type { Rect, Size } from '../../../app/domain/geometry.ts';
import type { Patch } from '../../../app/domain/gesture.ts';
import {
  changeByToggles,
  changedTiles,
  isChangeOf,
  reversedChange,
  type TileChange,
} from '../../../app/mask/tile-merge.ts';
import {
  boxesOfTiles,
  emptyTile,
  fullTile,
  type Tile,
  type TiledCutout,
} from '../../../app/mask/tiles.ts';
import { tilesFromPatch } from './patches.ts';

/** What is kept may take about so much, in bytes: some hundred strokes on 12 megapixels. */
const budgetOfFlips = 64 * 2 ** 20;
const budgetOfWholes = 24 * 2 ** 20;
/** Its pixels, and what a browser needs to hold an array of its own. */
const bytesOfTile = 4096 + 256;
/** Two tiles, a column and a row. */
const bytesOfPlace = 12;

interface Kept<T> {
  readonly value: T;
  readonly bytes: number;
}

/** Pixels by what they were worked out from. What was used last stays. */
class KeptPixels<K extends object, T> {
  readonly #kept = new Map<K, Kept<T>>();
  readonly #budget: number;
  #bytes = 0;

  constructor(budget: number) {
    this.#budget = budget;
  }

  get(key: K): T | undefined {
    const found = this.#kept.get(key);
    if (found === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found.value;
  }

  keep(key: K, value: T, bytes: number): void {
    this.#drop(key);
    this.#kept.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#budget) return;
      this.#drop(oldest);
    }
  }

  #drop(key: K): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }
}

interface Flip extends TileChange {
  readonly boxes: readonly Rect[];
}

export interface Flipped {
  readonly cutout: TiledCutout;
  readonly grownPx2: number;
  /** Around all that was flipped. */
  readonly boxes: readonly Rect[];
}

const flips = new KeptPixels<Patch, Flip>(budgetOfFlips);

/** The object with the patch's pixels flipped. Taken back or done again, its tiles are looked up. */
export function flippedBy(object: TiledCutout, patch: Patch): Flipped {
  const { boxes, ...change } = flipOf(object, patch);
  return { cutout: changedTiles(object, change), grownPx2: change.grownPx2, boxes };
}

function flipOf(object: TiledCutout, patch: Patch): Flip {
  const known = flips.get(patch);
  if (known !== undefined) {
    if (isChangeOf(object, known)) return known;
    // Flipping is its own inverse.
    const back = reversedChange(known);
    if (isChangeOf(object, back)) return { ...back, boxes: known.boxes };
  }
  const toggles = tilesFromPatch(patch);
  const flip = { ...changeByToggles(object, toggles), boxes: boxesOfTiles(toggles) };
  // The tiles before are what another flip led to, or what was loaded: they are not counted again.
  flips.keep(patch, flip, bytesOfMixed(flip.after) + flip.after.length * bytesOfPlace);
  return flip;
}

interface Whole {
  readonly cutout: TiledCutout;
  readonly areaPx2: number;
}

const wholes = new KeptPixels<object, Whole & { readonly size: Size }>(budgetOfWholes);

/** The pixels of a whole object in a picture of this size, by its shape or its corners as a gesture names them. */
export function keepWhole(key: Shape | Polygons, { cutout, areaPx2 }: Whole, size: Size): void {
  const { tiles } = cutout.grid;
  wholes.keep(key, { cutout, areaPx2, size }, bytesOfMixed(tiles) + tiles.length * bytesOfPlace);
}

export function keptWhole(key: Shape | Polygons, { width, height }: Size): Whole | undefined {
  const found = wholes.get(key);
  // A copy may lie in another picture, whose border cuts it off elsewhere.
  if (found?.size.width !== width || found.size.height !== height) return undefined;
  return { cutout: found.cutout, areaPx2: found.areaPx2 };
}

function bytesOfMixed(tiles: readonly Tile[]): number {
  let mixed = 0;
  for (const tile of tiles) if (tile !== emptyTile && tile !== fullTile) mixed++;
  return mixed * bytesOfTile;
}
