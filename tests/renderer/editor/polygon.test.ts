import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simplifyLine } from '../../../app/mask/simplify.ts';
import { Desk, polygonObject, square } from './desk.ts';

const size = { width: 10, height: 6 };

function desk(...objects: ReturnType<typeof polygonObject>[]): Desk {
  const made = new Desk(size, objects);
  made.bench.choose('polygon');
  return made;
}

/** A polygon by clicks, closed with Enter. */
function draw(on: Desk, corners: readonly (readonly [number, number])[], alt = false): void {
  corners.forEach(([x, y], index) => on.click(x, y, { alt: alt && index === 0 }));
  on.bench.finish();
}

const box = (x: number, y: number, width: number, height: number) =>
  [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ] as const;

describe('a polygon', () => {
  it('is an object of its own, one after the other, each with corners', () => {
    const on = desk();
    draw(on, box(0, 0, 3, 3));
    expect(on.bench.target()).toEqual({ kind: 'new' });
    // Its corner is corrected in between: that is no choice of an object to go on with.
    on.drag([3, 3], [4, 4]);
    draw(on, box(6, 1, 3, 3));
    expect(on.drawing.objects.map(({ polygons }) => polygons?.[0])).toEqual([
      [0, 0, 3, 0, 4, 4, 0, 3],
      [6, 1, 9, 1, 9, 4, 6, 4],
    ]);
    expect(on.done.map(({ act }) => act)).toEqual(['polygon', 'corners', 'polygon']);
  });

  it('is added to the object that a person chose, which is a mask then, until undo', () => {
    const on = desk(polygonObject(1, 1, square(1, 1, 3)));
    on.bench.select(1);
    expect(on.bench.target()).toMatchObject({ kind: 'object', object: { id: 1 } });
    draw(on, box(3, 2, 5, 1));
    expect(on.picture()).toEqual([
      '..........',
      '.111......',
      '.1111111..',
      '.111......',
      '..........',
      '..........',
    ]);
    expect(on.done[0]?.changes.map(({ kind }) => kind)).toEqual(['rasterise', 'xor']);
    on.undo();
    expect(on.drawing.object(1)?.polygons).toEqual([square(1, 1, 3)]);
  });

  it('is added to the polygon just drawn once that is chosen', () => {
    const on = desk();
    draw(on, box(0, 0, 3, 3));
    on.bench.select(on.drawing.objects[0]!.id);
    draw(on, box(1, 1, 5, 1));
    expect(on.drawing.objects).toHaveLength(1);
    expect(on.picture()[1]).toBe('111111....');
  });

  it('takes away with Alt at the first click: from the chosen object, else from all', () => {
    const objects = [polygonObject(1, 1, square(0, 0, 5)), polygonObject(2, 2, square(5, 0, 5))];
    const all = desk(...objects);
    draw(all, box(3, 1, 4, 1), true);
    expect(all.picture().slice(0, 3)).toEqual(['1111122222', '111....222', '1111122222']);

    const one = desk(...objects);
    one.bench.select(1);
    draw(one, box(2, 2, 6, 1), true);
    expect(one.picture().slice(1, 4)).toEqual(['1111122222', '11...22222', '1111122222']);
    expect(one.done.map(({ act }) => act)).toEqual(['eraser']);
  });

  it('just drawn gets a hole with Alt', () => {
    const on = desk();
    draw(on, box(0, 0, 5, 5));
    draw(on, box(2, 2, 1, 1), true);
    expect(on.picture().slice(1, 4)).toEqual(['11111.....', '11.11.....', '11111.....']);
  });

  it('says while it is drawn whether it takes away, whatever Alt is then', () => {
    const on = desk(polygonObject(1, 1, square(0, 0, 5)));
    on.click(2, 2, { alt: true }).move(4, 2);
    expect(on.bench.takesAway).toBe(true);
    expect(on.bench.sketch().path?.takesAway).toBe(true);
    on.bench.cancel();
    on.move(4, 2);
    expect(on.bench.takesAway).toBe(false);
  });

  it('refuses a locked object and a missing class at the first click', () => {
    const on = desk(polygonObject(1, 1, square(0, 0, 5)));
    on.drawing.show(1, { locked: true });
    on.bench.select(1);
    on.click(2, 2);
    on.bench.select(null);
    on.bench.category = null;
    on.click(7, 2);
    expect(on.refusals).toEqual(['locked', 'no-class']);
    expect(on.bench.sketch().path).toBeNull();
  });

  it('has the class that is at hand when it is closed', () => {
    const on = desk();
    on.click(1, 1).click(4, 1).click(4, 4);
    on.bench.setCategory(2);
    on.bench.finish();
    expect(on.drawing.objects[0]?.category).toBe(2);
  });
});

