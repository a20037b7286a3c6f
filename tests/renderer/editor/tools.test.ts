import { describe, expect, it } from 'vitest';
import { Desk, polygonObject, square } from './desk.ts';

const size = { width: 8, height: 5 };

describe('brush', () => {
  it('paints along its way into a new object and gives the whole mask as one change', () => {
    const desk = new Desk(size).drag([1.5, 1.5], [5.5, 1.5]);
    expect(desk.picture()).toEqual(['........', '.11111..', '........', '........', '........']);
    expect(desk.done.map(({ act, changes }) => [act, changes.map(({ kind }) => kind)])).toEqual([
      ['brush', ['create']],
    ]);
  });

  it('goes on in the object it made', () => {
    const desk = new Desk(size).drag([1.5, 1.5], [3.5, 1.5]).drag([1.5, 3.5], [3.5, 3.5]);
    expect(desk.picture()).toEqual(['........', '.111....', '........', '.111....', '........']);
    expect(desk.drawing.objects).toHaveLength(1);
    expect(desk.done[1]?.changes.map(({ kind }) => kind)).toEqual(['xor']);
  });

  it('starts another object when asked to', () => {
    const desk = new Desk(size).drag([1.5, 1.5], [3.5, 1.5]);
    desk.bench.startFresh();
    desk.drag([3.5, 1.5], [5.5, 1.5]);
    expect(desk.picture()[1]).toBe('.11222..');
  });

  it('takes the painted pixels from unlocked objects, and what is left without pixels goes', () => {
    const desk = new Desk(size, [
      polygonObject(1, 1, square(0, 0, 3)),
      polygonObject(2, 2, square(4, 0, 2)),
      polygonObject(3, 2, square(6, 0, 2)),
    ]);
    desk.drawing.show(3, { locked: true });
    desk.bench.category = 5;
    desk.bench.brushSizePx = 2;
    desk.drag([2, 1], [7, 1]);
    expect(desk.picture()).toEqual(['13333333', '13333333', '111.....', '........', '........']);
    expect(desk.drawing.object(3)?.areaPx2).toBe(4);
    expect(desk.done[0]?.changes.map(({ kind }) => kind)).toEqual([
      'rasterise',
      'xor',
      'delete',
      'create',
    ]);
    desk.undo();
    expect(desk.picture()).toEqual(['111.2233', '111.2233', '111.....', '........', '........']);
    expect(desk.drawing.object(2)?.polygons).toEqual([square(4, 0, 2)]);
  });

  it('leaves no trace of a stroke that was cancelled half-way', () => {
    const desk = new Desk(size, [polygonObject(1, 2, square(1, 1, 3))]);
    const before = desk.picture();
    desk.press(0.5, 2.5).move(6.5, 2.5);
    expect(desk.picture()[2]).toBe('*******.');
    desk.bench.cancel();
    desk.move(6.5, 4.5).release(6.5, 4.5);
    expect(desk.picture()).toEqual(before);
    expect(desk.done).toEqual([]);
  });

  it('erases while Alt is held, and the eraser paints', () => {
    const desk = new Desk(size).drag([0.5, 0.5], [7.5, 0.5]);
    desk.drag([2.5, 0.5], [3.5, 0.5], { alt: true });
    expect(desk.picture()[0]).toBe('11..1111');
    desk.bench.choose('eraser');
    desk.drag([2.5, 0.5], [2.5, 0.5], { alt: true });
    expect(desk.picture()[0]).toBe('111.1111');
  });

  it('draws a straight line from the last stroke with Shift', () => {
    const desk = new Desk(size).click(0.5, 0.5).click(4.5, 4.5, { shift: true });
    expect(desk.picture()).toEqual(['1.......', '.1......', '..1.....', '...1....', '....1...']);
  });

  it('takes its size from a drag with the right button, and gives it back on cancel', () => {
    const desk = new Desk(size);
    desk.press(2, 2, { button: 2, alt: true }).move(5, 2, { button: 2, alt: true });
    expect(desk.bench.brushSizePx).toBe(4);
    desk.bench.cancel();
    expect(desk.bench.brushSizePx).toBe(1);
    expect(desk.done).toEqual([]);
  });

  it('refuses without a class and on a locked object', () => {
    const desk = new Desk(size, [polygonObject(1, 1, square(1, 1, 3))]);
    desk.bench.category = null;
    desk.click(6.5, 4.5);
    desk.drawing.show(1, { locked: true });
    desk.bench.select(1);
    desk.click(2.5, 2.5);
    expect(desk.refusals).toEqual(['no-class', 'locked']);
    expect(desk.done).toEqual([]);
  });
});

describe('eraser', () => {
  it('takes from every object when none is chosen, from the chosen one alone otherwise', () => {
    const annotations = [
      polygonObject(1, 1, square(0, 0, 4)),
      polygonObject(2, 2, square(4, 0, 4)),
    ];
    const all = new Desk(size, annotations);
    all.bench.choose('eraser');
    all.drag([2.5, 0.5], [5.5, 0.5]);
    expect(all.picture()[0]).toBe('11....22');

    const one = new Desk(size, annotations);
    one.bench.choose('eraser');
    one.bench.select(2);
    one.drag([2.5, 0.5], [5.5, 0.5]);
    expect(one.picture()[0]).toBe('1111..22');
  });

  it('shows what lies underneath', () => {
    const desk = new Desk(size, [
      polygonObject(1, 1, square(0, 0, 4)),
      polygonObject(2, 2, square(1, 1, 3)),
    ]);
    desk.bench.choose('eraser');
    desk.bench.select(2);
    desk.drag([0.5, 2.5], [3.5, 2.5]);
    expect(desk.picture().slice(0, 4)).toEqual(['1111....', '1222....', '1111....', '1222....']);
  });
});

