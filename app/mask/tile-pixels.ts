import type { Rect } from '../domain/geometry.ts';
import { clipRect, type Bitmap } from './bitmap.ts';
import type { TopLabels } from './cutout.ts';
import { viewOf } from './scan.ts';
import {
  cutoutFromTiles,
  emptyTile,
  fourSet,
  fullTile,
  gridAround,
  sharedTile,
  tileAt,
  tileSide,
  wordsAcross,
  wordsOfTile,
  type Tile,
  type TiledCutout,
} from './tiles.ts';

/** What is known of a bitmap's tiles, by place, without looking: in some nothing is set, in others all is. */
export interface KnownTiles {
  isEmpty(column: number, row: number): boolean;
  isFull(column: number, row: number): boolean;
}

/** The set pixels of `bitmap` inside `rect`. Tiles that are known are not looked at. */
export function tilesFromBitmap(bitmap: Bitmap, rect: Rect, known?: KnownTiles): TiledCutout {
  const inside = clipRect(rect, bitmap);
  const around = gridAround(inside);
  const view = viewOf(bitmap.data);
  const tiles: Tile[] = [];
  for (let row = 0; row < around.rows; row++) {
    for (let column = 0; column < around.columns; column++) {
      if (known?.isEmpty(around.left + column, around.top + row) === true) {
        tiles.push(emptyTile);
        continue;
      }
      if (known?.isFull(around.left + column, around.top + row) === true) {
        tiles.push(fullTile);
        continue;
      }
      const x = (around.left + column) * tileSide;
      const y = (around.top + row) * tileSide;
      const isWhole =
        x >= inside.x &&
        y >= inside.y &&
        x + tileSide <= inside.x + inside.width &&
        y + tileSide <= inside.y + inside.height;
      tiles.push(
        isWhole
          ? wholeTile(view, y * bitmap.width + x, bitmap.width)
          : cutTile(bitmap, inside, x, y),
      );
    }
  }
  return cutoutFromTiles({ ...around, tiles });
}

const eightSet = new DataView(fullTile.buffer).getFloat64(0);

/** Most are all empty or all set, which is seen eight pixels at a time, see `scan.ts`. */
function wholeTile(view: DataView, start: number, stride: number): Tile {
  const first = view.getFloat64(start, true);
  if (first === 0 || first === eightSet) {
    const differs = (row: number): boolean => {
      const from = start + row * stride;
      for (let i = from; i < from + tileSide; i += 8) {
        if (view.getFloat64(i, true) !== first) return true;
      }
      return false;
    };
    let row = 0;
    while (row < tileSide && !differs(row)) row++;
    if (row === tileSide) return first === 0 ? emptyTile : fullTile;
  }
  const tile = new Uint32Array(wordsOfTile);
  for (let row = 0, i = 0; row < tileSide; row++) {
    const from = start + row * stride;
    for (let at = from; at < from + tileSide; at += 4) tile[i++] = view.getUint32(at, true);
  }
  return tile;
}

/** At the border: only what lies inside is looked at. */
function cutTile(bitmap: Bitmap, inside: Rect, x: number, y: number): Tile {
  const tile = new Uint32Array(wordsOfTile);
  const bytes = new Uint8Array(tile.buffer);
  const first = Math.max(x, inside.x);
  const end = Math.min(x + tileSide, inside.x + inside.width);
  const bottom = Math.min(y + tileSide, inside.y + inside.height);
  for (let row = Math.max(y, inside.y); row < bottom; row++) {
    const from = row * bitmap.width;
    const part = bitmap.data.subarray(from + first, from + end);
    bytes.set(part, (row - y) * tileSide + first - x);
  }
  return sharedTile(tile);
}

