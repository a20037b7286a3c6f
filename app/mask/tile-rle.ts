import type { Point, Rect } from '../domain/geometry.ts';
import { bboxOfRle, type Rle } from './rle.ts';
import { rleFromToggles } from './toggles.ts';
import {
  cutoutFromTiles,
  emptyTile,
  emptyTiles,
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

/**
 * A mask's pixels as tiles; `place` is where its corner lies. Each run flips the pixel where it begins in a column and
 * the one after its end; then each row takes over what the row above it holds. Tiles without a flip are not made.
 */
export function tilesFromRle(rle: Rle, place: Point = { x: 0, y: 0 }): TiledCutout {
  const inMask = bboxOfRle(rle);
  if (inMask.width === 0) return emptyTiles;
  const around = gridAround({ ...inMask, x: inMask.x + place.x, y: inMask.y + place.y });
  const { left, top, columns, rows } = around;
  const flips: (Tile | undefined)[] = Array.from({ length: columns * rows });
  const bottom = (top + rows) * tileSide;

  function flip(x: number, y: number): void {
    if (y >= bottom) return;
    const at = (Math.floor(y / tileSide) - top) * columns + Math.floor(x / tileSide) - left;
    const tile = (flips[at] ??= new Uint32Array(wordsOfTile));
    const word = (y & (tileSide - 1)) * wordsAcross + ((x & (tileSide - 1)) >> 2);
    tile[word]! ^= 1 << ((x & 3) << 3);
  }

  const { height, counts } = rle;
  let position = 0;
  for (let i = 1; i < counts.length; i += 2) {
    position += counts[i - 1]!;
    const end = position + counts[i]!;
    let column = Math.floor(position / height);
    let row = position - column * height;
    while (position < end) {
      const stop = Math.min(height, row + end - position);
      flip(column + place.x, row + place.y);
      flip(column + place.x, stop + place.y);
      position += stop - row;
      column++;
      row = 0;
    }
  }
  const tiles = new Array<Tile>(columns * rows);
  for (let column = 0; column < columns; column++) takeOverDown(flips, tiles, columns, column);
  return cutoutFromTiles({ ...around, tiles });
}

/** Makes pixels of one column of tiles with flips. */
function takeOverDown(
  flips: readonly (Tile | undefined)[],
  tiles: Tile[],
  columns: number,
  column: number,
): void {
  let above = emptyTile;
  for (let at = column; at < flips.length; at += columns) {
    const tile = flips[at];
    if (tile === undefined && (above === emptyTile || above === fullTile)) {
      tiles[at] = above;
      continue;
    }
    const made = tile ?? new Uint32Array(wordsOfTile);
    const lastRow = wordsOfTile - wordsAcross;
    for (let i = 0; i < wordsAcross; i++) made[i]! ^= above[lastRow + i]!;
    for (let i = wordsAcross; i < wordsOfTile; i++) made[i]! ^= made[i - wordsAcross]!;
    above = sharedTile(made);
    tiles[at] = above;
  }
}

/** The mask of a picture, or of the part of one, that lies in `frame`; the cutout lies inside it. */
export function rleFromTiles(cutout: TiledCutout, frame: Rect): Rle {
  const flips = flipsOf(cutout);
  const next = new Uint32Array(cutout.width + 1);
  for (let i = 0; i < flips.length; i += 2) next[flips[i]! - cutout.x + 1]!++;
  for (let column = 1; column < next.length; column++) next[column]! += next[column - 1]!;
  const toggles = new Uint32Array(flips.length / 2);
  for (let i = 0; i < flips.length; i += 2) {
    const x = flips[i]!;
    toggles[next[x - cutout.x]!++] = (x - frame.x) * frame.height + flips[i + 1]! - frame.y;
  }
  return rleFromToggles(toggles, frame);
}

/** x, y, x, y, ... of each pixel that differs from the one above it; those of one column from top to bottom. */
function flipsOf({ grid }: TiledCutout): readonly number[] {
  const { left, top, columns, rows } = grid;
  const flips: number[] = [];
  const compare = (now: number, before: number, x: number, y: number): void => {
    const differs = now ^ before;
    if (differs & 1) flips.push(x, y);
    if (differs & 0x100) flips.push(x + 1, y);
    if (differs & 0x10000) flips.push(x + 2, y);
    if (differs & 0x1000000) flips.push(x + 3, y);
  };
  const lastRow = wordsOfTile - wordsAcross;
  for (let row = top; row <= top + rows; row++) {
    for (let column = left; column < left + columns; column++) {
      const tile = tileAt(grid, column, row);
      const above = tileAt(grid, column, row - 1);
      const x = column * tileSide;
      const y = row * tileSide;
      for (let i = 0; i < wordsAcross; i++) {
        const before = above[lastRow + i]!;
        if (tile[i] !== before) compare(tile[i]!, before, x + 4 * i, y);
      }
      if (tile === emptyTile || tile === fullTile) continue;
      for (let i = wordsAcross; i < wordsOfTile; i++) {
        const before = tile[i - wordsAcross]!;
        if (tile[i] === before) continue;
        compare(tile[i]!, before, x + 4 * (i % wordsAcross), y + Math.floor(i / wordsAcross));
      }
    }
  }
  return flips;
}
