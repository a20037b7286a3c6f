import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutoutFromBitmap } from '../../../app/mask/cutout.ts';
import { enlargedCutout } from '../../../app/mask/enlarged.ts';
import { bitmaps, rects } from './arbitrary.ts';

test('a pixel of the larger one is that of the smaller one under it, inside the limits', () => {
  fc.assert(
    fc.property(
      bitmaps(9),
      fc.integer({ min: 1, max: 4 }),
      rects(40, 40),
      (bitmap, factor, limits) => {
        const { width, height } = bitmap;
        const cutout = cutoutFromBitmap(bitmap, { x: 0, y: 0, width, height });
        const found = enlargedCutout(cutout, factor, limits);
        let area = 0;
        for (let y = 0; y < 40; y++) {
          for (let x = 0; x < 40; x++) {
            const isInside =
              x >= limits.x &&
              y >= limits.y &&
              x < limits.x + limits.width &&
              y < limits.y + limits.height;
            const [column, row] = [Math.floor(x / factor), Math.floor(y / factor)];
            const isSet = column < width && row < height && bitmap.data[row * width + column] === 1;
            if (!isInside || !isSet) continue;
            area++;
            expect(found.data[(y - found.y) * found.width + x - found.x]).toBe(1);
          }
        }
        expect(found.data.reduce((sum, pixel) => sum + pixel, 0)).toBe(area);
      },
    ),
  );
});
