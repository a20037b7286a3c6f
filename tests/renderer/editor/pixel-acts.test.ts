import { expect, it } from 'vitest';
import { smoothed } from '../../../app/mask/distance.ts';
import { PixelActs } from '../../../renderer/state/editor/pixel-acts.ts';
import { Desk, polygonObject, square } from './desk.ts';
import { bitmapFromText, textFromBitmap } from '../../app/mask/arbitrary.ts';

const size = { width: 9, height: 7 };

function chosen(...objects: ReturnType<typeof polygonObject>[]): { desk: Desk; acts: PixelActs } {
  const desk = new Desk(size, objects);
  desk.bench.select(1);
  return { desk, acts: new PixelActs(desk.bench, String) };
}

it('grows by a pixel all round, takes from others but not from locked ones, in one step', () => {
  const { desk, acts } = chosen(
    polygonObject(1, 1, square(2, 2, 2)),
    polygonObject(2, 1, square(4, 2, 2)),
    polygonObject(3, 1, square(0, 2, 2)),
  );
  desk.drawing.show(3, { locked: true });
  const before = desk.picture();
  acts.grow();
  expect(desk.picture()).toEqual([
    '.........',
    '..11.....',
    '331112...',
    '331112...',
    '..11.....',
    '.........',
    '.........',
  ]);
  expect(desk.drawing.object(3)?.areaPx2).toBe(4);
  expect(desk.done.map(({ act }) => act)).toEqual(['grow']);
  desk.undo();
  expect(desk.picture()).toEqual(before);
  expect(desk.drawing.object(1)?.polygons).toEqual([square(2, 2, 2)]);
});

it('shrinks by a pixel, not at the edge of the picture; what is left without pixels goes', () => {
  const { desk, acts } = chosen(polygonObject(1, 1, square(0, 0, 4)));
  acts.shrink();
  expect(desk.picture().slice(0, 4)).toEqual(['111......', '111......', '111......', '.........']);
  for (let press = 0; press < 3; press++) acts.shrink();
  expect(desk.drawing.objects).toEqual([]);
  expect(desk.bench.selected).toBeNull();
  for (let press = 0; press < 4; press++) desk.undo();
  expect(desk.drawing.object(1)?.polygons).toEqual([square(0, 0, 4)]);
});

it('fills holes, keeps the largest part and smooths', () => {
  const { desk, acts } = chosen(polygonObject(1, 1, square(1, 1, 5)));
  desk.bench.choose('eraser');
  desk.drag([3.5, 3.5], [3.5, 3.5]);
  desk.bench.choose('brush');
  desk.drag([7.5, 3.5], [8.5, 3.5]);
  const solid = ['.........', ...Array<string>(5).fill('.11111...'), '.........'];
  expect(desk.picture()[3]).toBe('.11.11.11');
  acts.fillHoles();
  expect(desk.picture()[3]).toBe('.11111.11');
  acts.keepLargest();
  expect(desk.picture()).toEqual(solid);
  desk.drag([6.5, 3.5], [8.5, 3.5]);
  const drawn = bitmapFromText(...desk.picture().map((row) => row.replaceAll('1', '#')));
  acts.smooth();
  expect(desk.picture().map((row) => row.replaceAll('1', '#'))).toEqual(
    textFromBitmap(smoothed(drawn, 2)),
  );
  expect(desk.picture()[3]).toBe('.111111..');
  expect(desk.done.map(({ act }) => act).slice(2)).toEqual(['holes', 'largest', 'brush', 'smooth']);
});

it('duplicates: the copy lies on top, is chosen, and stays a polygon', () => {
  const { desk, acts } = chosen(polygonObject(1, 4, square(1, 1, 2)));
  acts.duplicate();
  expect(desk.bench.selected).toBe(101);
  expect(desk.drawing.object(101)).toMatchObject({ category: 4, polygons: [square(1, 1, 2)] });
  desk.undo();
  expect(desk.drawing.objects.map(({ id }) => id)).toEqual([1]);
});

it('says why nothing happens', () => {
  const { desk, acts } = chosen(polygonObject(1, 1, square(1, 1, 2)));
  desk.bench.select(null);
  acts.grow();
  desk.bench.select(1);
  desk.drawing.show(1, { locked: true });
  acts.grow();
  desk.drawing.show(1, { locked: false });
  desk.bench.readOnly = true;
  acts.duplicate();
  expect(desk.refusals).toEqual(['none-chosen', 'locked', 'read-only']);
  expect(desk.done).toEqual([]);
});
