import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../../renderer/canvas/drawing/drawn-object.ts';
import type { ToolName } from '../../../renderer/canvas/tools/tool.ts';
import { PixelActs } from '../../../renderer/state/editor/pixel-acts.ts';
import { Desk, polygonObject, square } from './desk.ts';

const size = { width: 8, height: 6 };

function deskWith(tool: ToolName, ...objects: ReturnType<typeof polygonObject>[]): Desk {
  const desk = new Desk(size, objects);
  desk.bench.choose(tool);
  return desk;
}

describe('split', () => {
  const whole = [0, 1, 7, 1, 7, 5, 0, 5];

  it('cuts the object under a dragged line apart: the largest piece keeps the id, no pixel is lost', () => {
    const desk = deskWith('split', polygonObject(5, 3, whole));
    const before = desk.contents();
    desk.drag([4.5, 0], [4.5, 6]);
    expect(desk.picture()).toEqual([
      '........',
      '1111122.',
      '1111122.',
      '1111122.',
      '1111122.',
      '........',
    ]);
    expect(desk.drawing.objects.map(({ id, category }) => [id, category])).toEqual([
      [5, 3],
      [101, 3],
    ]);
    expect(desk.done.map(({ act }) => act)).toEqual(['split']);
    expect(desk.bench.selected).toBe(5);
    desk.undo();
    expect(desk.contents()).toEqual(before);
  });

  it('cuts from click to click, freehand into more than two, and shows the line', () => {
    const desk = deskWith('split', polygonObject(1, 1, whole));
    desk.click(0.5, 2.5).move(5, 2.5);
    expect(desk.bench.sketch().path).toMatchObject({
      points: [{ x: 0.5, y: 2.5 }],
      to: { x: 5, y: 2.5 },
    });
    desk.click(7.5, 2.5);
    const rest = Array<string>(3).fill('1111111.');
    expect(desk.picture().slice(1, 5)).toEqual(['2222222.', ...rest]);
    desk.undo();
    desk.press(1.5, 0).move(1.5, 5.5).move(5.5, 5.5).move(5.5, 0).release(5.5, 0);
    expect(desk.drawing.objects.map(({ id, areaPx2 }) => [id, areaPx2])).toEqual([
      [1, 20],
      [102, 4],
      [103, 4],
    ]);
  });

  it('cuts the chosen object even where another lies over it, which stays as it is', () => {
    const desk = deskWith(
      'split',
      polygonObject(1, 1, whole),
      polygonObject(2, 2, square(3, 2, 2)),
    );
    desk.bench.select(1);
    desk.drag([4.2, 0], [4.2, 5.9]);
    expect(desk.drawing.objects.map(({ id }) => id)).toEqual([1, 101, 2]);
    expect(desk.drawing.object(2)).toMatchObject({ areaPx2: 4, polygons: [square(3, 2, 2)] });
    expect(desk.drawing.object(1)!.areaPx2 + desk.drawing.object(101)!.areaPx2).toBe(28);
  });

  it('says why nothing is cut: beside every object, only into it, locked', () => {
    const desk = deskWith('split', polygonObject(1, 1, whole));
    desk.drag([0, 0.5], [7, 0.5]).drag([3.5, 0], [3.5, 3]);
    desk.drawing.show(1, { locked: true });
    desk.drag([3.5, 0], [3.5, 6]);
    expect(desk.refusals).toEqual(['nothing-here', 'whole', 'locked']);
    expect(desk.done).toEqual([]);
  });

  it('Esc and Backspace forget the line', () => {
    const desk = deskWith('split', polygonObject(1, 1, whole));
    desk.click(3.5, 0);
    expect(desk.bench.cancel()).toBe(true);
    desk.click(3.5, 0);
    expect(desk.bench.stepBack()).toBe(true);
    expect(desk.bench.sketch().path).toBeNull();
    expect([desk.done, desk.drawing.objects.length]).toEqual([[], 1]);
  });
});

describe('splitting into parts', () => {
  function twoSquares(): { desk: Desk; acts: PixelActs } {
    const desk = deskWith('brush', polygonObject(1, 2, square(0, 0, 2)));
    desk.bench.select(1);
    desk.bench.brushSizePx = 3;
    desk.click(5.5, 3.5);
    return { desk, acts: new PixelActs(desk.bench, String) };
  }

  it('makes an object of each part but the largest, of the same class, as one step', () => {
    const { desk, acts } = twoSquares();
    const before = desk.contents();
    acts.splitParts();
    expect(desk.drawing.objects).toMatchObject([
      { id: 1, category: 2, cutout: { x: 4 } },
      { id: 101, category: 2, areaPx2: 4, cutout: { x: 0 } },
    ]);
    expect(desk.done.map(({ act }) => act)).toEqual(['brush', 'parts']);
    acts.splitParts();
    desk.drawing.show(1, { locked: true });
    acts.splitParts();
    expect(desk.refusals).toEqual(['one-part', 'locked']);
    desk.drawing.show(1, { locked: false });
    desk.undo();
    expect(desk.contents()).toEqual(before);
  });

  it('makes no crowd of objects out of specks', () => {
    const desk = new Desk({ width: 30, height: 30 }, [polygonObject(1, 1, square(0, 0, 1))]);
    desk.bench.select(1);
    for (let i = 0; i < 100; i++) desk.click(0.5 + 3 * (i % 10), 0.5 + 3 * Math.floor(i / 10));
    new PixelActs(desk.bench, String).splitParts();
    expect(desk.refusals).toEqual(['many-pieces']);
    expect(desk.drawing.objects).toHaveLength(1);
  });
});

