import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../app/domain/annotation.ts';
import type { Point, Rect } from '../../../app/domain/geometry.ts';
import { cocoStringFromRle } from '../../../app/mask/coco-counts.ts';
import { areaOfRle } from '../../../app/mask/rle.ts';
import { rleFromBitmap } from '../../../app/mask/rle-bitmap.ts';
import type { Predicted } from '../../../renderer/canvas/predicted.ts';
import { Desk, polygonObject, square } from './desk.ts';

const cat = 17;
const dog = 18;

/** One digit a pixel: 0 for background, else the nth class. */
export function predictedAs(
  rows: readonly string[],
  categories: readonly (number | null)[] = [cat, dog],
): Predicted {
  const values = Uint16Array.from(rows.join(''), Number);
  return { width: rows[0]?.length ?? 0, height: rows.length, values, categories };
}

function deskOf(rows: readonly string[], annotations: readonly Annotation[] = []): Desk {
  const predicted = predictedAs(rows);
  const desk = new Desk(predicted, annotations);
  desk.bench.predicted = predicted;
  desk.bench.category = cat;
  desk.bench.choose('predicted');
  return desk;
}

const scene = ['11000220', '11000220', '00100000', '00000000', '22000011'];
const blank = ['........', '........', '........', '........', '........'];

describe('a click on a prediction', () => {
  it('makes an object of the predicted class of what hangs together, corners too', () => {
    const desk = deskOf(scene).click(0.5, 0.5);
    expect(desk.picture()).toEqual(['11......', '11......', '..1.....', '........', '........']);
    expect(desk.done.map(({ act, changes }) => [act, changes.map(({ kind }) => kind)])).toEqual([
      ['predicted', ['create']],
    ]);
    expect(desk.drawing.objects[0]?.category).toBe(cat);
    desk.undo();
    expect(desk.picture()).toEqual(blank);
  });

  it('is for the class that is predicted, whatever class is at hand or chosen', () => {
    const desk = deskOf(scene, [polygonObject(1, cat, square(0, 3, 1))]);
    desk.bench.select(1);
    desk.click(5.5, 0.5);
    expect(desk.drawing.objects.map(({ category, areaPx2 }) => [category, areaPx2])).toEqual([
      [cat, 1],
      [dog, 4],
    ]);
    expect(desk.bench.category).toBe(dog);
  });

  it('adds to the chosen object of the class, else to the only one', () => {
    const one = deskOf(scene, [polygonObject(1, cat, square(4, 2, 1))]).click(0.5, 0.5);
    expect(one.picture()).toEqual(['11......', '11......', '..1.1...', '........', '........']);

    const two = [polygonObject(1, cat, square(4, 2, 1)), polygonObject(2, cat, square(4, 3, 1))];
    const chosen = deskOf(scene, two);
    chosen.bench.select(2);
    chosen.click(0.5, 0.5);
    expect(chosen.picture()).toEqual(['22......', '22......', '..2.1...', '....2...', '........']);
  });

  it('with Alt takes the region away from the objects of its class, and undo brings it back', () => {
    const objects = [
      polygonObject(1, cat, [0, 0, 8, 0, 8, 1, 0, 1]),
      polygonObject(2, dog, [0, 1, 8, 1, 8, 2, 0, 2]),
    ];
    const desk = deskOf(scene, objects).click(0.5, 0.5, { alt: true });
    expect(desk.picture().slice(0, 2)).toEqual(['..111111', '22222222']);
    expect(desk.done[0]?.act).toBe('clear');
    desk.undo();
    expect(desk.picture().slice(0, 2)).toEqual(['11111111', '22222222']);
    expect(desk.drawing.object(1)?.polygons).toEqual([[0, 0, 8, 0, 8, 1, 0, 1]]);
  });

  it('says why it did nothing', () => {
    const desk = deskOf(scene).click(3.5, 3.5).click(0.5, 0.5).click(0.5, 0.5);
    desk.click(5.5, 0.5, { alt: true });
    desk.bench.predicted = predictedAs(scene, [null, dog]);
    desk.click(0.5, 0.5);
    desk.bench.predicted = null;
    desk.click(0.5, 0.5);
    expect(desk.refusals).toEqual([
      'nothing-predicted',
      'as-predicted',
      'nothing-here',
      'class-gone',
      'no-prediction',
    ]);
    expect(desk.done).toHaveLength(1);
  });

  it('shows before it does: the region under the pointer, and nothing over background', () => {
    const desk = deskOf(scene).move(6.5, 1.5);
    const { outline } = desk.bench.sketch();
    expect(outline).toMatchObject({ cutout: { x: 5, y: 0, width: 2, height: 2 }, erases: false });
    desk.move(6.5, 0.5);
    expect(desk.bench.sketch().outline?.cutout).toBe(outline?.cutout);
    expect(desk.move(3.5, 3.5).bench.sketch().outline).toBeNull();
  });
});

