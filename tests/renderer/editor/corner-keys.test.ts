import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CornerKeys } from '../../../renderer/canvas/tools/tool.ts';
import { Desk, polygonObject, square } from './desk.ts';

const size = { width: 12, height: 8 };

/** The corners of a chosen square from (2, 2) to (6, 6). */
function chosen(): { readonly desk: Desk; readonly keys: CornerKeys } {
  const desk = new Desk(size, [polygonObject(1, 1, square(2, 2, 4))]);
  desk.bench.choose('select');
  desk.bench.select(1);
  const keys = desk.bench.cornerKeys;
  if (keys === null) throw new Error('Corners cannot be edited by keys here.');
  return { desk, keys };
}

const corners = (desk: Desk): readonly number[] | undefined =>
  desk.drawing.object(1)?.polygons?.[0];

describe('corners by keys', () => {
  it('are walked along both ways, round and round', () => {
    const { desk, keys } = chosen();
    expect(keys.picked).toBeNull();
    keys.walk(1);
    expect(keys.picked).toEqual({ number: 1, of: 4, at: { x: 2, y: 2 } });
    keys.walk(-1);
    expect(keys.picked?.number).toBe(4);
    keys.walk(1);
    keys.walk(1);
    expect(keys.picked).toEqual({ number: 2, of: 4, at: { x: 6, y: 2 } });
    expect(desk.bench.sketch().corners?.hot).toEqual({ ring: 0, index: 1 });
  });

  it('move as one gesture for as long as the arrow is held, inside the picture', () => {
    const { desk, keys } = chosen();
    keys.walk(1);
    for (let step = 0; step < 5; step++) keys.nudge({ x: -1, y: 0 });
    keys.nudge({ x: 0, y: 1 });
    expect(desk.done).toEqual([]);
    keys.settle();
    expect(corners(desk)).toEqual([0, 3, 6, 2, 6, 6, 2, 6]);
    expect(desk.done.map(({ act }) => act)).toEqual(['corners']);
    expect(keys.picked?.at).toEqual({ x: 0, y: 3 });
    desk.undo();
    expect(corners(desk)).toEqual(square(2, 2, 4));
  });

  it('go back to where the arrow found them on cancel, and are let go by the next', () => {
    const { desk, keys } = chosen();
    keys.walk(1);
    keys.nudge({ x: 3, y: 0 });
    expect(desk.bench.cancel()).toBe(true);
    keys.settle();
    expect(corners(desk)).toEqual(square(2, 2, 4));
    expect(keys.picked?.number).toBe(1);
    expect(desk.bench.cancel()).toBe(true);
    expect(keys.picked).toBeNull();
    expect(desk.bench.selected).toBe(1);
    expect(desk.done).toEqual([]);
  });

  it('are added in the middle of a side and deleted, each as one undo', () => {
    const { desk, keys } = chosen();
    keys.walk(1);
    keys.add();
    expect(corners(desk)).toEqual([2, 2, 4, 2, 6, 2, 6, 6, 2, 6]);
    expect(keys.picked).toEqual({ number: 2, of: 5, at: { x: 4, y: 2 } });
    keys.nudge({ x: 0, y: -2 });
    desk.bench.stepBack();
    expect(corners(desk)).toEqual(square(2, 2, 4));
    expect(keys.picked?.number).toBe(2);
    expect(desk.done.map(({ act }) => act)).toEqual(['corners', 'corners', 'corners']);
    expect(desk.drawing.object(1)?.polygons).not.toBeNull();
  });

  it('belong to the pointer again when it takes hold of one', () => {
    const { desk, keys } = chosen();
    keys.walk(1);
    desk.move(9, 7);
    expect(keys.picked?.number).toBe(1);
    desk.move(6, 6);
    expect(keys.picked).toBeNull();
    expect(desk.bench.sketch().corners?.hot).toEqual({ ring: 0, index: 2 });
  });

  it('are none of a locked object, of a mask, or while a polygon is drawn', () => {
    const { desk, keys } = chosen();
    desk.drawing.show(1, { locked: true });
    expect(keys.walk(1)).toBe(false);
    desk.bench.choose('polygon');
    desk.bench.select(null);
    desk.click(9, 1);
    expect(desk.bench.cornerKeys).toBeNull();
    desk.bench.choose('brush');
    expect(desk.bench.cornerKeys).toBeNull();
  });

  it('come to the same as dragging them, in whatever way they go', () => {
    const step = fc.record({
      x: fc.integer({ min: -3, max: 3 }),
      y: fc.integer({ min: -3, max: 3 }),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(step, { maxLength: 12 }),
        (nth, steps) => {
          const byKeys = chosen();
          byKeys.keys.walk(nth);
          steps.forEach((by) => byKeys.keys.nudge(by));
          byKeys.keys.settle();
          const { at } = byKeys.keys.picked!;
          const byHand = chosen().desk;
          byHand.bench.snaps = false;
          const index = 2 * (nth - 1);
          const from = square(2, 2, 4).slice(index, index + 2) as [number, number];
          byHand.drag(from, [at.x, at.y]);
          expect(corners(byKeys.desk)).toEqual(corners(byHand));
          expect(byKeys.desk.picture()).toEqual(byHand.picture());
        },
      ),
    );
  });
});

