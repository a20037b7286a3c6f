import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../app/domain/annotation.ts';
import type { Rect } from '../../../app/domain/geometry.ts';
import { ErrorMap } from '../../../renderer/canvas/error-map.ts';
import { topOf } from '../../../renderer/canvas/drawing/drawing.ts';
import { Desk, polygonObject, square } from '../editor/desk.ts';

const [cat, dog, bird] = [17, 18, 19];
const width = 8;
const height = 5;

/** Work for later, done when the test says so. */
class Later {
  work: (() => void) | null = null;

  readonly later = (work: () => void): (() => void) => {
    this.work = work;
    return () => (this.work = null);
  };

  run(): void {
    const { work } = this;
    this.work = null;
    work?.();
  }

  /** How many steps it took. */
  runAll(): number {
    let steps = 0;
    for (; this.work !== null; steps++) this.run();
    return steps;
  }
}

function mapOf(
  desk: Desk,
  predicted: readonly number[],
): { map: ErrorMap; later: Later; rects: Rect[] } {
  const later = new Later();
  const rects: Rect[] = [];
  const map = new ErrorMap(
    desk.drawing,
    { ...desk.drawing.size, values: Uint16Array.from(predicted), categories: [cat, dog] },
    {
      later: later.later,
      comingCategory: () => desk.bench.coming()?.category ?? null,
      judged: (rect) => rects.push(rect),
    },
  );
  return { map, later, rects };
}

/** `=` right, `-` missed, `+` extra. */
function textOf({ verdicts }: ErrorMap): readonly string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from(verdicts.subarray(y * width, (y + 1) * width), (value) => '.=-+'[value]).join(''),
  );
}

const predicted = Array.from(
  '11100000' + '11100022' + '00000022' + '00000000' + '11111111',
  Number,
);

describe('the error map of a picture', () => {
  it('tells right from missed and extra; crowds and classes that the run does not know are left out', () => {
    const objects: Annotation[] = [
      polygonObject(1, cat, [1, 0, 5, 0, 5, 2, 1, 2]),
      polygonObject(2, cat, square(6, 1, 2)),
      { ...polygonObject(3, dog, [0, 4, 3, 4, 3, 5, 0, 5]), crowd: true },
      polygonObject(4, bird, [3, 4, 6, 4, 6, 5, 3, 5]),
    ];
    const { map, later } = mapOf(new Desk({ width, height }, objects), predicted);
    expect(textOf(map).join('')).toBe('.'.repeat(width * height));
    later.runAll();
    expect(textOf(map)).toEqual(['+==--...', '+==--.--', '......--', '........', '......++']);
  });

  it('follows a stroke while it is under the pen, its undo, and another threshold', () => {
    const desk = new Desk({ width, height });
    desk.bench.category = cat;
    const { map, later, rects } = mapOf(desk, predicted);
    later.runAll();
    rects.length = 0;
    desk.press(0.5, 4.5).move(3.5, 4.5);
    later.runAll();
    expect(textOf(map)[4]).toBe('====++++');
    expect(rects.every(({ y, height: rows }) => y === 4 && rows === 1)).toBe(true);
    desk.release(3.5, 4.5);
    desk.undo();
    later.runAll();
    expect(textOf(map)[4]).toBe('++++++++');
    map.follow({ width, height, values: new Uint16Array(width * height), categories: [cat, dog] });
    later.runAll();
    expect(textOf(map).join('')).toBe('.'.repeat(width * height));
    map.stop();
    desk.click(0.5, 0.5);
    expect(later.work).toBeNull();
  });

  it('judges a large picture a part at a time, what the hand changed first', () => {
    const size = { width: 2000, height: 2000 };
    const desk = new Desk(size);
    desk.bench.category = cat;
    const { map, later } = mapOf(desk, Array<number>(4_000_000).fill(0));
    later.run();
    desk.click(3.5, 1999.5);
    later.run();
    expect(map.verdicts[1999 * 2000 + 3]).toBe(2);
    expect(later.runAll()).toBeGreaterThanOrEqual(2);
  });

  it('is, after any strokes, what is judged from the objects as they are then', () => {
    const stroke = fc.record({
      from: fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 4 })),
      to: fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 4 })),
      category: fc.constantFrom(cat, dog, bird),
      sizePx: fc.integer({ min: 1, max: 4 }),
      alt: fc.boolean(),
      steps: fc.integer({ min: 0, max: 2 }),
      undone: fc.boolean(),
    });
    const values = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(values, fc.array(stroke, { maxLength: 8 }), (guesses, strokes) => {
        const desk = new Desk({ width, height });
        const { map, later } = mapOf(desk, guesses);
        for (const { from, to, category, sizePx, alt, steps, undone } of strokes) {
          desk.bench.setCategory(category);
          desk.bench.brushSizePx = sizePx;
          desk.drag([from[0] + 0.5, from[1] + 0.5], [to[0] + 0.5, to[1] + 0.5], { alt });
          for (let step = 0; step < steps; step++) later.run();
          if (undone) desk.undo();
        }
        later.runAll();
        const top = topOf(desk.drawing.objects, desk.drawing.size, false);
        const categoryOf = new Map(desk.drawing.objects.map((one) => [one.slot, one.category]));
        const expected = guesses.map((guess, at) => {
          const category = categoryOf.get(top[at] ?? 0);
          if (category === bird) return 0;
          const label = category === undefined ? 0 : category === cat ? 1 : 2;
          if (label === guess) return label === 0 ? 0 : 1;
          return label === 0 ? 3 : 2;
        });
        expect([...map.verdicts]).toEqual(expected);
        map.stop();
      }),
    );
  });
});