describe('a box over a prediction', () => {
  it('makes it the mask there alone, all classes as one gesture', () => {
    const objects = [
      polygonObject(1, cat, [0, 0, 1, 0, 1, 4, 0, 4]),
      polygonObject(2, dog, [5, 1, 8, 1, 8, 3, 5, 3]),
    ];
    const desk = deskOf(scene, objects);
    const before = desk.contents();
    expect(desk.picture()).toEqual(['1.......', '1....222', '1....222', '1.......', '........']);
    desk.drag([1, 0], [8, 2]);
    expect(desk.picture()).toEqual(['11...22.', '11...22.', '1....222', '1.......', '........']);
    expect(desk.done.map(({ act }) => act)).toEqual(['predicted']);
    desk.undo();
    expect(desk.contents()).toEqual(before);
  });

  it('gives each region to the object that the whole of it overlaps most', () => {
    const objects = [
      polygonObject(1, cat, square(0, 0, 1)),
      polygonObject(2, cat, [6, 4, 7, 4, 7, 5, 6, 5]),
    ];
    // Of the region at the upper left only its tip lies in the box, where no object is.
    const desk = deskOf(scene, objects).drag([2, 2], [8, 5]);
    expect(desk.picture()).toEqual(['1.......', '........', '..1.....', '........', '......22']);
  });

  it('with Alt takes away there what is predicted, and objects without a pixel left go', () => {
    const objects = [
      polygonObject(1, cat, square(0, 0, 2)),
      polygonObject(2, dog, square(3, 3, 1)),
      polygonObject(3, dog, square(5, 0, 1)),
      polygonObject(4, dog, square(6, 1, 1)),
    ];
    const desk = deskOf(scene, objects);
    const before = desk.contents();
    desk.drag([1, 0], [8, 5], { alt: true });
    expect(desk.picture()).toEqual(['1.......', '1.......', '........', '...2....', '........']);
    expect(desk.drawing.objects.map(({ id }) => id)).toEqual([1, 2]);
    desk.undo();
    expect(desk.contents()).toEqual(before);
  });

  it('is nothing when it is given up, and says so where nothing is predicted', () => {
    const desk = deskOf(scene).press(1, 0).move(8, 2);
    expect(desk.bench.sketch().path?.points).toHaveLength(4);
    expect(desk.bench.cancel()).toBe(true);
    desk.release(8, 2);
    desk.drag([3, 3], [5, 5]);
    expect(desk.done).toEqual([]);
    expect(desk.refusals).toEqual(['nothing-predicted']);
  });

  it('is, on any picture, the prediction inside and the masks as they were outside', () => {
    const rows = fc.array(
      fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 7, maxLength: 7 }),
      {
        minLength: 6,
        maxLength: 6,
      },
    );
    const corner = fc.record({
      x: fc.integer({ min: 0, max: 7 }),
      y: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(rows, corner, corner, rows, (predicted, from, to, drawn) => {
        const masks = [cat, dog].map((category, at) => maskObject(category, drawn, at + 1));
        const objects = masks.filter(({ areaPx2 }) => areaPx2 > 0);
        const desk = deskOf(
          predicted.map((row) => row.join('')),
          objects,
        );
        const before = classesOf(desk);
        desk.drag([from.x, from.y], [to.x, to.y]);
        if (Math.hypot(from.x - to.x, from.y - to.y) === 0) return;
        const after = classesOf(desk);
        const box = boxOf(from, to);
        const inBox = (x: number, y: number): boolean =>
          x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;
        const there = new Set(predicted.flatMap((row, y) => row.filter((_, x) => inBox(x, y))));
        const expected = before.map((row, y) =>
          row.map((value, x) => {
            if (!inBox(x, y)) return value;
            const guess = predicted[y]?.[x] ?? 0;
            // A class that is predicted nowhere in the box keeps what nobody else claims.
            return guess === 0 && !there.has(value) ? value : guess;
          }),
        );
        expect(after).toEqual(expected);
        if (desk.done.at(-1)?.act === 'predicted') desk.undo();
        expect(classesOf(desk)).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });
});

/** The pixels of one value as an object. */
function maskObject(
  category: number,
  rows: readonly (readonly number[])[],
  value: number,
): Annotation {
  const data = Uint8Array.from(rows.flat(), (each) => (each === value ? 1 : 0));
  const rle = rleFromBitmap({ width: rows[0]?.length ?? 0, height: rows.length, data });
  const shape = { kind: 'mask', rle: cocoStringFromRle(rle) } as const;
  return { ...polygonObject(value, category, []), shape, areaPx2: areaOfRle(rle) };
}

/** 0 for nothing, 1 for cats, 2 for dogs. */
function classesOf({ drawing }: Desk): readonly (readonly number[])[] {
  const { width, height, values } = drawing.labels;
  const valueOf = new Map(
    drawing.objects.map(({ slot, category }) => [slot, category === cat ? 1 : 2]),
  );
  return Array.from({ length: height }, (_, y) =>
    Array.from(values.subarray(y * width, (y + 1) * width), (slot) => valueOf.get(slot) ?? 0),
  );
}

function boxOf(a: Point, b: Point): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}