describe('a drag', () => {
  it('follows the pen and keeps the corners that its way needs', () => {
    const on = desk().press(1, 1);
    for (let step = 6; step <= 40; step++) on.move(step / 5, 1);
    for (let step = 6; step < 25; step++) on.move(8, step / 5);
    on.release(8, 5).click(1, 5);
    on.bench.finish();
    expect(on.drawing.objects[0]?.polygons).toEqual([[1, 1, 8, 1, 8, 5, 1, 5]]);
    expect(on.picture()[3]).toBe('.1111111..');
  });

  it('all the way round closes where it began', () => {
    const on = desk().press(1, 1);
    for (const [x, y] of [
      [8, 1],
      [8, 5],
      [1, 5],
      [1, 1.5],
    ] as const) {
      on.move(x, y);
    }
    on.release(1, 1.5);
    expect(on.bench.sketch().path).toBeNull();
    expect(on.picture().slice(0, 2)).toEqual(['..........', '.1111111..']);
  });

  it('is a click as long as the hand only trembles', () => {
    const on = desk().press(1, 1).move(1.3, 1.2).release(1.3, 1.2);
    expect(on.bench.sketch().path?.points).toEqual([{ x: 1, y: 1 }]);
  });

  it('goes as a whole while it is under way, corner by corner afterwards', () => {
    const on = desk().click(1, 1).press(4, 1).move(6, 1).move(6, 4);
    expect(on.bench.sketch().path?.points).toHaveLength(4);
    on.bench.stepBack();
    on.release(6, 4);
    expect(on.bench.sketch().path?.points).toEqual([{ x: 1, y: 1 }]);
    on.bench.stepBack();
    expect(on.bench.sketch().path).toBeNull();
    expect(on.bench.cancel()).toBe(false);
  });
});

it('a simplified line keeps its ends, and leaves out nothing further away than the tolerance', () => {
  const point = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }));
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 2, maxLength: 40 }),
      fc.double({ min: 0.5, max: 5, noNaN: true }),
      (points, tolerance) => {
        const flat = points.flat();
        const kept = simplifyLine(flat, tolerance);
        expect(kept.slice(0, 2)).toEqual(flat.slice(0, 2));
        expect(kept.slice(-2)).toEqual(flat.slice(-2));
        for (const [x, y] of points) {
          const distances = Array.from({ length: kept.length / 2 - 1 }, (_, index) =>
            distanceToPart(x, y, kept.slice(2 * index, 2 * index + 4)),
          );
          expect(Math.min(...distances)).toBeLessThanOrEqual(tolerance + 1e-9);
        }
      },
    ),
  );
});

function distanceToPart(
  x: number,
  y: number,
  [x0 = 0, y0 = 0, x1 = 0, y1 = 0]: readonly number[],
): number {
  const length2 = (x1 - x0) ** 2 + (y1 - y0) ** 2;
  const along = length2 === 0 ? 0 : ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length2;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x0 + t * (x1 - x0) - x, y0 + t * (y1 - y0) - y);
}
