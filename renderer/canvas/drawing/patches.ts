import type { Shape } from '../../../app/domain/annotation.ts';
import type { Size } from '../../../app/domain/geometry.ts';
import type { Patch } from '../../../app/domain/gesture.ts';
import { cocoStringFromRle, rleFromCocoCounts } from '../../../app/mask/coco-counts.ts';
import type { Cutout } from '../../../app/mask/cutout.ts';
import { rleFromBitmap, type Rle } from '../../../app/mask/rle.ts';
import { rleFromTiles, tilesFromRle } from '../../../app/mask/tile-rle.ts';
import type { TiledCutout } from '../../../app/mask/tiles.ts';

/** What was written as runs a moment ago and will be applied in the next: it need not be read back from them. */
const made = new WeakMap<Patch | Shape, TiledCutout>();

/** The tiles that runs were made of, once: nobody holds on to them as long as a history holds the runs. */
export function madeOf(runs: Patch | Shape): TiledCutout | undefined {
  const tiles = made.get(runs);
  made.delete(runs);
  return tiles;
}

/** The patch that toggles these pixels; there must be some. */
export function patchFromCutout({ x, y, width, height, data }: Cutout): Patch {
  const counts = cocoStringFromRle(rleFromBitmap({ width, height, data }));
  return { x, y, width, height, counts };
}

/** The same of tiles. Its runs are written when somebody asks for them: what they show comes first. */
export function patchFromTiles(tiles: TiledCutout): Patch {
  const { x, y, width, height } = tiles;
  const box = { x, y, width, height };
  const runs = writtenOnce(() => rleFromTiles(tiles, box));
  const patch = {
    ...box,
    get counts() {
      return runs();
    },
  };
  made.set(patch, tiles);
  return patch;
}

/** The shape of a new object in a picture of this size. */
export function shapeFromTiles(tiles: TiledCutout, size: Size): Shape {
  const runs = writtenOnce(() => rleFromTiles(tiles, { x: 0, y: 0, ...size }));
  const shape = {
    kind: 'mask' as const,
    get rle() {
      return runs();
    },
  };
  made.set(shape, tiles);
  return shape;
}

/** Lets go of what the runs are written from as soon as they are. */
function writtenOnce(runs: () => Rle): () => string {
  let write: (() => Rle) | null = runs;
  let written = '';
  return () => {
    if (write !== null) written = cocoStringFromRle(write());
    write = null;
    return written;
  };
}

export function tilesFromPatch(patch: Patch): TiledCutout {
  return (
    madeOf(patch) ??
    tilesFromRle(rleFromCocoCounts(patch.counts, [patch.height, patch.width]), patch)
  );
}
