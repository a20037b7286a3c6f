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
import type { Rect } from '../domain/geometry.ts';
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

/** The tiles in which an object changes: all that must be kept to go there, and back again. */
export interface TileChange {
  /** Around all of them, in pixels. */
  readonly box: Rect;
  /** The column and the row of each, counted in tiles from the picture's corner, one after the other. */
  readonly places: Uint16Array;
  readonly before: readonly Tile[];
  readonly after: readonly Tile[];
  readonly grownPx2: number;
}

/** What flipping the pixels of `flips` changes. */
export function changeByToggles(object: TiledCutout, flips: TiledCutout): TileChange {
  const { left, top, columns, tiles } = flips.grid;
  const places: number[] = [];
  const before: Tile[] = [];
  const after: Tile[] = [];
  let grownPx2 = 0;
  for (let at = 0; at < tiles.length; at++) {
    const flip = tiles[at]!;
    if (flip === emptyTile) continue;
    const column = (at % columns) + left;
    const row = Math.floor(at / columns) + top;
    const old = tileAt(object.grid, column, row);
    const made = toggledTile(old, flip);
    places.push(column, row);
    before.push(old);
    after.push(made);
    grownPx2 += areaOfTile(made) - areaOfTile(old);
  }
  const { x, y, width, height } = flips;
  const box = { x, y, width, height };
  return { box, places: Uint16Array.from(places), before, after, grownPx2 };
}

/** The other way round. */
export function reversedChange(change: TileChange): TileChange {
  const { before, after, grownPx2 } = change;
  return { ...change, before: after, after: before, grownPx2: -grownPx2 };
}

/** Whether the object has the very tiles that the change begins with: only then is it of this object. */
export function isChangeOf({ grid }: TiledCutout, { places, before }: TileChange): boolean {
  return before.every((tile, at) => tile === tileAt(grid, places[2 * at]!, places[2 * at + 1]!));
}

export function changedTiles(object: TiledCutout, change: TileChange): TiledCutout {
  const { box, places, after } = change;
  const around = gridAround(joinRects(object, box));
  const tiles = tilesWithin(object.grid, around);
  for (let at = 0; at < after.length; at++) {
    const column = places[2 * at]! - around.left;
    const row = places[2 * at + 1]! - around.top;
    tiles[row * around.columns + column] = after[at]!;
  }
  return cutoutFromTiles({ ...around, tiles });
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
