import { describe, expect, it } from 'vitest';
import type { ToolName } from '../../../renderer/canvas/tools/tool.ts';
import { Desk, polygonObject, square } from './desk.ts';

const size = { width: 12, height: 6 };

function desk(tool: ToolName = 'polygon'): Desk {
  const made = new Desk(size, [
    polygonObject(1, 1, square(0, 0, 2)),
    polygonObject(2, 2, square(4, 0, 2)),
  ]);
  made.bench.choose(tool);
  return made;
}

const corners = [
  [1, 1],
  [8, 1],
  [8, 4],
  [1, 4],
] as const;

function begin(on: Desk, count: number, alt = false): Desk {
  corners.slice(0, count).forEach(([x, y], n) => on.click(x, y, { alt: alt && n === 0 }));
  return on;
}

const flat = (count: number) => corners.slice(0, count).flat();
const path = (on: Desk) => on.bench.sketch().path?.points.flatMap(({ x, y }) => [x, y]) ?? null;

describe('a corner taken back', () => {
  it('comes again, one after the other, down to the first', () => {
    const on = begin(desk(), 4);
    for (const left of [3, 2, 1]) {
      expect(on.bench.stepPathBack()).toBe(true);
      expect(path(on)).toEqual(flat(left));
    }
    on.bench.stepPathBack();
    expect(path(on)).toBeNull();
    expect(on.bench.isShaping).toBe(false);
    for (const there of [1, 2, 3, 4]) {
      expect(on.bench.stepPathForth()).toBe(true);
      expect(path(on)).toEqual(flat(there));
    }
    expect(on.bench.stepPathForth()).toBe(false);
    on.bench.finish();
    expect(on.drawing.objects[2]?.polygons).toEqual([flat(4)]);
  });

  it('does not come again once another was set, or the shape was given up', () => {
    const on = begin(desk(), 3);
    on.bench.stepPathBack();
    on.click(6, 5);
    expect(on.bench.stepPathForth()).toBe(false);
    expect(path(on)).toEqual([...flat(2), 6, 5]);
    on.bench.stepPathBack();
    on.bench.cancel();
    expect(on.bench.canStepForth).toBe(false);
    expect(on.bench.stepPathForth()).toBe(false);
  });

  it('begins what takes away as what takes away', () => {
    const on = begin(desk(), 1, true);
    on.bench.stepPathBack();
    on.bench.stepPathForth();
    expect(on.bench.takesAway).toBe(true);
  });
});

describe('a shape that is begun for an object', () => {
  it('is for the class that is taken meanwhile, as the line of options says', () => {
    const on = desk();
    on.bench.select(1);
    begin(on, 3);
    expect(on.bench.target()).toMatchObject({ kind: 'object', object: { id: 1 } });
    on.bench.setCategory(2);
    expect(on.bench.target()).toEqual({ kind: 'new' });
    begin(on, 4);
    on.bench.finish();
    expect(on.drawing.object(1)?.polygons).toEqual([square(0, 0, 2)]);
    expect(on.drawing.objects[2]).toMatchObject({ category: 2 });
  });

  it('is for the object that is chosen meanwhile', () => {
    const on = desk();
    on.bench.setOverlap('keep');
    on.bench.select(1);
    begin(on, 4);
    on.bench.select(2);
    expect(on.bench.target()).toMatchObject({ kind: 'object', object: { id: 2 } });
    on.bench.finish();
    expect(
      on.done[0]?.changes.map((change) => 'annotation' in change && change.annotation),
    ).toEqual([2, 2]);
  });

  it('goes on taking away from it when another class is taken', () => {
    const on = desk();
    on.bench.select(1);
    begin(on, 4, true);
    on.bench.setCategory(2);
    expect(on.bench.target()).toMatchObject({ kind: 'object', object: { id: 1 } });
    on.bench.finish();
    expect(on.drawing.object(2)?.polygons).toEqual([square(4, 0, 2)]);
    expect(on.picture().slice(0, 2)).toEqual(['11..22......', '1...22......']);
  });

  it('is for another class with a lasso or a box too', () => {
    for (const tool of ['lasso', 'rectangle', 'ellipse'] as const) {
      const on = desk(tool);
      on.bench.select(1);
      on.press(8, 1);
      on.move(11, 1).move(11, 5);
      on.bench.setCategory(2);
      expect(on.bench.target()).toMatchObject({ kind: 'object', object: { id: 2 } });
      on.release(11, 5);
      expect(on.drawing.object(1)?.polygons).toEqual([square(0, 0, 2)]);
      expect(on.drawing.object(2)?.areaPx2).toBeGreaterThan(4);
    }
  });
});
