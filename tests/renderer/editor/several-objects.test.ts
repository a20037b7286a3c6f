import { expect, it } from 'vitest';
import { ObjectActs } from '../../../renderer/state/editor/object-acts.ts';
import { Desk, polygonObject, square } from './desk.ts';

const size = { width: 10, height: 4 };

/** Four objects side by side, the last of another class. */
function desk(): Desk {
  return new Desk(size, [
    polygonObject(1, 1, square(0, 0, 2)),
    polygonObject(2, 1, square(2, 0, 2)),
    polygonObject(3, 1, square(4, 0, 2)),
    polygonObject(4, 2, square(6, 0, 2)),
  ]);
}

function actsOf(on: Desk, chosen: readonly number[]): ObjectActs {
  on.bench.select(chosen[0] ?? null);
  return new ObjectActs(on.bench, String, () => [...chosen]);
}

const ids = (on: Desk) => on.drawing.objects.map(({ id }) => id);

it('are deleted as one step, and come back to their places', () => {
  const on = desk();
  const before = on.contents();
  actsOf(on, [3, 1, 4]).deleteSelected();
  expect([ids(on), on.done.length]).toEqual([[2], 1]);
  on.undo();
  expect(on.contents()).toEqual(before);
  actsOf(on, [2, 3]).cut();
  expect(ids(on)).toEqual([1, 4]);
});

it('get another class as one step, those that had it already left alone', () => {
  const on = desk();
  actsOf(on, [4, 2, 1]).classify([4, 2, 1], 2);
  expect(on.drawing.objects.map(({ category }) => category)).toEqual([2, 2, 1, 2]);
  expect(on.done.map(({ changes }) => changes.length)).toEqual([2]);
  on.undo();
  expect(on.drawing.objects.map(({ category }) => category)).toEqual([1, 1, 1, 2]);
});

it('are merged into the one that painting goes to, polygons as polygons', () => {
  const on = desk();
  actsOf(on, [2, 1, 3]).merge();
  expect(ids(on)).toEqual([2, 4]);
  expect(on.drawing.object(2)?.polygons).toEqual([
    square(2, 0, 2),
    square(0, 0, 2),
    square(4, 0, 2),
  ]);
  on.undo();
  expect(ids(on)).toEqual([1, 2, 3, 4]);
});

it('are not merged where one is of another class, hidden, locked or alone', () => {
  const on = desk();
  actsOf(on, [1, 4]).merge();
  actsOf(on, [1]).merge();
  on.drawing.show(2, { visible: false });
  actsOf(on, [1, 2]).merge();
  on.drawing.show(3, { locked: true });
  actsOf(on, [1, 3]).merge();
  actsOf(on, [1, 3]).deleteSelected();
  expect(on.refusals).toEqual(['other-class', 'one-chosen', 'locked', 'one-locked', 'one-locked']);
  expect(on.done).toEqual([]);
});

it('grow and shrink together as one step; where they meet, their border stays', () => {
  const on = new Desk({ width: 8, height: 3 }, [
    polygonObject(1, 1, square(1, 0, 2)),
    polygonObject(2, 1, square(3, 0, 2)),
  ]);
  const before = on.contents();
  actsOf(on, [2, 1]).pixels.grow();
  expect(on.picture()).toEqual(['111222..', '111222..', '.1.22...']);
  expect(on.done.map(({ act }) => act)).toEqual(['grow']);
  on.undo();
  expect(on.contents()).toEqual(before);
  on.drawing.show(1, { locked: true });
  actsOf(on, [2, 1]).pixels.grow();
  expect([on.refusals, on.contents()]).toEqual([['one-locked'], before]);
});

it('are all left as they were when one shrinks to nothing and the step is taken back', () => {
  const on = new Desk({ width: 10, height: 8 }, [
    polygonObject(1, 1, square(1, 1, 1)),
    polygonObject(2, 1, square(3, 1, 6)),
  ]);
  const before = on.contents();
  const acts = actsOf(on, [1, 2]);
  acts.pixels.shrink();
  acts.pixels.shrink();
  expect(ids(on)).toEqual([2]);
  on.undo();
  on.undo();
  expect(on.contents()).toEqual(before);
});

it('are duplicated, and split into their parts, as one step', () => {
  const on = new Desk(size, [
    polygonObject(1, 1, square(0, 0, 1)),
    polygonObject(2, 1, square(4, 0, 1)),
  ]);
  actsOf(on, [1, 2]).pixels.duplicate();
  expect([ids(on), on.bench.selected]).toEqual([[1, 2, 101, 102], 101]);
  on.undo();
  on.bench.choose('brush');
  on.bench.select(1);
  on.click(2.5, 2.5);
  on.bench.select(2);
  on.click(6.5, 2.5);
  expect(ids(on)).toEqual([1, 2]);
  actsOf(on, [1, 2]).pixels.splitParts();
  expect([ids(on).length, on.done.at(-1)?.act]).toEqual([4, 'parts']);
  on.undo();
  expect(ids(on)).toEqual([1, 2]);
});

it('go up and down together, in their order, as far as those on top of them can', () => {
  const on = desk();
  const acts = actsOf(on, [1, 3]);
  acts.reorder(1);
  expect(ids(on)).toEqual([2, 1, 4, 3]);
  acts.reorder(1);
  expect(ids(on)).toEqual([2, 4, 1, 3]);
  acts.reorder(1);
  expect(on.done.length).toBe(2);
  for (let press = 0; press < 4; press++) acts.reorder(-1);
  expect([ids(on), on.done.length]).toEqual([[1, 3, 2, 4], 4]);
});
