import {
  areaOfTile,
  cutoutFromTiles,
  emptyTile,
  emptyTiles,
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
  const left = Math.max(a.grid.left, b.grid.left);
  const top = Math.max(a.grid.top, b.grid.top);
  const right = Math.min(a.grid.left + a.grid.columns, b.grid.left + b.grid.columns);
  const bottom = Math.min(a.grid.top + a.grid.rows, b.grid.top + b.grid.rows);
  if (left >= right || top >= bottom) return emptyTiles;
  const tiles: Tile[] = [];
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      tiles.push(commonTile(tileAt(a.grid, column, row), tileAt(b.grid, column, row)));
    }
  }
  return cutoutFromTiles({ left, top, columns: right - left, rows: bottom - top, tiles });
}

/** What is set in `a` and not in `b`. */
export function tilesWithout(a: TiledCutout, b: TiledCutout): TiledCutout {
  const { left, top, columns, rows, tiles: before } = a.grid;
  const tiles = before.map((tile, at) => {
    const column = at % columns;
    return tileWithout(tile, tileAt(b.grid, left + column, top + (at - column) / columns));
  });
  return cutoutFromTiles({ left, top, columns, rows, tiles });
}

/** The object with the pixels of `flips` flipped, and by how many pixels it has grown. */
export function toggledTiles(
  object: TiledCutout,
  flips: TiledCutout,
): { readonly cutout: TiledCutout; readonly grownPx2: number } {
  const around = gridAround(joinRects(object, flips));
  const tiles = tilesWithin(object.grid, around);
  let grownPx2 = 0;
  const { grid } = flips;
  for (let at = 0; at < grid.tiles.length; at++) {
    const flip = grid.tiles[at]!;
    if (flip === emptyTile) continue;
    const column = at % grid.columns;
    const row = (at - column) / grid.columns + grid.top - around.top;
    const place = row * around.columns + column + grid.left - around.left;
    const before = tiles[place]!;
    const after = toggledTile(before, flip);
    tiles[place] = after;
    grownPx2 += areaOfTile(after) - areaOfTile(before);
  }
  return { cutout: cutoutFromTiles({ ...around, tiles }), grownPx2 };
}

/** A copy, with room around. */
function tilesWithin(grid: TileGrid, around: Omit<TileGrid, 'tiles'>): Tile[] {
  const { left, top, columns, rows } = around;
  if (columns === grid.columns && rows === grid.rows) return grid.tiles.slice();
  const tiles = Array.from({ length: columns * rows }, () => emptyTile);
  for (let row = 0; row < grid.rows; row++) {
    const to = (row + grid.top - top) * columns + grid.left - left;
    for (let column = 0; column < grid.columns; column++) {
      tiles[to + column] = grid.tiles[row * grid.columns + column]!;
    }
  }
  return tiles;
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