describe('a corner snaps', () => {
  const neighbours = (): Desk => {
    const desk = new Desk(size, [
      polygonObject(1, 1, [1, 1, 4, 1, 4, 4, 1, 4]),
      polygonObject(2, 1, [7.33, 1, 10, 1, 10, 6, 7.33, 6]),
    ]);
    desk.bench.choose('select');
    desk.bench.select(1);
    return desk;
  };
  const moved = (desk: Desk): readonly number[] | undefined =>
    desk.drawing.object(1)?.polygons?.[0]?.slice(4, 6);

  it('onto the corner of another polygon, exactly', () => {
    expect(moved(neighbours().drag([4, 4], [7.6, 5.7]))).toEqual([7.33, 6]);
  });

  it('onto its side, and onto the border of the picture', () => {
    expect(moved(neighbours().drag([4, 4], [7, 3]))).toEqual([7.33, 3]);
    expect(moved(neighbours().drag([4, 4], [4, 7.6]))).toEqual([4, 8]);
    expect(moved(neighbours().drag([4, 4], [11.7, 7.8]))).toEqual([12, 8]);
  });

  it('neither with Ctrl nor when it is told not to, nor onto what is hidden or far', () => {
    expect(moved(neighbours().drag([4, 4], [7.6, 5.7], { ctrl: true }))).toEqual([7.6, 5.7]);
    const told = neighbours();
    told.bench.snaps = false;
    expect(moved(told.drag([4, 4], [7.6, 5.7]))).toEqual([7.6, 5.7]);
    const hidden = neighbours();
    hidden.drawing.show(2, { visible: false });
    expect(moved(hidden.drag([4, 4], [7.6, 5.7]))).toEqual([7.6, 5.7]);
    expect(moved(neighbours().drag([4, 4], [6.5, 3]))).toEqual([6.5, 3]);
  });

  it('of a polygon in the making too, and shows where', () => {
    const desk = neighbours();
    desk.bench.select(null);
    desk.bench.choose('polygon');
    desk.click(4.3, 4.3).move(6.9, 3);
    expect(desk.bench.sketch().path).toMatchObject({
      points: [{ x: 4, y: 4 }],
      to: { x: 7.33, y: 3 },
    });
  });
});

describe('drawing another', () => {
  it('takes up the last drawing tool, for a new object', () => {
    const desk = new Desk(size);
    desk.bench.choose('rectangle');
    desk.drag([1, 1], [3, 3]);
    desk.bench.choose('eraser');
    desk.bench.choose('select');
    desk.bench.repeat();
    expect(desk.bench.tool).toBe('rectangle');
    desk.drag([5, 1], [7, 3]);
    expect(desk.drawing.objects).toHaveLength(2);
  });

  it('finishes the polygon that is begun, and leaves one that cannot be finished', () => {
    const desk = new Desk(size);
    desk.bench.choose('polygon');
    desk.click(1, 1).click(5, 1);
    desk.bench.repeat();
    expect(desk.bench.sketch().path?.points).toHaveLength(2);
    desk.click(5, 5);
    desk.bench.repeat();
    expect(desk.drawing.objects).toHaveLength(1);
    expect(desk.bench.target()).toEqual({ kind: 'new' });
  });
});
