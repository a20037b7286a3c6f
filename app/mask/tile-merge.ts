import {
  areaOfTile,
  cutoutFromTiles,
  emptyTile,
  fourSet,
  fullTile,
  gridAround,
  tileAt,
  wordsOfTile,
  type Tile,
  type TiledCutout,
  type TileGrid,
} from './tiles.ts';
import { joinRects } from './bitmap.ts';

/** What is set in both. */
export function commonTiles(a: TiledCutout, b: TiledCutout): TiledCutout {
  return cutoutFromTiles(merged(a.grid, a.grid, b.grid, commonTile));
}

/** What is set in `a` and not in `b`. */
export function tilesWithout(a: TiledCutout, b: TiledCutout): TiledCutout {
  return cutoutFromTiles(merged(a.grid, a.grid, b.grid, tileWithout));
}

/** The object with the pixels of `flips` flipped, and by how many pixels it has grown. */
export function toggledTiles(
  object: TiledCutout,
  flips: TiledCutout,
): { readonly cutout: TiledCutout; readonly grownPx2: number } {
  let grownPx2 = 0;
  const around = gridAround(joinRects(object, flips));
  const grid = merged(around, object.grid, flips.grid, (before, flip) => {
    const after = toggledTile(before, flip);
    if (after !== before) grownPx2 += areaOfTile(after) - areaOfTile(before);
    return after;
  });
  return { cutout: cutoutFromTiles(grid), grownPx2 };
}

function merged(
  { left, top, columns, rows }: Omit<TileGrid, 'tiles'>,
  a: TileGrid,
  b: TileGrid,
  merge: (a: Tile, b: Tile) => Tile,
): TileGrid {
  const tiles: Tile[] = [];
  for (let row = top; row < top + rows; row++) {
    for (let column = left; column < left + columns; column++) {
      tiles.push(merge(tileAt(a, column, row), tileAt(b, column, row)));
    }
  }
  return { left, top, columns, rows, tiles };
}

function commonTile(a: Tile, b: Tile): Tile {
  if (a === emptyTile || b === fullTile) return a;
  if (b === emptyTile || a === fullTile) return b;
  const made = new Uint32Array(wordsOfTile);
  let some = 0;
  for (let i = 0; i < wordsOfTile; i++) some |= made[i] = a[i]! & b[i]!;
  return some === 0 ? emptyTile : made;
}

function tileWithout(a: Tile, b: Tile): Tile {
  if (a === emptyTile || b === emptyTile) return a;
  if (b === fullTile) return emptyTile;
  const made = new Uint32Array(wordsOfTile);
  let some = 0;
  for (let i = 0; i < wordsOfTile; i++) some |= made[i] = a[i]! & (b[i]! ^ fourSet);
  return some === 0 ? emptyTile : made;
}

function toggledTile(a: Tile, b: Tile): Tile {
  if (b === emptyTile) return a;
  if (a === emptyTile) return b;
  if (a === b) return emptyTile;
  const made = new Uint32Array(wordsOfTile);
  let some = 0;
  let every = fourSet;
  for (let i = 0; i < wordsOfTile; i++) {
    const word = (made[i] = a[i]! ^ b[i]!);
    some |= word;
    every &= word;
  }
  return some === 0 ? emptyTile : every === fourSet ? fullTile : made;
}
