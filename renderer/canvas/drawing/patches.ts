import type { Shape } from '../../../app/domain/annotation.ts';
import type { Rect, Size } from '../../../app/domain/geometry.ts';
import type { Patch } from '../../../app/domain/gesture.ts';
import { cocoStringFromRle, rleFromCocoCounts } from '../../../app/mask/coco-counts.ts';
import type { Cutout } from '../../../app/mask/cutout.ts';
import { rleFromBitmap } from '../../../app/mask/rle-bitmap.ts';
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
  const runs = runsOnce(tiles, box);
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
  const runs = runsOnce(tiles, { x: 0, y: 0, ...size });
  const shape = {
    kind: 'mask' as const,
    get rle() {
      return runs();
    },
  };
  made.set(shape, tiles);
  return shape;
}

/**
 * The runs of tiles, written when they are first asked for; then the tiles are let go of, as a history holds hundreds
 * of strokes. No function may name `tiles` itself: one that does keeps it for all that are made beside it.
 */
function runsOnce(tiles: TiledCutout, box: Rect): () => string {
  let unwritten: { readonly tiles: TiledCutout; readonly box: Rect } | null = { tiles, box };
  let written = '';
  return () => {
    if (unwritten !== null)
      written = cocoStringFromRle(rleFromTiles(unwritten.tiles, unwritten.box));
    unwritten = null;
    return written;
  };
}

export function tilesFromPatch(patch: Patch): TiledCutout {
  return (
    madeOf(patch) ??
    tilesFromRle(rleFromCocoCounts(patch.counts, [patch.height, patch.width]), patch)
  );
}
