import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../app/domain/annotation.ts';
import type { Bitmap } from '../../../app/mask/bitmap.ts';
import { cocoStringFromRle } from '../../../app/mask/coco-counts.ts';
import { rleFromCutout } from '../../../app/mask/cutout.ts';
import { bitmapFromRle, rleFromBitmap } from '../../../app/mask/rle-bitmap.ts';
import {
  nextOverlapPolicy,
  overlapPolicies,
  type OverlapPolicy,
} from '../../../renderer/canvas/drawing/overlap-policy.ts';
import type { ToolName } from '../../../renderer/canvas/tools/tool.ts';
import { PixelActs } from '../../../renderer/state/editor/pixel-acts.ts';
import { bitmapsOf } from '../../app/mask/arbitrary.ts';
import { Desk, polygonObject, square } from './desk.ts';

const size = { width: 9, height: 4 };

/** The chosen object is 1, at the left; 2 can be taken from, 3 is locked, 4 is hidden. */
function row(policy: OverlapPolicy): Desk {
  const desk = new Desk(size, [
    polygonObject(1, 1, square(0, 0, 2)),
    polygonObject(2, 1, square(2, 0, 2)),
    polygonObject(3, 1, square(4, 0, 2)),
    polygonObject(4, 1, square(6, 0, 2)),
  ]);
  desk.drawing.show(3, { locked: true });
  desk.drawing.show(4, { visible: false });
  desk.bench.setOverlap(policy);
  desk.bench.select(1);
  return desk;
}

function maskOf(desk: Desk, id: number): string {
  const cutout = desk.drawing.object(id)?.cutout;
  return cutout === undefined
    ? 'gone'
    : bitmapFromRle(rleFromCutout(cutout, desk.drawing.size)).data.join('');
}

const top = (first: string) => first.padEnd(size.width * size.height, '0');
const rows = (...lines: readonly string[]) =>
  top(lines.map((line) => line.padEnd(9, '0')).join(''));

describe('painting over others', () => {
  it('takes their pixels in the same gesture', () => {
    const desk = row('overwrite').drag([0.5, 0.5], [8.5, 0.5]);
    expect([1, 2, 3, 4].map((id) => maskOf(desk, id))).toEqual([
      rows('111111111', '11'),
      rows('', '0011'),
      rows('000011', '000011'),
      rows('00000011', '00000011'),
    ]);
    desk.undo();
    expect(desk.drawing.object(2)?.polygons).toEqual([square(2, 0, 2)]);
  });

  it('leaves them theirs, so that objects overlap', () => {
    const desk = row('keep').drag([0.5, 0.5], [8.5, 0.5]);
    expect([1, 2, 3, 4].map((id) => maskOf(desk, id))).toEqual([
      rows('111111111', '11'),
      rows('0011', '0011'),
      rows('000011', '000011'),
      rows('00000011', '00000011'),
    ]);
    expect(desk.drawing.object(2)?.polygons).toEqual([square(2, 0, 2)]);
    // What lies above stays above.
    expect(desk.picture()[0]).toBe('112233111');
  });

  it('goes only where no object is seen, locked or not', () => {
    const desk = row('only-empty').drag([0.5, 0.5], [8.5, 0.5]);
    expect([1, 2, 3, 4].map((id) => maskOf(desk, id))).toEqual([
      rows('110000111', '11'),
      rows('0011', '0011'),
      rows('000011', '000011'),
      rows('00000011', '00000011'),
    ]);
  });

  it('says why when nothing could be painted', () => {
    const desk = row('only-empty').drag([2.5, 0.5], [3.5, 1.5]);
    expect(desk.done).toEqual([]);
    expect(desk.refusals).toEqual(['occupied']);
    desk.bench.setOverlap('overwrite');
    desk.click(8.5, 3.5);
    expect(desk.refusals).toEqual(['occupied']);
    expect(desk.done).toHaveLength(1);
  });

  it('is the same rule for moving and growing', () => {
    const moved = row('only-empty');
    moved.bench.select(2);
    moved.bench.choose('eraser');
    moved.click(2.5, 0.5);
    moved.bench.choose('move');
    moved.drag([3.5, 0.5], [4.5, 0.5]);
    // The locked object keeps its place, and a move that would end under it leaves all as it is.
    expect(maskOf(moved, 2)).toBe(rows('', '0001'));
    moved.drag([3.5, 1.5], [4.5, 1.5]);
    expect(maskOf(moved, 2)).toBe(rows('', '0001'));
    expect(moved.refusals).toEqual(['occupied']);

    const grown = row('only-empty');
    new PixelActs(grown.bench, String).grow();
    expect(maskOf(grown, 1)).toBe(rows('11', '11', '11'));
    const kept = row('keep');
    new PixelActs(kept.bench, String).grow();
    expect(maskOf(kept, 1)).toBe(rows('111', '111', '11'));
    expect(maskOf(kept, 2)).toBe(rows('0011', '0011'));
  });

  it('goes round with a key', () => {
    expect(overlapPolicies.map(nextOverlapPolicy)).toEqual(['keep', 'only-empty', 'overwrite']);
  });
});