describe('merge', () => {
  const three = [
    polygonObject(1, 1, square(0, 0, 2)),
    polygonObject(2, 1, square(3, 0, 2)),
    polygonObject(3, 2, square(6, 0, 2)),
  ] as const;

  it('the chosen object takes in the one that is clicked; polygons stay polygons; one undo', () => {
    const desk = deskWith('merge', ...three);
    const before = desk.contents();
    desk.click(1, 1).click(3.5, 1);
    expect(desk.picture().slice(0, 2)).toEqual(['11.11.22', '11.11.22']);
    expect(desk.drawing.object(1)).toMatchObject({
      areaPx2: 8,
      polygons: [square(0, 0, 2), square(3, 0, 2)],
    });
    expect(desk.done.map(({ act }) => act)).toEqual(['merge']);
    expect(desk.bench.selected).toBe(1);
    desk.undo();
    expect(desk.contents()).toEqual(before);
  });

  it('a quick drag takes in all of its class that it goes over, and leaves others', () => {
    const desk = deskWith(
      'merge',
      ...three,
      polygonObject(4, 1, square(0, 4, 2)),
      polygonObject(5, 1, square(6, 4, 2)),
    );
    desk.drag([1, 1], [7, 1]).drag([1, 5], [7, 5]);
    expect(desk.drawing.objects.map(({ id, areaPx2 }) => [id, areaPx2])).toEqual([
      [1, 16],
      [3, 4],
    ]);
    expect(desk.done).toHaveLength(2);
    desk.undo();
    expect(desk.drawing.objects.map(({ id }) => id)).toEqual([1, 3, 4, 5]);
    desk.undo();
    expect(desk.drawing.objects.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
  });

  it('takes nothing from what lies between', () => {
    const desk = deskWith(
      'merge',
      polygonObject(1, 1, square(0, 0, 3)),
      polygonObject(2, 1, square(2, 0, 3)),
      polygonObject(3, 2, square(1, 1, 2)),
    );
    desk.bench.choose('eraser');
    desk.bench.select(2);
    desk.click(4.5, 2.5);
    desk.bench.choose('merge');
    desk.bench.select(null);
    desk.drag([0.5, 0.5], [4.5, 0.5]);
    expect(desk.drawing.objects).toMatchObject([
      { id: 1, polygons: null, areaPx2: 14 },
      { id: 3, areaPx2: 4, polygons: [square(1, 1, 2)] },
    ]);
  });

  it('refuses another class, locked objects and crowds; beside them it lets go', () => {
    const desk = deskWith('merge', ...three, {
      ...polygonObject(4, 1, square(0, 4, 2)),
      crowd: true,
    });
    desk.click(1, 1).click(7, 1).click(0.5, 4.5);
    desk.drawing.show(2, { locked: true });
    desk.click(4, 1).click(5.5, 5.5);
    expect(desk.bench.selected).toBeNull();
    desk.click(5.5, 5.5).click(4, 1);
    expect(desk.refusals).toEqual(['other-class', 'crowd', 'locked', 'nothing-here', 'locked']);
    expect(desk.done).toEqual([]);
  });

  it('Esc in the middle of the drag leaves everything', () => {
    const desk = deskWith('merge', ...three)
      .press(1, 1)
      .move(4, 1);
    expect(desk.bench.sketch().path?.points).toHaveLength(2);
    expect(desk.bench.cancel()).toBe(true);
    desk.release(4, 1);
    expect([desk.done, desk.drawing.objects.length]).toEqual([[], 3]);
  });

  it('splitting by any line, then merging all of it again, gives the pixels back', () => {
    const along = fc.record({
      x: fc.double({ min: -1, max: 21, noNaN: true }),
      y: fc.double({ min: -1, max: 21, noNaN: true }),
    });
    const shapes = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 8, maxLength: 14 });
    fc.assert(
      fc.property(shapes, along, along, (flat, from, to) => {
        const even = flat.slice(0, flat.length - (flat.length % 2));
        const big = { width: 21, height: 21 };
        const desk = new Desk(big, [polygonObject(1, 1, even)]);
        const areaPx2 = desk.drawing.object(1)?.areaPx2 ?? 0;
        const pixels = (): unknown => desk.drawing.labels.values.map((slot) => Math.min(1, slot));
        const before = pixels();
        desk.bench.choose('split');
        desk.drag([from.x, from.y], [to.x, to.y]);
        expect(desk.drawing.objects.reduce((sum, object) => sum + object.areaPx2, 0)).toBe(areaPx2);
        expect(pixels()).toEqual(before);
        desk.bench.choose('merge');
        for (const { id, cutout } of desk.drawing.objects.slice(1)) {
          desk.bench.select(1);
          const index = cutout.data.indexOf(1);
          const x = cutout.x + (index % cutout.width) + 0.5;
          const y = cutout.y + Math.floor(index / cutout.width) + 0.5;
          desk.click(x, y);
          expect(desk.drawing.object(id)).toBeUndefined();
        }
        expect(desk.drawing.objects).toHaveLength(1);
        expect(desk.drawing.objects[0]?.areaPx2).toBe(areaPx2);
        expect(pixels()).toEqual(before);
        while (desk.done.length > 0) desk.undo();
        expect(shapeOf(desk.drawing.objects[0]!, big)).toEqual({
          kind: 'polygons',
          polygons: [even],
        });
      }),
      { numRuns: 150 },
    );
  });
});
