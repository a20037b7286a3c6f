import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutoutFromBitmap, emptyCutout, type Cutout } from '../../../app/mask/cutout.ts';
import { gainedFrom } from '../../../app/mask/union.ts';
import { bitmaps } from './arbitrary.ts';

const cutouts = fc
  .record({ bitmap: bitmaps(12), x: fc.nat({ max: 15 }), y: fc.nat({ max: 15 }) })
  .map(({ bitmap, x, y }): Cutout => {
    const { width, height } = bitmap;
    const found = cutoutFromBitmap(bitmap, { x: 0, y: 0, width, height });
    return found.width === 0 ? emptyCutout : { ...found, x: found.x + x, y: found.y + y };
  });

function pixelsOf({ x, y, width, data }: Cutout): readonly string[] {
  return [...data].flatMap((pixel, i) =>
    pixel === 1 ? [`${x + (i % width)},${y + Math.floor(i / width)}`] : [],
  );
}

test('an object gains exactly what the others have and it has not, in the smallest box', () => {
  fc.assert(
    fc.property(cutouts, fc.array(cutouts, { maxLength: 4 }), (object, others) => {
      const own = new Set(pixelsOf(object));
      const expected = new Set(others.flatMap(pixelsOf).filter((pixel) => !own.has(pixel)));
      const gained = gainedFrom(object, others);
      expect([...pixelsOf(gained)].sort()).toEqual([...expected].sort());
      const columns = [...expected].map((pixel) => Number(pixel.split(',')[0]));
      const width = columns.length === 0 ? 0 : Math.max(...columns) - Math.min(...columns) + 1;
      expect(gained.width).toBe(width);
    }),
    { numRuns: 300 },
  );
});
