import type { Point, Rect } from '../domain/geometry.ts';
import type { Cutout } from './cutout.ts';

/**
 * The pixels of one object in squares of 64 x 64, laid on the picture's own grid. Squares that are all empty or all
 * set are shared and never looked into, so that what is done to an object costs what its outline is long, not what
 * its area is: with a large brush on 67 megapixels that is the difference between a second and a few milliseconds.
 */
export const tileSide = 64;
/** Four pixels a word, one byte each, 0 or 1, the left one lowest. */
export const wordsAcross = tileSide / 4;
export const wordsOfTile = wordsAcross * tileSide;
/** A word of four set pixels. */
export const fourSet = 0x01010101;

/** Row by row. Never changed once it is part of a grid. */
export type Tile = Uint32Array;
export const emptyTile: Tile = new Uint32Array(wordsOfTile);
export const fullTile: Tile = new Uint32Array(wordsOfTile).fill(fourSet);

export interface TileGrid {
  /** The place of the first tile, counted in tiles from the picture's corner. */
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  /** Row by row. */
  readonly tiles: readonly Tile[];
}

/** A cutout held as tiles. Its `data` is worked out when somebody asks for it, once. */
export interface TiledCutout extends Cutout {
  readonly grid: TileGrid;
}

const noGrid: TileGrid = { left: 0, top: 0, columns: 0, rows: 0, tiles: [] };

/** In the smallest box. */
export function cutoutFromTiles(grid: TileGrid): TiledCutout {
  const box = boundsOfGrid(grid);
  const kept = box === null ? noGrid : croppedGrid(grid, gridAround(box));
  let data: Uint8Array | null = null;
  const bounds = box ?? { x: 0, y: 0, width: 0, height: 0 };
  return {
    ...bounds,
    grid: kept,
    // An own property, so that a copy by spreading has the pixels.
    get data() {
      data ??= pixelsOf(kept, bounds);
      return data;
    },
  };
}

export const emptyTiles: TiledCutout = cutoutFromTiles(noGrid);

/** Which tiles a box lies in. */
export function gridAround({ x, y, width, height }: Rect): Omit<TileGrid, 'tiles'> {
  if (width === 0 || height === 0) return { left: 0, top: 0, columns: 0, rows: 0 };
  const left = Math.floor(x / tileSide);
  const top = Math.floor(y / tileSide);
  const columns = Math.ceil((x + width) / tileSide) - left;
  const rows = Math.ceil((y + height) / tileSide) - top;
  return { left, top, columns, rows };
}

/** `column` and `row` are counted in tiles from the picture's corner; beyond the grid nothing is set. */
export function tileAt(grid: TileGrid, column: number, row: number): Tile {
  const x = column - grid.left;
  const y = row - grid.top;
  const isInside = x >= 0 && y >= 0 && x < grid.columns && y < grid.rows;
  return isInside ? (grid.tiles[y * grid.columns + x] ?? emptyTile) : emptyTile;
}

/** The tile, or the shared one that is like it. */
export function sharedTile(tile: Tile): Tile {
  const [first] = tile;
  if (first !== 0 && first !== fourSet) return tile;
  for (let i = 1; i < wordsOfTile; i++) if (tile[i] !== first) return tile;
  return first === 0 ? emptyTile : fullTile;
}

/** `x` and `y` are whole. */
export function tilesHave({ grid }: TiledCutout, { x, y }: Point): boolean {
  const tile = tileAt(grid, Math.floor(x / tileSide), Math.floor(y / tileSide));
  return isSetIn(tile, x & (tileSide - 1), y & (tileSide - 1));
}

/** Whether both have the same pixels. */
export function isSameTiles(a: TiledCutout, b: TiledCutout): boolean {
  const isSameBox = a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
  return (
    isSameBox &&
    a.grid.tiles.every((tile, index) => {
      const other = b.grid.tiles[index];
      return tile === other || tile.every((word, at) => word === other?.[at]);
    })
  );
}

export function areaOfTiles({ grid }: TiledCutout): number {
  let area = 0;
  for (const tile of grid.tiles) area += areaOfTile(tile);
  return area;
}

export function areaOfTile(tile: Tile): number {
  if (tile === emptyTile) return 0;
  if (tile === fullTile) return tileSide * tileSide;
  let area = 0;
  // A byte holds a sum of 255 at most.
  for (let from = 0; from < wordsOfTile; from += 128) {
    let sums = 0;
    for (let i = from; i < from + 128; i++) sums += tile[i]!;
    area += (sums & 255) + ((sums >>> 8) & 255) + ((sums >>> 16) & 255) + (sums >>> 24);
  }
  return area;
}

