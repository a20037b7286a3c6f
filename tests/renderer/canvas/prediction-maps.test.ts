import fc from 'fast-check';
import { expect, it } from 'vitest';
import { uprightSize, type Turn } from '../../../app/domain/geometry.ts';
import { uprightFromStored } from '../../../app/mask/turn.ts';
import { predictedLabels, predictedStored } from '../../../renderer/canvas/prediction-maps.ts';

const side = 6;
const map = fc.uint8Array({ minLength: side * side, maxLength: side * side });
const turns = fc.constantFrom<Turn>(1, 2, 3, 4, 5, 6, 7, 8);

it('a prediction lies on the stored pixels that the network saw, however the picture is turned', () => {
  const length = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(map, map, length, length, turns, (cat, dog, width, height, turn) => {
      const maps = { size: side, maps: [cat, dog] };
      const size = { width, height };
      const upright = uprightSize(size, turn);
      const seen = predictedLabels(maps, upright, 0.4);
      const stored = predictedStored(maps, { ...size, turn }, 0.4);
      expect(stored).toMatchObject({ size, turn });
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const at = uprightFromStored({ x: x + 0.5, y: y + 0.5 }, size, turn);
          const expected = seen[Math.floor(at.y) * upright.width + Math.floor(at.x)];
          expect(stored.values[y * width + x]).toBe(expected);
        }
      }
    }),
  );
});
