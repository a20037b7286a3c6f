import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import {
  patchFromTiles,
  shapeFromTiles,
  madeOf,
} from '../../../renderer/canvas/drawing/patches.ts';
import { tilesFromBitmap } from '../../../app/mask/tile-pixels.ts';

const size = { width: 200, height: 150 };

function disc(): ReturnType<typeof tilesFromBitmap> {
  const data = new Uint8Array(size.width * size.height);
  for (let at = 0; at < data.length; at++) {
    const [x, y] = [(at % size.width) - 100, Math.floor(at / size.width) - 75];
    data[at] = x * x + y * y < 60 * 60 ? 1 : 0;
  }
  return tilesFromBitmap({ ...size, data }, { x: 0, y: 0, ...size });
}

it('what is kept of a stroke once it is written are its runs, not its tiles', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const made = (() => {
    const [flipped, drawn] = [disc(), disc()];
    return {
      patch: patchFromTiles(flipped),
      shape: shapeFromTiles(drawn, size),
      tiles: [new WeakRef(flipped.grid), new WeakRef(drawn.grid)],
    };
  })();
  const { patch, shape, tiles } = made;
  expect(patch.counts.length).toBeGreaterThan(0);
  expect(shape.kind === 'mask' && shape.rle.length).toBeGreaterThan(0);
  madeOf(patch);
  madeOf(shape);
  // A reference that was made or looked at in this turn holds until the next one.
  await new Promise((turn) => setTimeout(turn));
  collectGarbage();
  expect(tiles.map((tile) => tile.deref())).toEqual([undefined, undefined]);
});