/** The tiles with a pixel set, as boxes: neighbours in a row are one. */
export function boxesOfTiles({ grid }: TiledCutout): readonly Rect[] {
  const boxes: Rect[] = [];
  for (let row = 0; row < grid.rows; row++) {
    let first = -1;
    for (let column = 0; column <= grid.columns; column++) {
      const isSet = column < grid.columns && grid.tiles[row * grid.columns + column] !== emptyTile;
      if (isSet && first < 0) first = column;
      if (!isSet && first >= 0) {
        boxes.push({
          x: (grid.left + first) * tileSide,
          y: (grid.top + row) * tileSide,
          width: (column - first) * tileSide,
          height: tileSide,
        });
        first = -1;
      }
    }
  }
  return boxes;
}

function isSetIn(tile: Tile, x: number, y: number): boolean {
  return ((tile[y * wordsAcross + (x >> 2)]! >>> ((x & 3) << 3)) & 1) === 1;
}

/** Only tiles that can reach furthest are looked into, and each no further than one before it reached. */
function boundsOfGrid({ left, top, columns, tiles }: TileGrid): Rect | null {
  const reached = { left: Infinity, top: Infinity, right: -1, bottom: -1 };
  for (let at = 0; at < tiles.length; at++) {
    if (tiles[at] === emptyTile) continue;
    const column = at % columns;
    const row = (at - column) / columns;
    reached.left = Math.min(reached.left, column);
    reached.right = Math.max(reached.right, column);
    reached.top = Math.min(reached.top, row);
    reached.bottom = row;
  }
  if (reached.right < 0) return null;
  // What is free of pixels between the outermost tiles' edges and the first pixel, on each side.
  const free = { left: tileSide, top: tileSide, right: tileSide, bottom: tileSide };
  for (let column = reached.left; column <= reached.right; column++) {
    free.top = freeRows(tiles[reached.top * columns + column]!, free.top);
    free.bottom = freeRowsBelow(tiles[reached.bottom * columns + column]!, free.bottom);
  }
  for (let row = reached.top; row <= reached.bottom; row++) {
    free.left = freeColumns(tiles[row * columns + reached.left]!, free.left);
    free.right = freeColumnsBehind(tiles[row * columns + reached.right]!, free.right);
  }
  const x = (left + reached.left) * tileSide + free.left;
  const y = (top + reached.top) * tileSide + free.top;
  const right = (left + reached.right + 1) * tileSide - free.right;
  const bottom = (top + reached.bottom + 1) * tileSide - free.bottom;
  return { x, y, width: right - x, height: bottom - y };
}

/** How many rows from the top have no pixel, `most` at most. */
function freeRows(tile: Tile, most: number): number {
  let word = 0;
  while (word < most * wordsAcross && tile[word] === 0) word++;
  return Math.floor(word / wordsAcross);
}

function freeRowsBelow(tile: Tile, most: number): number {
  let word = 0;
  while (word < most * wordsAcross && tile[wordsOfTile - 1 - word] === 0) word++;
  return Math.floor(word / wordsAcross);
}

function freeColumns(tile: Tile, most: number): number {
  for (let across = 0; across * 4 < most; across++) {
    const some = unionOfColumn(tile, across);
    if (some !== 0) return Math.min(most, across * 4 + ((31 - Math.clz32(some & -some)) >> 3));
  }
  return most;
}

function freeColumnsBehind(tile: Tile, most: number): number {
  for (let across = 0; across * 4 < most; across++) {
    const some = unionOfColumn(tile, wordsAcross - 1 - across);
    if (some !== 0) return Math.min(most, across * 4 + (Math.clz32(some) >> 3));
  }
  return most;
}

/** Four pixels wide, as one word: what is set in any row. */
function unionOfColumn(tile: Tile, across: number): number {
  let some = 0;
  for (let i = across; i < wordsOfTile; i += wordsAcross) some |= tile[i]!;
  return some;
}

function croppedGrid(grid: TileGrid, to: Omit<TileGrid, 'tiles'>): TileGrid {
  const { left, top, columns, rows } = to;
  if (columns === grid.columns && rows === grid.rows) return grid;
  const tiles: Tile[] = [];
  for (let row = top; row < top + rows; row++) {
    const start = (row - grid.top) * grid.columns + left - grid.left;
    for (let i = start; i < start + columns; i++) tiles.push(grid.tiles[i]!);
  }
  return { ...to, tiles };
}

function pixelsOf(grid: TileGrid, { x, y, width, height }: Rect): Uint8Array {
  const data = new Uint8Array(width * height);
  for (let row = y; row < y + height; row++) {
    const tileRow = Math.floor(row / tileSide);
    const inTile = (row & (tileSide - 1)) * tileSide;
    const to = (row - y) * width - x;
    for (let column = grid.left; column < grid.left + grid.columns; column++) {
      const tile = tileAt(grid, column, tileRow);
      if (tile === emptyTile) continue;
      const start = column * tileSide;
      const first = Math.max(x, start);
      const end = Math.min(x + width, start + tileSide);
      if (tile === fullTile) {
        data.fill(1, to + first, to + end);
      } else {
        const bytes = new Uint8Array(tile.buffer, inTile, tileSide);
        data.set(bytes.subarray(first - start, end - start), to + first);
      }
    }
  }
  return data;
}
