import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patchesTaken } from '../../../app/mask/overlap.ts';
import { applyPatchToRle } from '../../../app/mask/patch.ts';
import { rleFromBitmap } from '../../../app/mask/rle.ts';
import { bitmapFromText, bitmapsOf, rects, sizes } from './arbitrary.ts';

describe('painting over other objects', () => {
  test('takes its pixels from the visible and unlocked ones only', () => {
    const painted = bitmapFromText('##..', '##..', '....');
    const rle = rleFromBitmap(bitmapFromText('....', '.###', '.###'));
    const free = { annotation: 1, rle, visible: true, locked: false };
    const others = [
      free,
      { ...free, annotation: 2, locked: true },
      { ...free, annotation: 3, visible: false },
      { ...free, annotation: 4, rle: rleFromBitmap(bitmapFromText('...#', '...#', '####')) },
    ];
    const rect = { x: 0, y: 0, width: 4, height: 3 };
    const taken = patchesTaken({ painted, rect, others });
    expect(taken).toEqual([
      { annotation: 1, patch: { x: 1, y: 1, width: 1, height: 1, counts: '01' } },
    ]);
    const left = applyPatchToRle(rle, taken[0]!.patch);
    expect(left).toEqual(rleFromBitmap(bitmapFromText('....', '..##', '.###')));
  });

  test('leaves each object without what was painted inside the box, and nothing else changed', () => {
    const cases = sizes(30).chain(({ width, height }) =>
      fc.record({
        painted: bitmapsOf(width, height),
        object: bitmapsOf(width, height),
        rect: rects(width, height),
      }),
    );
    fc.assert(
      fc.property(cases, ({ painted, object, rect }) => {
        const before = rleFromBitmap(object);
        const others = [{ annotation: 5, rle: before, visible: true, locked: false }];
        const [taken] = patchesTaken({ painted, rect, others });
        const after = taken === undefined ? before : applyPatchToRle(before, taken.patch);
        const data = object.data.map((pixel, i) => {
          const x = (i % object.width) - rect.x;
          const y = Math.floor(i / object.width) - rect.y;
          const isInside = x >= 0 && y >= 0 && x < rect.width && y < rect.height;
          return isInside && painted.data[i] === 1 ? 0 : pixel;
        });
        expect(after).toEqual(rleFromBitmap({ ...object, data }));
      }),
    );
  });
});
