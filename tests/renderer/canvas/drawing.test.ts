import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../app/domain/annotation.ts';
import { invertChanges } from '../../../app/domain/gesture.ts';
import { Drawing } from '../../../renderer/canvas/drawing/drawing.ts';
import { shapeOf } from '../../../renderer/canvas/drawing/drawn-object.ts';
import { overlapPolicies } from '../../../renderer/canvas/drawing/overlap-policy.ts';
import { Desk, polygonObject } from '../editor/desk.ts';

const size = { width: 150, height: 140 };
const place = fc.tuple(fc.integer({ min: -20, max: 170 }), fc.integer({ min: -20, max: 160 }));

const objects = fc.array(
  fc.record({
    at: place,
    sidePx: fc.integer({ min: 1, max: 120 }),
    category: fc.constantFrom(1, 2),
    crowd: fc.boolean(),
    locked: fc.boolean(),
    visible: fc.boolean(),
  }),
  { maxLength: 5 },
);

const strokes = fc.array(
  fc.record({
    tool: fc.constantFrom('brush', 'eraser', 'lasso', 'rectangle'),
    shape: fc.constantFrom('round', 'square'),
    sizePx: fc.integer({ min: 1, max: 130 }),
    overlap: fc.constantFrom(...overlapPolicies),
    chosen: fc.integer({ min: 0, max: 6 }),
    way: fc.array(place, { minLength: 2, maxLength: 5 }),
    ends: fc.constantFrom('release', 'cancel', 'undo'),
  }),
  { minLength: 1, maxLength: 4 },
);

type Of<T> = T extends fc.Arbitrary<infer S> ? S : never;

function deskWith(list: Of<typeof objects>): Desk {
  return new Desk(
    size,
    list.map(({ at: [x, y], sidePx, category, ...rest }, index) => ({
      ...polygonObject(index + 1, category, cornersOf(x, y, sidePx)),
      ...rest,
    })),
  );
}

function set(
  { bench, drawing }: Desk,
  { tool, shape, sizePx, overlap, chosen }: Omit<Of<typeof strokes>[number], 'way' | 'ends'>,
): void {
  bench.choose(tool);
  bench.setBrushShape(shape);
  bench.setBrushSize(sizePx);
  bench.overlap = overlap;
  bench.select(drawing.objects[chosen]?.id ?? null);
}

/** What the desk holds before the gestures, and after each that did something. */
function momentsOf(desk: Desk, gestures: Of<typeof strokes>): ReturnType<Desk['contents']>[] {
  const moments = [desk.contents()];
  for (const { way, ...settings } of gestures) {
    set(desk, settings);
    const [first = [0, 0], ...others] = way;
    const before = desk.done.length;
    desk.drag(first, others.at(-1) ?? first);
    if (desk.done.length > before) moments.push(desk.contents());
  }
  return moments;
}

/** What is on top is what it would be if all of it were worked out anew. */
function expectTrue(drawing: Drawing): void {
  const shown = drawing.labels.values.slice();
  drawing.redraw({ x: 0, y: 0, ...drawing.size });
  expect(Buffer.compare(bytesOf(shown), bytesOf(drawing.labels.values))).toBe(0);
}

/** And what a drawing shows that was opened with what this one holds. */
function expectKept(drawing: Drawing): void {
  const opened = new Drawing({ size, turn: 1, annotations: drawing.objects.map(annotationOf) });
  const slots = new Map(drawing.objects.map(({ slot }, index) => [slot, index + 1]));
  const shown = drawing.labels.values.map((slot) => slots.get(slot) ?? 0);
  expect(Buffer.compare(bytesOf(shown), bytesOf(opened.labels.values))).toBe(0);
  expect(drawing.objects.map(({ areaPx2 }) => areaPx2)).toEqual(
    opened.objects.map(({ areaPx2 }) => areaPx2),
  );

  function annotationOf(object: Drawing['objects'][number], index: number): Annotation {
    const { category, crowd, locked, visible } = object;
    const known = polygonObject(index + 1, category, []);
    return { ...known, crowd, locked, visible, shape: shapeOf(object, size) };
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint16Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

describe('a drawing', () => {
  it('shows at each moment of a stroke what it would show if all were drawn anew', () => {
    fc.assert(
      fc.property(objects, strokes, (list, gestures) => {
        const desk = deskWith(list);
        const { bench, drawing } = desk;
        for (const { way, ends, ...settings } of gestures) {
          set(desk, settings);
          const [first = [0, 0], ...others] = way;
          const last = others.at(-1) ?? first;
          const done = desk.done.length;
          desk.press(...first);
          for (const to of others) {
            desk.move(...to);
            expectTrue(drawing);
          }
          if (ends === 'cancel') bench.cancel();
          else desk.release(...last);
          expectTrue(drawing);
          expectKept(drawing);
          if (ends === 'undo' && desk.done.length > done) {
            desk.undo();
            expectTrue(drawing);
            expectKept(drawing);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('goes back and forth over strokes, again and again, and holds what it held then', () => {
    fc.assert(
      fc.property(objects, strokes, (list, gestures) => {
        const desk = deskWith(list);
        const { drawing, done } = desk;
        const moments = momentsOf(desk, gestures);
        const steps = done.map(({ changes }) => changes);
        for (let round = 0; round < 2; round++) {
          for (let at = steps.length - 1; at >= 0; at--) {
            drawing.apply(invertChanges(steps[at] ?? []));
            expect(desk.contents()).toEqual(moments[at]);
            expectTrue(drawing);
          }
          for (const [at, changes] of steps.entries()) {
            drawing.apply(changes);
            expect(desk.contents()).toEqual(moments[at + 1]);
            expectTrue(drawing);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('shows the same after a step that was prepared, and nothing of it before', () => {
    fc.assert(
      fc.property(objects, strokes, (list, gestures) => {
        const desk = deskWith(list);
        const { drawing, done } = desk;
        const moments = momentsOf(desk, gestures);
        // Of copies nothing is kept from having been made.
        const steps = done.map(({ changes }) => structuredClone(changes));
        for (let at = steps.length - 1; at >= 0; at--) {
          const back = invertChanges(steps[at] ?? []);
          drawing.prepare(back);
          expect(desk.contents()).toEqual(moments[at + 1]);
          drawing.apply(back);
          expect(desk.contents()).toEqual(moments[at]);
          expectTrue(drawing);
        }
      }),
      { numRuns: 40 },
    );
  });
});

function cornersOf(x: number, y: number, side: number): readonly number[] {
  return [x, y, x + side, y, x + side, y + side, x, y + side];
}

it('knows of an object that was edited before it was loaded when it is as its file says', () => {
  const desk = new Desk(size, [
    { ...polygonObject(1, 1, cornersOf(10, 10, 30)), edited: true },
    { ...polygonObject(2, 1, cornersOf(60, 10, 30)), edited: true },
  ]);
  const { drawing } = desk;
  const marks = () => drawing.objects.map((object) => drawing.isEdited(object));
  expect(marks()).toEqual([true, true]);
  const [before] = drawing.objects;
  drawing.areUntouched([1, 7]);
  expect(marks()).toEqual([false, true]);
  // Another one in the list, so that its line is written anew.
  expect(drawing.objects[0]).not.toBe(before);
  desk.bench.select(1);
  desk.drag([15, 60], [25, 60]);
  expect(marks()).toEqual([true, true]);
  desk.undo();
  expect(marks()).toEqual([false, true]);
});
