import { expect, it } from 'vitest';
import { uprightSize, type Turn } from '../../../app/domain/geometry.ts';
import { storedFromUpright, turnUpright, uprightFromStored } from '../../../app/mask/turn.ts';
import { uprightMatrix, uprightRect, uprightSteps } from '../../../renderer/canvas/turned.ts';

const size = { width: 5, height: 3 };
const turns: readonly Turn[] = [1, 2, 3, 4, 5, 6, 7, 8];

it.each(turns)('turn %i: a point goes upright and comes back', (turn) => {
  const point = { x: 1.25, y: 2.5 };
  expect(storedFromUpright(uprightFromStored(point, size, turn), size, turn)).toEqual(point);
});

it.each(turns)('turn %i: the matrix moves points as the formula does', (turn) => {
  const [a, b, c, d, e, f] = uprightMatrix(size, turn);
  const { x, y } = { x: 4.5, y: 0.5 };
  expect({ x: a * x + c * y + e, y: b * x + d * y + f }).toEqual(
    uprightFromStored({ x, y }, size, turn),
  );
});

it.each(turns)('turn %i: reading in steps is turning the pixels', (turn) => {
  const pixels = Uint8Array.from({ length: 15 }, (_, index) => index);
  const { first, right, down } = uprightSteps(size, turn);
  const upright = uprightSize(size, turn);
  const read = Array.from({ length: 15 }, (_, index) => {
    const column = index % upright.width;
    const row = Math.floor(index / upright.width);
    return pixels[first + column * right + row * down];
  });
  expect(read).toEqual([...turnUpright(pixels, size, turn)]);
});

it('a box stays a box', () => {
  const box = { x: 1, y: 0, width: 2, height: 1 };
  expect(uprightRect(box, size, 6)).toEqual({ x: 2, y: 1, width: 1, height: 2 });
});