describe('polygon', () => {
  it('stays a polygon, closed by its first corner or by Enter', () => {
    const desk = new Desk(size);
    desk.bench.choose('polygon');
    desk.click(1, 1).click(5, 1).click(5, 4).click(1, 4).click(1.1, 1.1);
    expect(desk.picture()).toEqual(['........', '.1111...', '.1111...', '.1111...', '........']);
    expect(desk.drawing.objects[0]?.polygons).toEqual([[1, 1, 5, 1, 5, 4, 1, 4]]);

    desk.bench.startFresh();
    desk.click(6, 0).click(8, 0).click(8, 2);
    desk.bench.finish();
    expect(desk.drawing.objects).toHaveLength(2);
  });

  it('takes back corner after corner, then the whole', () => {
    const desk = new Desk(size);
    desk.bench.choose('polygon');
    desk.click(1, 1).click(5, 1).click(5, 4);
    desk.bench.stepBack();
    expect(desk.bench.finish()).toBe(true);
    expect(desk.done).toEqual([]);
    expect(desk.bench.cancel()).toBe(true);
    expect(desk.bench.sketch().path).toBeNull();
  });

  it('lets its corners be dragged, added and deleted, each as one undo', () => {
    const desk = new Desk(size, [polygonObject(1, 1, square(1, 1, 2))]);
    desk.bench.choose('select');
    desk.click(2, 2);
    expect(desk.bench.selected).toBe(1);
    desk.drag([3, 3], [5, 4]);
    expect(desk.drawing.object(1)?.polygons).toEqual([[1, 1, 3, 1, 5, 4, 1, 3]]);
    desk.drag([2, 1], [2, 0]);
    expect(desk.drawing.object(1)?.polygons).toEqual([[1, 1, 2, 0, 3, 1, 5, 4, 1, 3]]);
    desk.click(2, 0, { alt: true });
    expect(desk.drawing.object(1)?.polygons).toEqual([[1, 1, 3, 1, 5, 4, 1, 3]]);
    expect(desk.done.map(({ act }) => act)).toEqual(['corners', 'corners', 'corners']);
    desk.undo();
    desk.undo();
    desk.undo();
    expect(desk.drawing.object(1)?.polygons).toEqual([square(1, 1, 2)]);
  });

  it('puts a corner back when its drag is cancelled', () => {
    const desk = new Desk(size, [polygonObject(1, 1, square(1, 1, 2))]);
    desk.bench.choose('select');
    desk.click(2, 2).press(3, 3).move(7, 5);
    desk.bench.cancel();
    expect(desk.drawing.object(1)?.polygons).toEqual([square(1, 1, 2)]);
    expect(desk.done).toEqual([]);
  });
});

describe('fill', () => {
  const ring = [
    [1.5, 0.5],
    [5.5, 0.5],
    [5.5, 4.5],
    [1.5, 4.5],
    [1.5, 0.5],
  ] as const;

  function ringed(): Desk {
    const desk = new Desk({ width: 14, height: 5 });
    desk.press(1.5, 0.5);
    ring.forEach(([x, y]) => desk.move(x, y));
    desk.release(1.5, 0.5);
    desk.bench.choose('fill');
    return desk;
  }

  it('fills what is enclosed and refuses what is open', () => {
    const desk = ringed().click(3.5, 2.5);
    expect(desk.picture()).toEqual(Array(5).fill('.11111........'));
    expect(desk.done.at(-1)?.act).toBe('fill');
    desk.undo();
    desk.bench.choose('eraser');
    desk.click(5.5, 2.5);
    desk.bench.choose('fill');
    desk.click(3.5, 2.5);
    expect(desk.refusals).toEqual(['open-region']);
  });

  it('does not run out through a gap that it closes, and fills half of it', () => {
    const wide = { width: 20, height: 7 };
    const desk = new Desk(wide, [polygonObject(1, 1, [1, 0, 9, 0, 9, 7, 1, 7])]);
    desk.bench.select(1);
    desk.bench.choose('rectangle');
    desk.drag([2, 1], [8, 6], { alt: true }).drag([8, 3], [9, 5], { alt: true });
    desk.bench.choose('fill');
    desk.click(4.5, 3.5);
    expect(desk.refusals).toEqual(['open-region']);
    desk.bench.setPixelOptions({ gapPx: 2 });
    desk.click(4.5, 3.5);
    expect(desk.picture()).toEqual(Array(7).fill('.11111111...........'));
    desk.undo();
    // Clearing goes by what hangs together, whatever the gaps.
    desk.click(1.5, 3.5, { alt: true });
    expect(desk.drawing.objects).toEqual([]);
    desk.bench.setPixelOptions({ gapPx: 1000 });
    expect(desk.bench.pixelOptions.gapPx).toBe(40);
  });

  it('clears the connected part under the pointer with Alt', () => {
    const desk = ringed().click(1.5, 2.5, { alt: true });
    expect(desk.drawing.objects).toEqual([]);
    desk.undo();
    expect(desk.picture()[2]).toBe('.1...1........');
  });
});
