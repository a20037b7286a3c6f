import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { uprightSize, type Turn } from '../../../app/domain/geometry.ts';
import { storedFromUpright, turnStored, turnUpright } from '../../../app/mask/turn.ts';
import { sizes } from './arbitrary.ts';

/** The letter F as it looks upright, and as a camera stores it with each orientation (EXIF 2.32, figure 9). */
const upright = ['###', '#..', '##.', '#..'];
const stored: Record<Turn, readonly string[]> = {
  1: ['###', '#..', '##.', '#..'],
  2: ['###', '..#', '.##', '..#'],
  3: ['..#', '.##', '..#', '###'],
  4: ['#..', '##.', '#..', '###'],
  5: ['####', '#.#.', '#...'],
  6: ['#...', '#.#.', '####'],
  7: ['...#', '.#.#', '####'],
  8: ['####', '.#.#', '...#'],
};
const turns = [1, 2, 3, 4, 5, 6, 7, 8] as const satisfies readonly Turn[];

function bytes(rows: readonly string[]): Uint8Array {
  return Uint8Array.from(rows.join(''), (character) => (character === '#' ? 1 : 0));
}

describe('turning', () => {
  test.each(turns)('orientation %d stands an F upright, and lays it down again', (turn) => {
    const rows = stored[turn];
    const size = { width: rows[0]!.length, height: rows.length };
    expect(turnUpright(bytes(rows), size, turn)).toEqual(bytes(upright));
    expect(turnStored(bytes(upright), size, turn)).toEqual(bytes(rows));
  });

  test('points go where pixels go', () => {
    fc.assert(
      fc.property(sizes(20), fc.constantFrom(...turns), fc.nat(), (size, turn, at) => {
        const pixels = Uint8Array.from({ length: size.width * size.height }, (_, i) => i % 256);
        const turned = turnUpright(pixels, size, turn);
        const { width } = uprightSize(size, turn);
        const index = at % pixels.length;
        const middle = { x: (index % width) + 0.5, y: Math.floor(index / width) + 0.5 };
        const { x, y } = storedFromUpright(middle, size, turn);
        expect(pixels[Math.floor(y) * size.width + Math.floor(x)]).toBe(turned[index]);
      }),
    );
  });
});
