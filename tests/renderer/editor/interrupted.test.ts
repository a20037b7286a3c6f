import { describe, expect, it } from 'vitest';
import { ObjectActs } from '../../../renderer/state/editor/object-acts.ts';
import { Desk, polygonObject, square } from './desk.ts';

const size = { width: 12, height: 8 };

/** Painted on by a brush, or its corners dragged: a chosen square from (2, 2) to (6, 6). */
function chosen(tool: 'brush' | 'select' | 'polygon' | 'move'): Desk {
  const desk = new Desk(size, [polygonObject(1, 1, square(2, 2, 4))]);
  desk.bench.choose(tool);
  desk.bench.select(1);
  return desk;
}

const actsOf = (desk: Desk): ObjectActs => new ObjectActs(desk.bench, String);

describe('a project that cannot be changed', () => {
  it('shows no corners, and none can be dragged, added or deleted', () => {
    const desk = chosen('select');
    desk.bench.readOnly = true;
    const before = desk.contents();
    expect(desk.bench.sketch().corners).toBeNull();
    desk.drag([2, 2], [0, 0]);
    desk.drag([4, 2], [4, 0]);
    desk.move(6, 6).click(6, 6, { alt: true });
    desk.bench.select(1);
    desk.move(6, 6);
    expect(desk.bench.stepBack()).toBe(false);
    expect(desk.contents()).toEqual(before);
    expect(desk.done).toEqual([]);
  });

  it('takes nothing that was begun before', () => {
    const desk = chosen('brush');
    const [before, picture] = [desk.contents(), desk.picture()];
    desk.press(8, 1).move(9, 1);
    desk.bench.readOnly = true;
    desk.release(9, 1);
    expect(desk.contents()).toEqual(before);
    expect(desk.picture()).toEqual(picture);
    expect([desk.done, desk.refusals]).toEqual([[], ['read-only']]);
  });
});

describe('an object that is locked or hidden in the middle of a gesture', () => {
  for (const change of [{ locked: true }, { visible: false }]) {
    for (const tool of ['brush', 'select', 'move'] as const) {
      it(`${JSON.stringify(change)}: what ${tool} began comes to nothing and is not to be seen`, () => {
        const desk = chosen(tool);
        const before = desk.contents();
        desk.press(2, 2).move(1, 1);
        desk.drawing.show(1, change);
        const picture = desk.drawing.object(1)?.visible === true ? undefined : /^[.]*$/;
        desk.move(0, 1).release(0, 1);
        expect(desk.contents()).toEqual(before);
        if (picture !== undefined) expect(desk.picture().join('')).toMatch(picture);
        expect([desk.done, desk.refusals]).toEqual([[], ['locked']]);
      });
    }

    it(`${JSON.stringify(change)}: a polygon for it adds nothing`, () => {
      const desk = chosen('polygon');
      const before = desk.contents();
      desk.click(8, 1).click(11, 1).click(11, 5);
      desk.drawing.show(1, change);
      desk.bench.finish();
      expect(desk.contents()).toEqual(before);
      expect([desk.done, desk.refusals]).toEqual([[], ['locked']]);
    });
  }
});

describe('what is done to an object whose corner is under the pen', () => {
  it('is done to the object as it was: deleted and taken back, it has its own corners', () => {
    const desk = chosen('select');
    const before = desk.contents();
    desk.press(2, 2).move(0, 0);
    actsOf(desk).delete([1]);
    desk.undo();
    expect(desk.contents()).toEqual(before);
  });

  it('grows it from where it was', () => {
    const [desk, plain] = [chosen('select'), chosen('select')];
    desk.press(6, 6).move(11, 7);
    actsOf(desk).pixels.grow();
    actsOf(plain).pixels.grow();
    expect(desk.contents()).toEqual(plain.contents());
  });

  it('duplicates it as it was', () => {
    const [desk, plain] = [chosen('select'), chosen('select')];
    desk.press(6, 6).move(11, 7);
    actsOf(desk).pixels.duplicate();
    actsOf(plain).pixels.duplicate();
    expect(desk.contents()).toEqual(plain.contents());
  });
});

describe('a straight line with Shift', () => {
  it('begins where the last stroke ended, in the same picture alone', () => {
    const desk = new Desk(size);
    desk.click(1, 1).click(5, 1, { shift: true });
    expect(desk.picture()[1]).toBe('.11111......');
    const next = new Desk(size);
    desk.bench.open(next.drawing);
    desk.bench.category = 1;
    desk.click(9, 1, { shift: true });
    expect(next.picture()[1]).toBe('.........1..');
  });
});

describe('the picture moved in the middle of a polygon', () => {
  it('keeps the polygon in sight', () => {
    const desk = new Desk(size);
    desk.bench.choose('polygon');
    desk.click(1, 1).click(5, 1);
    const { path } = desk.bench.sketch();
    desk.bench.hold('pan');
    expect(desk.bench.sketch().path).toEqual(path);
    desk.drag([5, 1], [7, 1]);
    desk.bench.letGo();
    desk.click(5, 5);
    desk.bench.finish();
    expect(desk.done.map(({ act }) => act)).toEqual(['polygon']);
  });
});
