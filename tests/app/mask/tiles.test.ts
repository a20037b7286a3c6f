import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundsOfBitmap,
  copyBitmap,
  joinRects,
  wholeOf,
  type Bitmap,
} from '../../../app/mask/bitmap.ts';
import {
  areaOfCutout,
  cutoutFromBitmap,
  cutoutHas,
  type Cutout,
} from '../../../app/mask/cutout.ts';
import { bitmapFromRle, rleFromBitmap } from '../../../app/mask/rle-bitmap.ts';
import {
  changeByToggles,
  changedTiles,
  commonTiles,
  isChangeOf,
  reversedChange,
  tilesWithout,
} from '../../../app/mask/tile-merge.ts';
import { layTiles, tilesFromBitmap, uncoverTiles } from '../../../app/mask/tile-pixels.ts';
import { rleFromTiles, tilesFromRle } from '../../../app/mask/tile-rle.ts';
import {
  areaOfTiles,
  boxesOfTiles,
  emptyTile,
  fullTile,
  tilesHave,
  tileSide,
  type TiledCutout,
} from '../../../app/mask/tiles.ts';
import { bitmapsOf, rects, sizes } from './arbitrary.ts';

const mostPx = 200;

/** Two masks of one picture that is several tiles large, and a box in it. */
const pairs = sizes(mostPx).chain(({ width, height }) =>
  fc.tuple(bitmapsOf(width, height), bitmapsOf(width, height), rects(width, height)),
);

const tilesOf = (bitmap: Bitmap): TiledCutout => tilesFromBitmap(bitmap, wholeOf(bitmap));
const cutoutOf = (bitmap: Bitmap): Cutout => cutoutFromBitmap(bitmap, wholeOf(bitmap));

/** The cutout of what `rule` makes of each two pixels. */
function pixelwise(a: Bitmap, b: Bitmap, rule: (p: number, q: number) => number): Cutout {
  return cutoutOf({ ...a, data: a.data.map((pixel, i) => rule(pixel, b.data[i]!)) });
}

function expectSame(tiles: Cutout, plain: Cutout): void {
  const { x, y, width, height } = tiles;
  if (plain.width === 0) {
    expect(width).toBe(0);
    return;
  }
  expect({ x, y, width, height }).toEqual({
    x: plain.x,
    y: plain.y,
    width: plain.width,
    height: plain.height,
  });
  expect(Buffer.compare(tiles.data, plain.data)).toBe(0);
}

/** What is all set or not set at all is held once, or nothing would be saved. */
function expectShared({ grid }: TiledCutout): void {
  for (const tile of grid.tiles) {
    const isMixed = tile.some((word) => word !== tile[0]) || ![0, 0x01010101].includes(tile[0]!);
    expect(isMixed || tile === emptyTile || tile === fullTile).toBe(true);
  }
}

