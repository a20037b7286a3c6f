import { describe, expect, it } from 'vitest';
import type { Category } from '../../../app/domain/category.ts';
import type { Change } from '../../../app/domain/gesture.ts';
import { classAtHand, keptClass } from '../../../renderer/state/editor/hand.ts';
import { LocalHistory } from '../../../renderer/state/editor/local-history.ts';
import { Desk, polygonObject, square } from './desk.ts';

const classes: readonly Category[] = [1, 2, 3].map((id) => ({
  id,
  name: String(id),
  color: '#000000',
  value: id,
}));

describe('the class at hand', () => {
  const objects = (...categories: readonly number[]) =>
    new Desk(
      { width: 9, height: 9 },
      categories.map((category, index) => polygonObject(index + 1, category, square(1, 1, 3))),
    ).drawing.objects;

  it('is that of the picture when it has but one', () => {
    expect(classAtHand(1, objects(2, 2), classes)).toBe(2);
  });

  it('stays as it was where several are, or none', () => {
    expect(classAtHand(1, objects(2, 3), classes)).toBe(1);
    expect(classAtHand(1, objects(), classes)).toBe(1);
  });

  it('is another when the class is gone, and none without classes', () => {
    expect(keptClass(9, objects(3), classes)).toBe(3);
    expect(keptClass(9, objects(), classes)).toBe(1);
    expect(keptClass(9, objects(), [])).toBeNull();
  });

  it('does not follow crowds', () => {
    const crowd = { ...polygonObject(1, 2, square(1, 1, 3)), crowd: true };
    const { drawing } = new Desk({ width: 9, height: 9 }, [
      crowd,
      polygonObject(2, 3, square(2, 2, 3)),
    ]);
    expect(classAtHand(1, drawing.objects, classes)).toBe(3);
  });
});

describe('undo', () => {
  const toClass = (before: number, after: number): readonly Change[] => [
    { kind: 'class', annotation: 1, before, after },
  ];

  it('goes from what this window did to what only the studio knows, and back', () => {
    const history = new LocalHistory({ canUndo: true, canRedo: false });
    history.add(toClass(1, 2));
    expect(history.undo()).toEqual(toClass(2, 1));
    expect(history.undo()).toBeNull();
    expect(history.canUndo).toBe(true);
    history.undidOlder(toClass(1, 5), false);
    expect(history.canUndo).toBe(false);
    expect(history.redo()).toEqual(toClass(5, 1));
    expect(history.redo()).toEqual(toClass(1, 2));
    expect(history.canRedo).toBe(false);
  });

  it('forgets what was taken back with the next act', () => {
    const history = new LocalHistory({ canUndo: false, canRedo: true });
    history.add(toClass(1, 2));
    expect(history.canRedo).toBe(false);
    expect(history.redo()).toBeNull();
  });
});

it('a crowd lies below every object, as it does when a network is trained', () => {
  const crowd = { ...polygonObject(2, 1, square(0, 0, 4)), crowd: true };
  const desk = new Desk({ width: 5, height: 4 }, [polygonObject(1, 1, square(1, 1, 2)), crowd]);
  expect(desk.picture()).toEqual(['2222.', '2112.', '2112.', '2222.']);
});
