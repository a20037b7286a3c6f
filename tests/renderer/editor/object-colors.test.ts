import { describe, expect, it } from 'vitest';
import { categoryColors } from '../../../app/domain/category.ts';
import {
  objectColors,
  ObjectShades,
  shadeOf,
  shadesOfClass,
} from '../../../renderer/canvas/layers/object-colors.ts';
import { invertChanges } from '../../../app/domain/gesture.ts';
import { nearest, visions } from '../../app/domain/color-difference.ts';
import { Desk, polygonObject, square } from './desk.ts';

function desk(): Desk {
  return new Desk({ width: 20, height: 4 }, [
    polygonObject(7, 1, square(0, 0, 2)),
    polygonObject(3, 1, square(4, 0, 2)),
    polygonObject(5, 2, square(8, 0, 2)),
  ]);
}

describe('the shades of objects of one class', () => {
  it('go by age, the first being the colour of the class', () => {
    const shades = new ObjectShades().of(desk().drawing.objects);
    expect([...shades]).toEqual([
      [7, 1],
      [3, 0],
      [5, 0],
    ]);
  });

  it('stay when others go, come, change places or come back', () => {
    const shades = new ObjectShades();
    const { drawing } = desk();
    shades.of(drawing.objects);
    const seed = {
      ...{ id: 3, category: 1, crowd: false, position: 1 },
      shape: { kind: 'polygons', polygons: [square(4, 0, 2)] },
    } as const;
    const gone = [{ kind: 'delete', seed }] as const;
    drawing.apply(gone);
    expect(shades.of(drawing.objects).get(7)).toBe(1);
    // A new one takes the shade that is free now; what comes back has its own again.
    drawing.apply([{ kind: 'create', seed: { ...seed, id: 101 } }]);
    expect(shades.of(drawing.objects).get(101)).toBe(0);
    drawing.apply(invertChanges(gone));
    drawing.apply([{ kind: 'order', before: [7, 3, 101, 5], after: [5, 101, 3, 7] }]);
    expect(Object.fromEntries(shades.of(drawing.objects))).toEqual({ 3: 0, 5: 0, 7: 1, 101: 0 });
  });

  it('begin again after the last, each as seldom as can be', () => {
    const objects = Array.from({ length: 2 * shadesOfClass + 1 }, (_, index) =>
      polygonObject(index + 1, 1, square(index, 0, 1)),
    );
    const { drawing } = new Desk({ width: 20, height: 4 }, objects);
    const shades = [...new ObjectShades().of(drawing.objects).values()];
    expect(shades).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0]);
  });

  it('give way to a colour of its own', () => {
    const { drawing } = desk();
    drawing.show(7, { color: '#123456' });
    const shades = new ObjectShades().of(drawing.objects);
    const colors = objectColors(drawing.objects, shades, (id) => categoryColors[id] ?? '');
    expect(colors.get(7)).toBe('#123456');
    expect(colors.get(3)).toBe(categoryColors[1]);
  });
});

it.each(Object.entries(visions))('are told apart, and from other classes: vision %s', (_, rows) => {
  const all = categoryColors.map((color) =>
    Array.from({ length: shadesOfClass }, (_each, nth) => shadeOf(color, nth)),
  );
  // A difference of 2.3 is just noticeable.
  for (const shades of all) expect(nearest(shades, rows)).toBeGreaterThan(10);
  expect(nearest(all.flat(), rows)).toBeGreaterThan(4.5);
});