describe('pixels as tiles', () => {
  it('are those of the box of a bitmap that they were made of', () => {
    fc.assert(
      fc.property(pairs, ([bitmap, , rect]) => {
        const tiles = tilesFromBitmap(bitmap, rect);
        expectSame(tiles, cutoutFromBitmap(bitmap, rect));
        expectShared(tiles);
        expect(areaOfTiles(tiles)).toBe(areaOfCutout(cutoutFromBitmap(bitmap, rect)));
      }),
    );
  });

  it('come from runs and go back to runs', () => {
    fc.assert(
      fc.property(pairs, ([bitmap, larger]) => {
        const rle = rleFromBitmap(bitmap);
        const tiles = tilesFromRle(rle);
        expectSame(tiles, cutoutOf(bitmap));
        expectShared(tiles);
        expect(rleFromTiles(tiles, { x: 0, y: 0, ...size(bitmap) })).toEqual(rle);
        // Inside a part of a picture, as patches are.
        const part = tilesOf(larger);
        if (part.width > 0) {
          const { x, y, width, height } = part;
          const runs = rleFromTiles(part, { x, y, width, height });
          expect(bitmapFromRle(runs).data).toEqual(part.data);
          expectSame(tilesFromRle(runs, { x, y }), part);
        }
      }),
    );
  });

  it('are added, taken and flipped as plain pixels are', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const [first, second] = [tilesOf(a), tilesOf(b)];
        expectSame(
          commonTiles(first, second),
          pixelwise(a, b, (p, q) => p & q),
        );
        expectSame(
          tilesWithout(first, second),
          pixelwise(a, b, (p, q) => p & (q ^ 1)),
        );
        const change = changeByToggles(first, second);
        const flipped = changedTiles(first, change);
        const plain = pixelwise(a, b, (p, q) => p ^ q);
        expectSame(flipped, plain);
        expect(change.grownPx2).toBe(areaOfCutout(plain) - areaOfCutout(cutoutOf(a)));
        [commonTiles(first, second), tilesWithout(first, second), flipped].forEach(expectShared);
      }),
    );
  });

  it('that were flipped are flipped back, and no others are taken for them', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const [first, second] = [tilesOf(a), tilesOf(b)];
        fc.pre(second.width > 0);
        const change = changeByToggles(first, second);
        const back = reversedChange(change);
        const flipped = changedTiles(first, change);
        expect([isChangeOf(first, change), isChangeOf(flipped, change)]).toEqual([true, false]);
        expect([isChangeOf(first, back), isChangeOf(flipped, back)]).toEqual([false, true]);
        expectSame(changedTiles(flipped, back), cutoutOf(a));
        expect(back.grownPx2).toBe(-change.grownPx2);
      }),
    );
  });

  it('are laid on labels as plain pixels are, except where told', () => {
    fc.assert(
      fc.property(pairs, fc.boolean(), ([a, except, rect], isExcepting) => {
        const { x, y, width, height } = rect;
        const laid = { ...size(a), values: new Uint16Array(a.data.length).fill(9) };
        const plain = laid.values.slice();
        for (let row = y; row < y + height; row++) {
          for (let at = row * a.width + x; at < row * a.width + x + width; at++) {
            if (a.data[at] === 1 && !(isExcepting && except.data[at] === 1)) plain[at] = 3;
          }
        }
        const order = { label: 3, rect, ...(isExcepting ? { except } : {}) };
        layTiles(laid, { ...order, cutout: tilesOf(a) });
        expect(Buffer.compare(Buffer.from(laid.values.buffer), Buffer.from(plain.buffer))).toBe(0);
      }),
    );
  });

  it('are taken off a cover as plain pixels are', () => {
    fc.assert(
      fc.property(pairs, ([bitmap, object, { x, y, width, height }]) => {
        const cover = copyBitmap(bitmap);
        const plain = copyBitmap(bitmap);
        let isAny = false;
        for (let row = y; row < y + height; row++) {
          for (let at = row * plain.width + x; at < row * plain.width + x + width; at++) {
            isAny ||= plain.data[at] === 1 && object.data[at] === 1;
            plain.data[at]! &= object.data[at]! ^ 1;
          }
        }
        expect(uncoverTiles(cover, { x, y, width, height }, tilesOf(object))).toBe(isAny);
        expect(Buffer.compare(cover.data, plain.data)).toBe(0);
      }),
    );
  });

  it('are found pixel by pixel, and lie within the boxes of their tiles', () => {
    fc.assert(
      fc.property(pairs, ([bitmap, , { x, y }]) => {
        const tiles = tilesOf(bitmap);
        expect(tilesHave(tiles, { x, y })).toBe(cutoutHas(cutoutOf(bitmap), { x, y }));
        expect(tilesHave(tiles, { x: -1, y })).toBe(false);
        const boxes = boxesOfTiles(tiles);
        const around = boxes.reduce(joinRects, { x: 0, y: 0, width: 0, height: 0 });
        expect(around.width % tileSide).toBe(0);
        const left = copyBitmap(bitmap);
        for (const box of boxes) {
          for (let row = box.y; row < Math.min(box.y + box.height, left.height); row++) {
            const start = row * left.width;
            left.data.fill(0, start + box.x, start + Math.min(left.width, box.x + box.width));
          }
        }
        expect(boundsOfBitmap(left)).toBeUndefined();
      }),
    );
  });

  it('have their pixels after a copy by spreading too', () => {
    const bitmap = { width: 70, height: 3, data: new Uint8Array(210).fill(1) };
    const copy = { ...tilesOf(bitmap), x: 5 };
    expect(copy.data).toEqual(bitmap.data);
  });
});

function size({ width, height }: Bitmap): { width: number; height: number } {
  return { width, height };
}
