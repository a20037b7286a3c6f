import { describe, expect, it } from 'vitest';
import type { ToolName } from '../../../renderer/canvas/tools/tool.ts';
import { Desk, polygonObject, square } from './desk.ts';

const size = { width: 8, height: 6 };

function deskWith(tool: ToolName, ...objects: ReturnType<typeof polygonObject>[]): Desk {
  const desk = new Desk(size, objects);
  desk.bench.choose(tool);
  return desk;
}

describe('rectangle', () => {
  it('paints the box between the corners, whichever way it is dragged', () => {
    const desk = deskWith('rectangle').drag([6.2, 4.4], [2.1, 0.9]);
    expect(desk.picture()).toEqual([
      '........',
      '..1111..',
      '..1111..',
      '..1111..',
      '........',
      '........',
    ]);
    expect(desk.done.map(({ act }) => act)).toEqual(['rectangle']);
    desk.undo();
    expect(desk.drawing.objects).toEqual([]);
  });

  it('is a square with Shift, and ends at the edge of the picture', () => {
    const desk = deskWith('rectangle').drag([5, 1], [6, 4], { shift: true });
    expect(desk.picture()).toEqual([
      '........',
      '.....111',
      '.....111',
      '.....111',
      '........',
      '........',
    ]);
    const beyond = deskWith('rectangle').drag([6, 4], [30, 30]);
    expect(beyond.picture().slice(3)).toEqual(['........', '......11', '......11']);
  });

  it('takes away with Alt, from the chosen object alone', () => {
    const desk = deskWith(
      'rectangle',
      polygonObject(1, 1, square(0, 0, 4)),
      polygonObject(2, 1, square(4, 0, 4)),
    );
    desk.bench.select(1);
    desk.drag([2, 1], [6, 3], { alt: true });
    expect(desk.picture()).toEqual([
      '11112222',
      '11..2222',
      '11..2222',
      '11112222',
      '........',
      '........',
    ]);
    expect(desk.done.map(({ act }) => act)).toEqual(['eraser']);
  });

  it('leaves locked objects as they are, takes from the others', () => {
    const desk = deskWith(
      'rectangle',
      polygonObject(1, 2, square(0, 0, 2)),
      polygonObject(2, 2, square(4, 0, 2)),
    );
    desk.drawing.show(2, { locked: true });
    desk.drag([1, 0], [5, 1]);
    expect(desk.picture()[0]).toBe('133332..');
    expect(desk.drawing.object(1)?.areaPx2).toBe(3);
    expect(desk.drawing.object(2)?.areaPx2).toBe(4);
  });

  it('shows its outline while dragged, and Esc goes back to before', () => {
    const desk = deskWith('rectangle').press(1, 1).move(4, 3);
    expect(desk.bench.sketch().path?.points).toEqual([
      { x: 1, y: 1 },
      { x: 4, y: 1 },
      { x: 4, y: 3 },
      { x: 1, y: 3 },
    ]);
    expect(desk.bench.cancel()).toBe(true);
    desk.release(4, 3);
    expect(desk.bench.sketch().path).toBeNull();
    expect(desk.done).toEqual([]);
    expect(desk.drawing.objects).toEqual([]);
  });

  it('does nothing for a click', () => {
    expect(deskWith('rectangle').click(3, 3).done).toEqual([]);
  });
});

it('an ellipse fills its box; with Shift it is a circle', () => {
  expect(deskWith('ellipse').drag([1, 1], [7, 5]).picture()).toEqual([
    '........',
    '..1111..',
    '.111111.',
    '.111111.',
    '..1111..',
    '........',
  ]);
  expect(deskWith('ellipse').drag([1, 1], [3, 5], { shift: true }).picture()).toEqual([
    '........',
    '..11....',
    '.1111...',
    '.1111...',
    '..11....',
    '........',
  ]);
});

it('a lasso paints what its way encloses, closed by itself, and takes it away with Alt', () => {
  const desk = deskWith('lasso').press(1, 1).move(6, 1).move(6, 5).release(1, 5);
  const painted = ['........', ...Array<string>(4).fill('.11111..'), '........'];
  expect(desk.picture()).toEqual(painted);
  desk.press(2, 2, { alt: true }).move(4, 2, { alt: true }).move(4, 4, { alt: true });
  desk.release(2, 4, { alt: true });
  expect(desk.picture()).toEqual([
    '........',
    '.11111..',
    '.1..11..',
    '.1..11..',
    '.11111..',
    '........',
  ]);
  expect(desk.done.map(({ act }) => act)).toEqual(['lasso', 'eraser']);
  desk.undo();
  expect(desk.picture()).toEqual(painted);
});

describe('move', () => {
  it('takes the mask along by whole pixels, inside the picture, and undo brings it back', () => {
    const desk = deskWith('rectangle').drag([1, 1], [4, 3]);
    desk.bench.choose('move');
    const before = desk.contents();
    desk.drag([2, 2], [4.3, 3.2]);
    const moved = ['........', '........', '...111..', '...111..', '........', '........'];
    expect(desk.picture()).toEqual(moved);
    desk.undo();
    expect(desk.contents()).toEqual(before);
    desk.drag([2, 2], [90, 90]);
    expect(desk.picture().slice(3)).toEqual(['........', '.....111', '.....111']);
  });

  it('paints over others where it comes to lie, as a brush does', () => {
    const desk = deskWith('rectangle').drag([0, 0], [2, 2]);
    desk.bench.startFresh();
    desk.drag([4, 0], [8, 2]);
    desk.bench.choose('move');
    desk.drag([1, 1], [4, 1]);
    expect(desk.picture().slice(0, 2)).toEqual(['...11222', '...11222']);
    expect(desk.drawing.objects.map(({ areaPx2 }) => areaPx2)).toEqual([4, 6]);
  });

  it('leaves a polygon a polygon', () => {
    const desk = deskWith('move', polygonObject(1, 1, square(1, 1, 2))).drag([2, 2], [4, 3]);
    expect(desk.drawing.object(1)?.polygons).toEqual([square(3, 2, 2)]);
    expect(desk.bench.selected).toBe(1);
  });

  it('refuses what is locked and empty places; Esc puts the object back', () => {
    const desk = deskWith('move', polygonObject(1, 1, square(1, 1, 2)));
    desk.click(6, 4);
    desk.press(2, 2).move(4, 2);
    expect(desk.bench.sketch().path?.points[0]).toEqual({ x: 3, y: 1 });
    desk.bench.cancel();
    desk.release(4, 2);
    desk.drawing.show(1, { locked: true });
    desk.drag([2, 2], [4, 2]);
    expect(desk.refusals).toEqual(['nothing-here', 'locked']);
    expect(desk.done).toEqual([]);
    expect(desk.drawing.object(1)?.polygons).toEqual([square(1, 1, 2)]);
  });
});
