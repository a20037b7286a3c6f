import type { Polygons, Shape } from '../../../app/domain/annotation.ts';
import type { Rect, Size } from '../../../app/domain/geometry.ts';
import type { Patch } from '../../../app/domain/gesture.ts';
import { toggledTiles } from '../../../app/mask/tile-merge.ts';
import { boxesOfTiles, emptyTile, fullTile, type TiledCutout } from '../../../app/mask/tiles.ts';
import { tilesFromPatch } from './patches.ts';

/** What is kept may take about so much, in bytes: some eighty strokes on 12 megapixels. */
const budgetBytes = 48 * 2 ** 20;
const bytesOfTile = 4096;
const bytesOfPlace = 4;

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

/** An object before and after its pixels were flipped; flipping is its own inverse. */
interface Flip {
  readonly before: TiledCutout;
  readonly after: TiledCutout;
  readonly grownPx2: number;
  readonly boxes: readonly Rect[];
}

export interface Flipped {
  readonly cutout: TiledCutout;
  readonly grownPx2: number;
  /** Around all that was flipped. */
  readonly boxes: readonly Rect[];
}

const flips = new KeptPixels<Patch, Flip>(budgetBytes);

/** The object with the patch's pixels flipped. Taken back or done again, it is looked up. */
export function flippedBy(object: TiledCutout, patch: Patch): Flipped {
  const known = flips.get(patch);
  if (known?.before === object) {
    return { cutout: known.after, grownPx2: known.grownPx2, boxes: known.boxes };
  }
  if (known?.after === object) {
    return { cutout: known.before, grownPx2: -known.grownPx2, boxes: known.boxes };
  }
  const toggles = tilesFromPatch(patch);
  const { cutout, grownPx2 } = toggledTiles(object, toggles);
  const boxes = boxesOfTiles(toggles);
  // What was before is what another flip led to, or what was loaded: it is not counted again.
  const bytes = bytesOfMixed(toggles) + bytesOfPlaces(cutout);
  flips.keep(patch, { before: object, after: cutout, grownPx2, boxes }, bytes);
  return { cutout, grownPx2, boxes };
}

interface Whole {
  readonly cutout: TiledCutout;
  readonly areaPx2: number;
}

const wholes = new KeptPixels<object, Whole & { readonly size: Size }>(budgetBytes / 2);

/** The pixels of a whole object in a picture of this size, by its shape or its corners as a gesture names them. */
export function keepWhole(key: Shape | Polygons, { cutout, areaPx2 }: Whole, size: Size): void {
  wholes.keep(key, { cutout, areaPx2, size }, bytesOfMixed(cutout) + bytesOfPlaces(cutout));
}

export function keptWhole(key: Shape | Polygons, { width, height }: Size): Whole | undefined {
  const found = wholes.get(key);
  // A copy may lie in another picture, whose border cuts it off elsewhere.
  if (found?.size.width !== width || found.size.height !== height) return undefined;
  return { cutout: found.cutout, areaPx2: found.areaPx2 };
}

function bytesOfMixed({ grid }: TiledCutout): number {
  let mixed = 0;
  for (const tile of grid.tiles) if (tile !== emptyTile && tile !== fullTile) mixed++;
  return mixed * bytesOfTile;
}

function bytesOfPlaces({ grid }: TiledCutout): number {
  return grid.tiles.length * bytesOfPlace;
}