describe('a new polygon', () => {
  function drawn(policy: OverlapPolicy): Desk {
    const desk = row(policy);
    desk.bench.select(null);
    desk.bench.choose('polygon');
    desk.click(3, 0).click(9, 0).click(9, 1).click(3, 1);
    desk.bench.finish();
    return desk;
  }
  const flat = [3, 0, 9, 0, 9, 1, 3, 1];
  const ids = [1, 2, 3, 4, 101];

  it('stays one and takes pixels from others, as one step', () => {
    const desk = drawn('overwrite');
    expect(ids.map((id) => maskOf(desk, id))).toEqual([
      rows('11', '11'),
      rows('0010', '0011'),
      rows('000011', '000011'),
      rows('00000011', '00000011'),
      rows('000111111'),
    ]);
    expect(desk.drawing.object(101)?.polygons).toEqual([flat]);
    expect(desk.drawing.object(2)?.polygons).toBeNull();
    expect(desk.done).toHaveLength(1);
    desk.undo();
    expect(desk.drawing.objects.map(({ polygons }) => polygons)).toEqual(
      [0, 2, 4, 6].map((x) => [square(x, 0, 2)]),
    );
  });

  it('stays one over others that keep what they have', () => {
    const desk = drawn('keep');
    expect(desk.drawing.objects.map(({ polygons }) => polygons)).toEqual([
      ...[0, 2, 4, 6].map((x) => [square(x, 0, 2)]),
      [flat],
    ]);
  });

  it('is a mask of what is empty where it meets others, and a polygon where it meets none', () => {
    const desk = drawn('only-empty');
    expect(maskOf(desk, 101)).toBe(rows('000000111'));
    expect(desk.drawing.object(101)?.polygons).toBeNull();
    expect(desk.drawing.object(2)?.polygons).toEqual([square(2, 0, 2)]);
    desk.bench.startFresh();
    desk.click(0, 2).click(4, 2).click(4, 4);
    desk.bench.finish();
    expect(desk.drawing.objects.at(-1)?.polygons).toEqual([[0, 2, 4, 2, 4, 4]]);
    desk.bench.startFresh();
    desk.click(2, 0).click(4, 0).click(4, 2);
    desk.bench.finish();
    expect([desk.done.length, desk.refusals]).toEqual([2, ['occupied']]);
  });

  it('whose whole place another had takes that place, and the other is gone until undo', () => {
    const desk = row('overwrite');
    desk.bench.select(null);
    desk.bench.choose('polygon');
    desk.click(1, 0).click(5, 0).click(5, 3).click(1, 3);
    desk.bench.finish();
    expect(desk.drawing.objects.map(({ id }) => id)).toEqual([1, 3, 4, 101]);
    desk.undo();
    expect(desk.drawing.objects.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });
});

describe('a polygon that is moved', () => {
  function moved(policy: OverlapPolicy): Desk {
    const desk = row(policy);
    desk.bench.choose('move');
    return desk.drag([0.5, 0.5], [1.5, 1.5]);
  }
  const after = square(1, 1, 2);

  it('stays one, and takes what it comes to lie on or leaves it', () => {
    const taking = moved('overwrite');
    expect(taking.drawing.object(1)?.polygons).toEqual([after]);
    expect(maskOf(taking, 2)).toBe(rows('0011', '0001'));
    expect(taking.done).toHaveLength(1);
    taking.undo();
    expect(taking.drawing.objects.map(({ polygons }) => polygons)).toEqual(
      [0, 2, 4, 6].map((x) => [square(x, 0, 2)]),
    );
    const leaving = moved('keep');
    expect(leaving.drawing.object(1)?.polygons).toEqual([after]);
    expect(leaving.drawing.object(2)?.polygons).toEqual([square(2, 0, 2)]);
  });

  it('is a mask of what is empty there when others bar the rest', () => {
    const desk = moved('only-empty');
    expect(desk.drawing.object(1)?.polygons).toBeNull();
    expect(maskOf(desk, 1)).toBe(rows('', '01', '011'));
    desk.undo();
    expect(desk.drawing.object(1)?.polygons).toEqual([square(0, 0, 2)]);
    // Away from all others it stays what it is.
    desk.drag([0.5, 0.5], [0.5, 2.5]);
    expect(desk.drawing.object(1)?.polygons).toEqual([square(0, 2, 2)]);
  });
});

const side = 12;
interface Given {
  readonly bitmap: Bitmap;
  readonly visible: boolean;
  readonly locked: boolean;
}
const given: fc.Arbitrary<Given> = fc.record({
  bitmap: bitmapsOf(side, side),
  visible: fc.boolean(),
  locked: fc.boolean(),
});
const spot = fc.tuple(fc.integer({ min: 0, max: side }), fc.integer({ min: 0, max: side }));

function annotationOf({ bitmap, visible, locked }: Given, index: number): Annotation {
  const rle = cocoStringFromRle(rleFromBitmap(bitmap));
  const shape = { kind: 'mask', rle } as const;
  return { ...polygonObject(index + 1, 1, []), shape, visible, locked };
}

it('of whatever shapes and by whatever tool, gives each object the pixels that the policy says', () => {
  fc.assert(
    fc.property(
      fc.array(given, { maxLength: 5 }),
      fc.constantFrom<ToolName>('brush', 'lasso', 'rectangle', 'ellipse', 'polygon'),
      fc.array(spot, { minLength: 3, maxLength: 5 }),
      fc.constantFrom(...overlapPolicies),
      fc.boolean(),
      (objects, tool, way, policy, makesNew) => {
        const painted = new Desk({ width: side, height: side });
        gesture(painted, tool, way);
        const cover = painted.drawing.objects[0];
        fc.pre(cover !== undefined);
        const isPainted = bitmapFromRle(
          rleFromCutout(cover.cutout, { width: side, height: side }),
        ).data;

        const desk = new Desk({ width: side, height: side }, objects.map(annotationOf));
        desk.bench.setOverlap(policy);
        const first = desk.drawing.object(1);
        const own = !makesNew && first?.visible === true && !first.locked ? 1 : 101;
        if (own === 1) desk.bench.select(1);
        else desk.bench.startFresh();
        const before = new Map(desk.drawing.objects.map(({ id }) => [id, maskOf(desk, id)]));
        gesture(desk, tool, way);

        const expected = new Map<number, string>();
        const barred = (pixel: number): boolean =>
          objects.some(
            ({ bitmap, visible }, index) =>
              visible && index + 1 !== own && bitmap.data[pixel] === 1,
          );
        const isAdded = Array.from(isPainted, (value, pixel) =>
          policy === 'only-empty' && barred(pixel) ? 0 : value,
        );
        for (const [id, mask] of before) {
          const { visible, locked } = objects[id - 1]!;
          const loses = policy === 'overwrite' && visible && !locked && id !== own;
          expected.set(
            id,
            Array.from(mask, Number)
              .map((value, pixel) => {
                if (id === own) return value | isAdded[pixel]!;
                return loses ? value & (1 - isAdded[pixel]!) : value;
              })
              .join(''),
          );
        }
        if (own === 101) expected.set(101, isAdded.join(''));
        for (const [id, mask] of expected) {
          // What has lost its last pixel is gone; what had none stays.
          const isGone = !mask.includes('1') && (id === 101 || before.get(id)!.includes('1'));
          expect(maskOf(desk, id)).toBe(isGone ? 'gone' : mask);
        }
      },
    ),
    { numRuns: 200 },
  );
});

function gesture(
  desk: Desk,
  tool: ToolName,
  [first = [0, 0], ...rest]: readonly (readonly [number, number])[],
): void {
  desk.bench.choose(tool);
  desk.bench.brushSizePx = 3;
  desk.press(...first);
  for (const to of rest) desk.move(...to);
  const shown = Array.from(desk.drawing.labels.values);
  desk.release(...(rest.at(-1) ?? first));
  if (tool === 'polygon') desk.bench.finish();
  // The brush shows the truth before the pen is lifted.
  if (tool === 'brush') expect(Array.from(desk.drawing.labels.values)).toEqual(shown);
}