/** Writes `label` where the object is set inside `rect`, but not where `except` is. Changes `labels`. */
export function layTiles(
  labels: TopLabels,
  order: {
    readonly cutout: TiledCutout;
    readonly label: number;
    readonly rect: Rect;
    readonly except?: Bitmap;
  },
): void {
  const { cutout, label, rect, except } = order;
  const { grid } = cutout;
  const left = Math.max(rect.x, cutout.x);
  const right = Math.min(rect.x + rect.width, cutout.x + cutout.width);
  const top = Math.max(rect.y, cutout.y);
  const bottom = Math.min(rect.y + rect.height, cutout.y + cutout.height);
  if (left >= right || top >= bottom) return;
  const { values, width: stride } = labels;
  for (let y = top; y < bottom;) {
    const tileRow = Math.floor(y / tileSide);
    const end = Math.min(bottom, (tileRow + 1) * tileSide);
    for (let x = left; x < right;) {
      const column = Math.floor(x / tileSide);
      const at = (tileRow - grid.top) * grid.columns + column - grid.left;
      const tile = grid.tiles[at]!;
      // Neighbours that are all set are written as one.
      let next = column + 1;
      if (tile === fullTile) {
        while (next * tileSide < right && grid.tiles[at + next - column] === fullTile) next++;
      }
      const stop = Math.min(right, next * tileSide);
      if (tile !== emptyTile) {
        for (let row = y; row < end; row++) {
          const to = row * stride;
          if (tile === fullTile && except === undefined) {
            values.fill(label, to + x, to + stop);
          } else {
            layRow(values, { tile, label, except: except?.data }, { row, to, x, stop });
          }
        }
      }
      x = stop;
    }
    y = end;
  }
}

/** Pixels `x` to `stop` of one row; most words are all empty or all set. */
function layRow(
  values: Uint16Array,
  { tile, label, except }: { tile: Tile; label: number; except: Uint8Array | undefined },
  { row, to, x, stop }: { row: number; to: number; x: number; stop: number },
): void {
  const words = (row & (tileSide - 1)) * wordsAcross;
  for (let at = x & ~3; at < stop; at += 4) {
    // In a run of full tiles it is the same tile all along.
    const word = tile[words + ((at & (tileSide - 1)) >> 2)]!;
    if (word === 0) continue;
    if (word === fourSet && except === undefined && at >= x && at + 4 <= stop) {
      values[to + at] = label;
      values[to + at + 1] = label;
      values[to + at + 2] = label;
      values[to + at + 3] = label;
      continue;
    }
    const end = Math.min(stop, at + 4);
    for (let column = Math.max(x, at); column < end; column++) {
      const isSet = (word >>> ((column & 3) << 3)) & 1;
      if (isSet === 1 && (except === undefined || except[to + column] === 0)) {
        values[to + column] = label;
      }
    }
  }
}

/** Clears in `cover`, inside `rect`, what is set in the object too. Answers whether there was any. Changes `cover`. */
export function uncoverTiles(cover: Bitmap, rect: Rect, cutout: TiledCutout): boolean {
  const { grid } = cutout;
  const { data, width: stride } = cover;
  const left = Math.max(rect.x, cutout.x, 0);
  const right = Math.min(rect.x + rect.width, cutout.x + cutout.width, stride);
  const bottom = Math.min(rect.y + rect.height, cutout.y + cutout.height, cover.height);
  let cleared = 0;
  for (let y = Math.max(rect.y, cutout.y, 0); y < bottom; y++) {
    const words = (y & (tileSide - 1)) * wordsAcross;
    for (let x = left; x < right;) {
      const stop = Math.min(right, (Math.floor(x / tileSide) + 1) * tileSide);
      const tile = tileAt(grid, Math.floor(x / tileSide), Math.floor(y / tileSide));
      if (tile === emptyTile) {
        x = stop;
        continue;
      }
      for (; x < stop; x++) {
        const inTile = x & (tileSide - 1);
        const isSet = (tile[words + (inTile >> 2)]! >>> ((inTile & 3) << 3)) & 1;
        const common = data[y * stride + x]! & isSet;
        data[y * stride + x]! ^= common;
        cleared |= common;
      }
    }
  }
  return cleared === 1;
}
