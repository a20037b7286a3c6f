import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Point } from '../../../app/domain/geometry.ts';
import type { Patch } from '../../../app/domain/gesture.ts';
import { boundsOfBitmap, copyBitmap, createBitmap } from '../../../app/mask/bitmap.ts';
import { stampStroke, type BrushShape } from '../../../app/mask/brush.ts';
import { MaskError } from '../../../app/mask/mask-error.ts';
import { applyPatch, applyPatchToRle, patchBetween } from '../../../app/mask/patch.ts';
import { emptyRle, type Rle } from '../../../app/mask/rle.ts';
import { rleFromBitmap } from '../../../app/mask/rle-bitmap.ts';
import { bitmapFromText, bitmapsOf, expectSamePixels, rects, sizes } from './arbitrary.ts';

const pairs = sizes(40).chain(({ width, height }) =>
  fc.record({
    before: bitmapsOf(width, height),
    after: bitmapsOf(width, height),
    rect: rects(width, height),
  }),
);

/** The same mask, some runs written as two with one of no pixels between them. */
function withEmptyRuns({ counts, ...size }: Rle, cuts: readonly number[]): Rle {
  const list = [...counts];
  for (const cut of cuts) {
    const at = cut % list.length;
    const part = cut % (list[at]! + 1);
    list.splice(at, 1, part, 0, list[at]! - part);
  }
  return { ...size, counts: Uint32Array.from(list) };
}

describe('a patch', () => {
  test('turns before into after, and after into before', () => {
    fc.assert(
      fc.property(pairs, ({ before, after }) => {
        const whole = { x: 0, y: 0, width: before.width, height: before.height };
        const patch = patchBetween(before, after, whole);
        if (patch === undefined) {
          expect(before).toEqual(after);
          return;
        }
        const bitmap = copyBitmap(before);
        applyPatch(bitmap, patch);
        expectSamePixels(bitmap, after);
        applyPatch(bitmap, patch);
        expectSamePixels(bitmap, before);
        expect(applyPatchToRle(rleFromBitmap(before), patch)).toEqual(rleFromBitmap(after));
      }),
    );
  });

  test('flips runs as it flips pixels, also where runs of no pixels are among them', () => {
    const cut = fc.array(fc.nat(), { maxLength: 6 });
    fc.assert(
      fc.property(pairs, cut, ({ before, after, rect }, cuts) => {
        const patch = patchBetween(before, after, rect);
        if (patch === undefined) return;
        const plain = rleFromBitmap(before);
        const bitmap = copyBitmap(before);
        applyPatch(bitmap, patch);
        const flipped = applyPatchToRle(withEmptyRuns(plain, cuts), patch);
        expect(flipped).toEqual(rleFromBitmap(bitmap));
        expect(applyPatchToRle(flipped, patch)).toEqual(plain);
      }),
    );
  });

  test('holds the changes inside its box only, and the box is the smallest', () => {
    fc.assert(
      fc.property(pairs, ({ before, after, rect }) => {
        const bitmap = copyBitmap(before);
        const patch = patchBetween(before, after, rect);
        if (patch !== undefined) applyPatch(bitmap, patch);
        const changed = { ...before, data: before.data.map((p, i) => p ^ bitmap.data[i]!) };
        const wanted = { ...before, data: before.data.map((p, i) => p ^ after.data[i]!) };
        expect(boundsOfBitmap(changed)).toEqual(boundsOfBitmap(wanted, rect));
        if (patch === undefined) return;
        const { x, y, width, height } = patch;
        expect({ x, y, width, height }).toEqual(boundsOfBitmap(changed));
      }),
    );
  });

  test('survives JSON', () => {
    const after = bitmapFromText('....', '.##.', '.#..');
    const patch = patchBetween(createBitmap(4, 3), after, { x: 0, y: 0, width: 4, height: 3 });
    expect(patch).toEqual({ x: 1, y: 1, width: 2, height: 2, counts: '031' });
    const bitmap = createBitmap(4, 3);
    applyPatch(bitmap, JSON.parse(JSON.stringify(patch)) as Patch);
    expect(bitmap).toEqual(after);
  });

  test.each<[string, Partial<Patch>]>([
    ['beyond the right side', { x: 8 }],
    ['above the picture', { y: -1 }],
    ['between pixels', { x: 0.5 }],
    ['of no size', { width: 0, counts: '' }],
    ['larger than the picture', { width: 11, height: 1 }],
    ['of NaN', { x: NaN }],
    ['with damaged runs', { counts: '~' }],
    ['with runs that do not add up', { counts: '03' }],
  ])('%s is refused and changes nothing', (_what, damage) => {
    const patch: Patch = { x: 1, y: 1, width: 3, height: 3, counts: '09', ...damage };
    const bitmap = createBitmap(10, 10);
    expect(() => {
      applyPatch(bitmap, patch);
    }).toThrow(MaskError);
    expect(bitmap).toEqual(createBitmap(10, 10));
    expect(() => applyPatchToRle(emptyRle(10, 10), patch)).toThrow(MaskError);
  });
});

describe('undo and redo', () => {
  const point = fc.record({
    x: fc.double({ min: -20, max: 110, noNaN: true }),
    y: fc.double({ min: -20, max: 90, noNaN: true }),
  });
  const strokes = fc.array(
    fc.record({
      points: fc.array(point, { minLength: 1, maxLength: 5 }),
      diameterPx: fc.integer({ min: 1, max: 40 }),
      shape: fc.constantFrom<BrushShape>('round', 'square'),
      value: fc.constantFrom<0 | 1>(0, 1),
    }),
    { minLength: 1, maxLength: 12 },
  );

  test('over random strokes come back to every state, pixel for pixel', () => {
    fc.assert(
      fc.property(strokes, (gestures) => {
        const bitmap = createBitmap(97, 71);
        const states = [copyBitmap(bitmap)];
        const patches: (Patch | undefined)[] = [];
        for (const { points, ...brush } of gestures) {
          const before = copyBitmap(bitmap);
          const boxes = points.map((to, i) =>
            stampStroke({ ...brush, bitmap, from: points[i - 1] ?? (to as Point), to }),
          );
          const left = Math.min(...boxes.map(({ x }) => x));
          const top = Math.min(...boxes.map(({ y }) => y));
          const rect = { x: left, y: top, width: 97 - left, height: 71 - top };
          patches.push(patchBetween(before, bitmap, rect));
          states.push(copyBitmap(bitmap));
        }
        const flip = (patch: Patch | undefined): void => {
          if (patch !== undefined) applyPatch(bitmap, patch);
        };
        for (let i = patches.length - 1; i >= 0; i--) {
          flip(patches[i]);
          expectSamePixels(bitmap, states[i]!);
        }
        patches.forEach((patch, i) => {
          flip(patch);
          expectSamePixels(bitmap, states[i + 1]!);
        });
      }),
    );
  });
});
